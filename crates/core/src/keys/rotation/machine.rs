//! The rotation of one key as a state machine. Whoever runs it performs the [`Effect`]s and reports [`Event`]s.
//!
//! The request is sent once: from [`Stage::Choosing`], and never again by the program. An answer that says that nothing
//! was done leads to [`Stage::Failed`]. One that doesn't (none at all, a timeout, 5xx, an unreadable success) leads to
//! [`Stage::Reconciling`]: the list is read, and says what happened.

use std::sync::Arc;

use portal_api::{Failure, Key, KeyId, Meaning, RerollKeyRequest, RerolledKey, Secret, ServerTime};

pub use super::sent_request::SentRequest;
use super::{
    grace::Grace,
    reconcile::{RotationTrace, SETTLED_MS, find_rotation},
    records::{CompletedRotation, PendingRotation},
    warnings::warnings,
};
use crate::keys::list::KeyList;

/// The rotation of one key.
#[derive(Debug, Clone, PartialEq)]
pub struct Rotation {
    /// The old key, as it was before.
    pub key: Arc<Key>,
    /// For how long it is to go on.
    pub grace: Grace,
    /// How far the rotation is.
    pub stage: Stage,
    /// What the request's answer said, where it wasn't a success.
    pub failure: Option<Failure>,
}

/// How far a rotation is.
#[derive(Debug, Clone, PartialEq)]
pub enum Stage {
    /// The user chooses.
    Choosing {
        /// The key was changed elsewhere while the dialog was open: nothing was sent, and the user should look again.
        changed: bool,
    },
    /// The request is under way.
    Sending(SentRequest),
    /// The key is rotated, and its secret was handed over.
    Done(CompletedRotation),
    /// Nothing was done, and [`Rotation::failure`] says why.
    Failed,
    /// The answer was lost, and the list is being read.
    Reconciling(SentRequest),
    /// The key is rotated, but the secret did not arrive: the new key should be rotated in turn.
    RotatedWithoutSecret {
        /// The new key; absent where the list doesn't have it.
        new: Option<KeyId>,
        /// When it was asked for, by the server's time.
        at: ServerTime,
        /// When the old key ends.
        old_ends: ServerTime,
    },
    /// Nothing was done: the user may try again.
    NotRotated,
    /// The list could not be read, or doesn't tell.
    Unknown(SentRequest),
}

/// What happened. Not to be cloned: it may hold the secret.
#[derive(Debug, PartialEq)]
pub enum Event {
    /// The user chose a grace period.
    GraceChosen(Grace),
    /// The user wants it done.
    Submit {
        /// The server's time.
        at: ServerTime,
        /// The keys that are in the list now.
        known: Vec<Arc<Key>>,
    },
    /// The request was answered, or was not.
    ResponseReceived(Meaning<RerolledKey>),
    /// The list was read anew: all of it, or as far as the server goes.
    ListLoaded {
        /// The list.
        list: KeyList,
        /// The server's time.
        at: ServerTime,
    },
    /// The list could not be read.
    ListFailed,
    /// The user wants the list to be read again.
    Recheck,
    /// The user wants to try again, where nothing was done.
    StartOver,
}

/// What whoever runs the machine has to do. Not to be cloned: it may hold the secret.
#[derive(Debug, PartialEq)]
pub enum Effect {
    /// Send this, once, so that it reaches its end even if the page does not.
    SendRequest(RerollKeyRequest),
    /// Remember this until [`Effect::ClearPending`], before anything is sent: a reload goes on from it.
    StorePending(PendingRotation),
    /// Forget the note of this key.
    ClearPending(KeyId),
    /// ShowSettings the secret. It is nowhere else.
    ShowSecret(Secret),
    /// ShowSettings in the list what is known without reading it: the old key with its end, and the new one.
    UpdateList(Vec<Key>),
    /// Read the list anew, from its first page, in so many milliseconds.
    ReloadList {
        /// From now.
        delay_ms: i64,
    },
}

impl Rotation {
    /// The user wants to rotate `key`; `grace` is the proposal.
    pub const fn of(key: Arc<Key>, grace: Grace) -> Self {
        Self { key, grace, stage: Stage::Choosing { changed: false }, failure: None }
    }

    /// Goes on after a reload with what was under way: read the list, and report [`Event::ListLoaded`]. `key` is the old key
    /// as the list has it now.
    pub fn resumed(note: &PendingRotation, key: &Key) -> Self {
        let before = Key { expires: note.expires, ..key.clone() };
        let sent = SentRequest { at: note.at, grace: note.grace, known: Vec::new() };
        Self { key: Arc::new(before), grace: note.grace, stage: Stage::Reconciling(sent), failure: None }
    }

    /// What to tell of it for as long as the old key goes on; none unless it is known that it was done, and to which key.
    pub fn rotated(&self) -> Option<CompletedRotation> {
        match &self.stage {
            Stage::Done(rotated) => Some(rotated.clone()),
            Stage::RotatedWithoutSecret { new: Some(new), at, old_ends } => {
                Some(CompletedRotation { old: self.key.key_id.clone(), new: new.clone(), at: *at, old_ends: *old_ends })
            }
            _ => None,
        }
    }

    fn at(self, stage: Stage) -> Self {
        Self { stage, ..self }
    }

    fn unchanged(self) -> (Self, Vec<Effect>) {
        (self, vec![])
    }
}

