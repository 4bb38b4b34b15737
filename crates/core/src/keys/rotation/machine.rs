//! The rotation of one key as a state machine. Whoever runs it performs the [`Effect`]s and reports [`Event`]s.
//!
//! The request is sent once: from [`Stage::Choosing`], and never again by the program. An answer that says that nothing
//! was done leads to [`Stage::Failed`]. One that doesn't (none at all, a timeout, 5xx, an unreadable success) leads to
//! [`Stage::Looking`]: the list is read, and says what happened.

use std::sync::Arc;

use portal_api::{Failure, Key, KeyId, Meaning, RerollKey, Rerolled, Secret, ServerTime};

use super::{
    grace::Grace,
    memory::{Note, Rotated},
    trace::{SETTLED_MS, Trace, trace},
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
    Sending(Sent),
    /// The key is rotated, and its secret was handed over.
    Done(Rotated),
    /// Nothing was done, and [`Rotation::failure`] says why.
    Failed,
    /// The answer was lost, and the list is being read.
    Looking(Sent),
    /// The key is rotated, but the secret did not arrive: the new key should be rotated in turn.
    Happened {
        /// The new key; absent where the list doesn't have it.
        new: Option<KeyId>,
        /// When it was asked for, by the server's time.
        at: ServerTime,
        /// When the old key ends.
        old_ends: ServerTime,
    },
    /// Nothing was done: the user may try again.
    NothingHappened,
    /// The list could not be read, or doesn't tell.
    Unknown(Sent),
}

/// A request that was sent.
#[derive(Debug, Clone, PartialEq)]
pub struct Sent {
    /// When, by the server's time.
    pub at: ServerTime,
    /// With which grace period.
    pub grace: Grace,
    /// The keys that were there before; empty after a reload, when nobody knows any more.
    pub known: Vec<Arc<Key>>,
}

/// What happened. Not to be cloned: it may hold the secret.
#[derive(Debug, PartialEq)]
pub enum Event {
    /// The user chose a grace period.
    Chose(Grace),
    /// The user wants it done.
    Send {
        /// The server's time.
        at: ServerTime,
        /// The keys that are in the list now.
        known: Vec<Arc<Key>>,
    },
    /// The request was answered, or was not.
    Answered(Meaning<Rerolled>),
    /// The list was read anew: all of it, or as far as the server goes.
    Listed {
        /// The list.
        list: KeyList,
        /// The server's time.
        at: ServerTime,
    },
    /// The list could not be read.
    ListFailed,
    /// The user wants the list to be read again.
    LookAgain,
    /// The user wants to try again, where nothing was done.
    StartOver,
}

/// What whoever runs the machine has to do. Not to be cloned: it may hold the secret.
#[derive(Debug, PartialEq)]
pub enum Effect {
    /// Send this, once, so that it reaches its end even if the page does not.
    Send(RerollKey),
    /// Remember this until [`Effect::Forget`], before anything is sent: a reload goes on from it.
    Remember(Note),
    /// Forget the note of this key.
    Forget(KeyId),
    /// Show the secret. It is nowhere else.
    Show(Secret),
    /// Show in the list what is known without reading it: the old key with its end, and the new one.
    PutInList(Vec<Key>),
    /// Read the list anew, from its first page, in so many milliseconds.
    ReadList {
        /// From now.
        wait_ms: i64,
    },
}

impl Rotation {
    /// The user wants to rotate `key`; `grace` is the proposal.
    pub const fn of(key: Arc<Key>, grace: Grace) -> Self {
        Self { key, grace, stage: Stage::Choosing { changed: false }, failure: None }
    }

    /// Goes on after a reload with what was under way: read the list, and report [`Event::Listed`]. `key` is the old key
    /// as the list has it now.
    pub fn resumed(note: &Note, key: &Key) -> Self {
        let before = Key { expires: note.expires, ..key.clone() };
        let sent = Sent { at: note.at, grace: note.grace, known: Vec::new() };
        Self { key: Arc::new(before), grace: note.grace, stage: Stage::Looking(sent), failure: None }
    }

