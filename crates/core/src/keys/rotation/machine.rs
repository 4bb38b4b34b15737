//! The rotation of one key as a state machine. The caller reports [`Event`]s and performs [`Effect`]s.
//!
//! The request is sent once, from [`Stage::Choosing`], and never retried automatically. A definite rejection leads to
//! [`Stage::Failed`]. Any other failure (no response, a timeout, 5xx, an unreadable success) leaves the result open and
//! leads to [`Stage::Reconciling`]: the list is loaded again and shows what happened.

use std::sync::Arc;

use portal_api::{Failure, Key, KeyId, Meaning, RerollKeyRequest, RerolledKey, Secret, ServerTime};

pub use super::sent_request::SentRequest;
use super::{
    grace::Grace,
    new_key::{new_key, visible_start},
    reconcile::{RotationTrace, SETTLED_MS, find_rotation},
    records::{CompletedRotation, PendingRotation},
    warnings::warnings,
};
use crate::keys::list::KeyList;

/// The rotation of one key.
#[derive(Debug, Clone, PartialEq)]
pub struct Rotation {
    /// The old key before the rotation.
    pub key: Arc<Key>,
    /// The chosen grace period.
    pub grace: Grace,
    /// The progress of the rotation.
    pub stage: Stage,
    /// Why the request failed, if it did.
    pub failure: Option<Failure>,
}

/// The progress of a rotation.
#[derive(Debug, Clone, PartialEq)]
pub enum Stage {
    /// The user chooses a grace period.
    Choosing {
        /// Whether the key was changed elsewhere while the dialog was open: nothing was sent, and the user has to
        /// confirm again.
        changed: bool,
    },
    /// The request is running.
    Sending(SentRequest),
    /// The key is rotated, and the secret is with the caller.
    Done(CompletedRotation),
    /// The key is not rotated: [`Rotation::failure`] has the reason.
    Failed,
    /// The response was lost; the list is being loaded.
    Reconciling(SentRequest),
    /// The key is rotated, but the secret is lost: the user should rotate the new key.
    RotatedWithoutSecret {
        /// The new key; `None` if it is not in the list.
        new: Option<KeyId>,
        /// When the request was sent, in server time.
        at: ServerTime,
        /// When the old key stops working.
        old_ends: ServerTime,
    },
    /// The list shows that the key was not rotated: the user may start over.
    NotRotated,
    /// The list could not be loaded, or is inconclusive.
    Unknown(SentRequest),
}

/// Something that happened. Not `Clone`: it may contain the secret.
#[derive(Debug, PartialEq)]
pub enum Event {
    /// The user chose a grace period.
    GraceChosen(Grace),
    /// The user confirmed.
    Submit {
        /// The current server time.
        at: ServerTime,
        /// The keys in the list.
        known: Vec<Arc<Key>>,
    },
    /// The request has a result.
    ResponseReceived(Meaning<RerolledKey>),
    /// The list was loaded again, as far as the server goes.
    ListLoaded {
        /// The loaded list.
        list: KeyList,
        /// The current server time.
        at: ServerTime,
    },
    /// The list could not be loaded.
    ListFailed,
    /// The user wants the list to be loaded again.
    Recheck,
    /// The user wants to rotate after all, after it failed.
    StartOver,
}

/// Something for the caller to do. Not `Clone`: it may contain the secret.
#[derive(Debug, PartialEq)]
pub enum Effect {
    /// Send this request once, with `keepalive`: it should complete even if the page is closed.
    SendRequest {
        /// The request.
        request: RerollKeyRequest,
        /// The key's expiry as the user saw it.
        expires: Option<ServerTime>,
    },
    /// Store this before anything is sent, until [`Effect::ClearPending`]: a reloaded page resumes from it.
    StorePending(PendingRotation),
    /// Remove the stored record of this key.
    ClearPending(KeyId),
    /// Show the secret. No other copy exists.
    ShowSecret(Secret),
    /// Update the list without loading it: the old key with its expiry, and the new key.
    UpdateList(Vec<Key>),
    /// Load the list again, from the first page.
    ReloadList {
        /// After this delay in ms.
        delay_ms: i64,
    },
}

impl Rotation {
    /// The user wants to rotate `key`; `grace` is preselected.
    pub const fn new(key: Arc<Key>, grace: Grace) -> Self {
        Self { key, grace, stage: Stage::Choosing { changed: false }, failure: None }
    }

    /// Resumes a pending rotation after a page reload. The caller has to load the list and send [`Event::ListLoaded`].
    /// `key` is the old key as the list has it now.
    pub fn resumed(pending: &PendingRotation, key: &Key) -> Self {
        let before = Key { expires: pending.expires, ..key.clone() };
        let sent = SentRequest { at: pending.at, grace: pending.grace, known: Vec::new() };
        Self { key: Arc::new(before), grace: pending.grace, stage: Stage::Reconciling(sent), failure: None }
    }