/// What becomes of `rotation` when `event` happens. An event that has no meaning in a stage changes nothing: a second
/// click among them.
pub fn next(mut rotation: Rotation, event: Event) -> (Rotation, Vec<Effect>) {
    // Each branch says which stage comes next.
    let stage = std::mem::replace(&mut rotation.stage, Stage::Failed);
    match (stage, event) {
        (stage @ Stage::Choosing { .. }, Event::GraceChosen(grace)) => {
            Rotation { grace, stage, ..rotation }.unchanged()
        }
        (Stage::Choosing { .. }, Event::Submit { at, known }) => send(rotation, at, known),

        // However late: the secret comes this once.
        (
            Stage::Sending(sent) | Stage::Reconciling(sent) | Stage::Unknown(sent),
            Event::ResponseReceived(Ok(rerolled)),
        ) => finish(rotation, sent.at, sent.grace, rerolled),
        (Stage::RotatedWithoutSecret { at, .. }, Event::ResponseReceived(Ok(rerolled))) => {
            let grace = rotation.grace;
            finish(rotation, at, grace, rerolled)
        }

        (Stage::Sending(sent), Event::ResponseReceived(Err(failure))) => {
            let done_nothing = is_definite_rejection(&failure);
            rotation.failure = Some(failure);
            if done_nothing {
                let id = rotation.key.key_id.clone();
                (rotation.at(Stage::Failed), vec![Effect::ClearPending(id)])
            } else {
                look(rotation, sent, 0)
            }
        }
        (Stage::Reconciling(sent), Event::ListLoaded { list, at }) => reconcile(rotation, sent, &list, at),
        (Stage::Reconciling(sent), Event::ListFailed) => rotation.at(Stage::Unknown(sent)).unchanged(),
        (Stage::Unknown(sent), Event::Recheck) => look(rotation, sent, 0),

        (Stage::Failed | Stage::NotRotated, Event::StartOver) => {
            rotation.failure = None;
            rotation.at(Stage::Choosing { changed: false }).unchanged()
        }
        (stage, _) => rotation.at(stage).unchanged(),
    }
}

/// Whether an answer that is no success says that nothing was done. All others leave it open.
pub fn is_definite_rejection(failure: &Failure) -> bool {
    // 408 and 499 are what edges say of a request that they lost patience with, after it may have gone on.
    matches!(failure.status, Some(400..=499)) && !matches!(failure.status, Some(408 | 499))
}

fn send(mut rotation: Rotation, at: ServerTime, known: Vec<Arc<Key>>) -> (Rotation, Vec<Effect>) {
    if let Some(key) = known.iter().find(|key| key.key_id == rotation.key.key_id) {
        let changed = key.expires != rotation.key.expires || key.enabled != rotation.key.enabled;
        rotation.key = Arc::clone(key);
        if changed {
            return rotation.at(Stage::Choosing { changed }).unchanged();
        }
    }
    // Expired while the dialog was open, or the click came before the view had seen it.
    if warnings(&rotation.key, rotation.grace, at).is_err() {
        return rotation.at(Stage::Choosing { changed: false }).unchanged();
    }
    let note = PendingRotation {
        key_id: rotation.key.key_id.clone(),
        at,
        grace: rotation.grace,
        expires: rotation.key.expires,
    };
    let request = RerollKeyRequest { key_id: note.key_id.clone(), expiration: rotation.grace.millis() };
    let sent = SentRequest { at, grace: rotation.grace, known };
    (rotation.at(Stage::Sending(sent)), vec![Effect::StorePending(note), Effect::SendRequest(request)])
}

fn finish(rotation: Rotation, at: ServerTime, grace: Grace, rerolled: RerolledKey) -> (Rotation, Vec<Effect>) {
    let old = &rotation.key;
    let rotated =
        CompletedRotation { old: old.key_id.clone(), new: rerolled.key_id.clone(), at, old_ends: grace.end(at) };
    let secret = rerolled.key.expose();
    // The new key begins as the old one does; of a short secret no more than half is shown.
    let shown = old.start.chars().count().min(secret.chars().count() / 2);
    let new = Key {
        key_id: rerolled.key_id,
        start: secret.chars().take(shown).collect(),
        created_at: at,
        updated_at: None,
        last_used_at: None,
        ..Key::clone(old)
    };
    let old = Key { expires: Some(rotated.old_ends), updated_at: None, ..Key::clone(old) };
    let effects = vec![
        Effect::ShowSecret(rerolled.key),
        Effect::ClearPending(old.key_id.clone()),
        Effect::UpdateList(vec![old, new]),
    ];
    (Rotation { failure: None, ..rotation }.at(Stage::Done(rotated)), effects)
}

fn look(rotation: Rotation, sent: SentRequest, delay_ms: i64) -> (Rotation, Vec<Effect>) {
    (rotation.at(Stage::Reconciling(sent)), vec![Effect::ReloadList { delay_ms }])
}

fn reconcile(rotation: Rotation, sent: SentRequest, list: &KeyList, now: ServerTime) -> (Rotation, Vec<Effect>) {
    let id = rotation.key.key_id.clone();
    match find_rotation(&rotation.key, &sent, list, now) {
        RotationTrace::Rotated { new, old_ends } => {
            (rotation.at(Stage::RotatedWithoutSecret { new, at: sent.at, old_ends }), vec![Effect::ClearPending(id)])
        }
        RotationTrace::NotRotated => (rotation.at(Stage::NotRotated), vec![Effect::ClearPending(id)]),
        // A clock that was set back must not make it wait for longer.
        RotationTrace::TooEarly => {
            let delay_ms = (SETTLED_MS - now.since(sent.at)).clamp(0, SETTLED_MS);
            look(rotation, sent, delay_ms)
        }
        RotationTrace::Inconclusive => rotation.at(Stage::Unknown(sent)).unchanged(),
    }
}