    /// What to tell of it for as long as the old key goes on; none unless it is known that it was done, and to which key.
    pub fn rotated(&self) -> Option<Rotated> {
        match &self.stage {
            Stage::Done(rotated) => Some(rotated.clone()),
            Stage::Happened { new: Some(new), at, old_ends } => {
                Some(Rotated { old: self.key.key_id.clone(), new: new.clone(), at: *at, old_ends: *old_ends })
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
        (stage @ Stage::Choosing { .. }, Event::Chose(grace)) => Rotation { grace, stage, ..rotation }.unchanged(),
        (Stage::Choosing { .. }, Event::Send { at, known }) => send(rotation, at, known),

        // However late: the secret comes this once.
        (Stage::Sending(sent) | Stage::Looking(sent) | Stage::Unknown(sent), Event::Answered(Ok(rerolled))) => {
            finish(rotation, sent.at, sent.grace, rerolled)
        }
        (Stage::Happened { at, .. }, Event::Answered(Ok(rerolled))) => {
            let grace = rotation.grace;
            finish(rotation, at, grace, rerolled)
        }

        (Stage::Sending(sent), Event::Answered(Err(failure))) => {
            let done_nothing = did_nothing(&failure);
            rotation.failure = Some(failure);
            if done_nothing {
                let id = rotation.key.key_id.clone();
                (rotation.at(Stage::Failed), vec![Effect::Forget(id)])
            } else {
                look(rotation, sent, 0)
            }
        }
        (Stage::Looking(sent), Event::Listed { list, at }) => judge(rotation, sent, &list, at),
        (Stage::Looking(sent), Event::ListFailed) => rotation.at(Stage::Unknown(sent)).unchanged(),
        (Stage::Unknown(sent), Event::LookAgain) => look(rotation, sent, 0),

        (Stage::Failed | Stage::NothingHappened, Event::StartOver) => {
            rotation.failure = None;
            rotation.at(Stage::Choosing { changed: false }).unchanged()
        }
        (stage, _) => rotation.at(stage).unchanged(),
    }
}

/// Whether an answer that is no success says that nothing was done. All others leave it open.
pub fn did_nothing(failure: &Failure) -> bool {
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
    let note = Note { key_id: rotation.key.key_id.clone(), at, grace: rotation.grace, expires: rotation.key.expires };
    let request = RerollKey { key_id: note.key_id.clone(), expiration: rotation.grace.millis() };
    let sent = Sent { at, grace: rotation.grace, known };
    (rotation.at(Stage::Sending(sent)), vec![Effect::Remember(note), Effect::Send(request)])
}

fn finish(rotation: Rotation, at: ServerTime, grace: Grace, rerolled: Rerolled) -> (Rotation, Vec<Effect>) {
    let old = &rotation.key;
    let rotated = Rotated { old: old.key_id.clone(), new: rerolled.key_id.clone(), at, old_ends: grace.end(at) };
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
    let effects =
        vec![Effect::Show(rerolled.key), Effect::Forget(old.key_id.clone()), Effect::PutInList(vec![old, new])];
    (Rotation { failure: None, ..rotation }.at(Stage::Done(rotated)), effects)
}

fn look(rotation: Rotation, sent: Sent, wait_ms: i64) -> (Rotation, Vec<Effect>) {
    (rotation.at(Stage::Looking(sent)), vec![Effect::ReadList { wait_ms }])
}

fn judge(rotation: Rotation, sent: Sent, list: &KeyList, now: ServerTime) -> (Rotation, Vec<Effect>) {
    let id = rotation.key.key_id.clone();
    match trace(&rotation.key, &sent, list, now) {
        Trace::Happened { new, old_ends } => {
            (rotation.at(Stage::Happened { new, at: sent.at, old_ends }), vec![Effect::Forget(id)])
        }
        Trace::Nothing => (rotation.at(Stage::NothingHappened), vec![Effect::Forget(id)]),
        // A clock that was set back must not make it wait for longer.
        Trace::TooEarly => {
            let wait_ms = (SETTLED_MS - now.since(sent.at)).clamp(0, SETTLED_MS);
            look(rotation, sent, wait_ms)
        }
        Trace::Unclear => rotation.at(Stage::Unknown(sent)).unchanged(),
    }
}