    /// The completed rotation, once it is known to have succeeded and the new key is known.
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

/// The rotation after `event`, and what to do. An event without meaning in a stage changes nothing, such as a second
/// click.
///
/// ```
/// use std::sync::Arc;
///
/// use portal_api::{Key, ServerTime};
/// use portal_core::keys::rotation::{grace::Grace, machine::{Effect, Event, Rotation, Stage, next}};
///
/// let json = r#"{"keyId":"key_1","start":"acme_1","enabled":true,"createdAt":0}"#;
/// let key: Arc<Key> = Arc::new(serde_json::from_str(json).unwrap());
/// let rotation = Rotation::new(Arc::clone(&key), Grace::NONE);
/// let submit = Event::Submit { at: ServerTime::from_millis(1), known: vec![key] };
/// let (rotation, effects) = next(rotation, submit);
/// assert!(matches!(rotation.stage, Stage::Sending(_)));
/// assert!(matches!(effects.as_slice(), [Effect::StorePending(_), Effect::SendRequest { .. }]));
/// ```
pub fn next(mut rotation: Rotation, event: Event) -> (Rotation, Vec<Effect>) {
    // A placeholder: every branch sets the next stage.
    let stage = std::mem::replace(&mut rotation.stage, Stage::Failed);
    match (stage, event) {
        (stage @ Stage::Choosing { .. }, Event::GraceChosen(grace)) => {
            Rotation { grace, stage, ..rotation }.unchanged()
        }
        (Stage::Choosing { .. }, Event::Submit { at, known }) => send(rotation, at, known),

        // However late: this response is the only one with the secret.
        (
            Stage::Sending(sent) | Stage::Reconciling(sent) | Stage::Unknown(sent),
            Event::ResponseReceived(Ok(response)),
        ) => finish(rotation, sent.at, sent.grace, response),
        (Stage::RotatedWithoutSecret { at, .. }, Event::ResponseReceived(Ok(response))) => {
            let grace = rotation.grace;
            finish(rotation, at, grace, response)
        }

        (Stage::Sending(sent), Event::ResponseReceived(Err(failure))) => {
            let is_rejected = is_definite_rejection(&failure);
            rotation.failure = Some(failure);
            if is_rejected {
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

/// Whether a failure means that the key was certainly not rotated. After any other failure the result is open.
pub fn is_definite_rejection(failure: &Failure) -> bool {
    // Proxies send 408 and 499 when they gave up waiting; the request may have been forwarded.
    matches!(failure.status, Some(400..=499)) && !matches!(failure.status, Some(408 | 499))
}

/// Sends the request, unless the key changed or expired in the meantime.
fn send(mut rotation: Rotation, at: ServerTime, known: Vec<Arc<Key>>) -> (Rotation, Vec<Effect>) {
    if let Some(key) = known.iter().find(|key| key.key_id == rotation.key.key_id) {
        let changed = key.expires != rotation.key.expires || key.enabled != rotation.key.enabled;
        rotation.key = Arc::clone(key);
        if changed {
            return rotation.at(Stage::Choosing { changed }).unchanged();
        }
    }
    // The key expired while the dialog was open.
    if warnings(&rotation.key, rotation.grace, at).is_err() {
        return rotation.at(Stage::Choosing { changed: false }).unchanged();
    }
    let pending = PendingRotation {
        key_id: rotation.key.key_id.clone(),
        at,
        grace: rotation.grace,
        expires: rotation.key.expires,
    };
    let request = RerollKeyRequest { key_id: pending.key_id.clone(), expiration: rotation.grace.millis() };
    let sent = SentRequest { at, grace: rotation.grace, known };
    let send = Effect::SendRequest { request, expires: pending.expires };
    (rotation.at(Stage::Sending(sent)), vec![Effect::StorePending(pending), send])
}

/// The request succeeded.
fn finish(rotation: Rotation, sent_at: ServerTime, grace: Grace, response: RerolledKey) -> (Rotation, Vec<Effect>) {
    let old = &rotation.key;
    let completed = CompletedRotation {
        old: old.key_id.clone(),
        new: response.key_id.clone(),
        at: sent_at,
        old_ends: grace.end(sent_at),
    };
    let new = new_key(old, response.key_id, &visible_start(old, &response.key), sent_at);
    let old = Key { expires: Some(completed.old_ends), updated_at: None, ..Key::clone(old) };
    let effects = vec![
        Effect::ShowSecret(response.key),
        Effect::ClearPending(old.key_id.clone()),
        Effect::UpdateList(vec![old, new]),
    ];
    (Rotation { failure: None, ..rotation }.at(Stage::Done(completed)), effects)
}

/// Loads the list to find out what happened.
fn look(rotation: Rotation, sent: SentRequest, delay_ms: i64) -> (Rotation, Vec<Effect>) {
    (rotation.at(Stage::Reconciling(sent)), vec![Effect::ReloadList { delay_ms }])
}

/// The loaded list shows what happened.
fn reconcile(rotation: Rotation, sent: SentRequest, list: &KeyList, now: ServerTime) -> (Rotation, Vec<Effect>) {
    let id = rotation.key.key_id.clone();
    match find_rotation(&rotation.key, &sent, list, now) {
        RotationTrace::Rotated { new, old_ends } => {
            (rotation.at(Stage::RotatedWithoutSecret { new, at: sent.at, old_ends }), vec![Effect::ClearPending(id)])
        }
        RotationTrace::NotRotated => (rotation.at(Stage::NotRotated), vec![Effect::ClearPending(id)]),
        // Clamped for a clock that was set back.
        RotationTrace::TooEarly => {
            let delay_ms = (SETTLED_MS - now.since(sent.at)).clamp(0, SETTLED_MS);
            look(rotation, sent, delay_ms)
        }
        RotationTrace::Inconclusive => rotation.at(Stage::Unknown(sent)).unchanged(),
    }
}
