//! The rotation of one key as a state machine. The caller reports [`Event`]s and performs [`Effect`]s.
//!
//! The request is sent once, from [`Stage::Choosing`], and never retried automatically. A definite rejection leads to
//! [`Stage::Failed`], or back to the choice where the server can't keep the old key as it is. Any other failure (no response, a timeout, 5xx, an unreadable success) leaves the result open and
//! leads to [`Stage::Reconciling`]: the list is loaded again and shows what happened.

use std::sync::Arc;

use portal_api::{Cause, Failure, Key, KeyId, Meaning, RerollKeyRequest, RerolledKey, Secret, ServerTime};

use super::{
    check::RotationCheck,
    grace::Grace,
    new_key::{new_key, visible_start},
    reconcile::{RotationTrace, SETTLED_MS, find_rotation},
    records::{CompletedRotation, PendingRotation},
    warnings::warnings,
};
pub use super::{
    sent_request::SentRequest,
    stage::{ChooseAgain, Stage},
};
use crate::keys::list::KeyList;

/// The rotation of one key.
#[derive(Debug, Clone, PartialEq)]
pub struct Rotation {
    /// The old key before the rotation.
    pub key: Arc<Key>,
    /// The chosen grace period; `None`: the old key stays as it is.
    pub grace: Option<Grace>,
    /// The progress of the rotation.
    pub stage: Stage,
    /// Why the request failed, if it did.
    pub failure: Option<Failure>,
}

/// Something that happened. Not `Clone`: it may contain the secret.
#[derive(Debug, PartialEq)]
pub enum Event {
    /// The user chose a grace period, or to keep the old key as it is.
    GraceChosen(Option<Grace>),
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
        /// The new keys of the completed rotations of other keys.
        others: Vec<Arc<Key>>,
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
    /// Read both keys again, and find out whether they are as expected.
    CheckKeys(RotationCheck),
    /// Load the list again, from the first page.
    ReloadList {
        /// After this delay in ms.
        delay_ms: i64,
    },
}

impl Rotation {
    /// The user wants to rotate `key`; `grace` is preselected.
    pub const fn new(key: Arc<Key>, grace: Grace) -> Self {
        Self { key, grace: Some(grace), stage: Stage::Choosing { again: None }, failure: None }
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
            Stage::RotatedWithoutSecret { new: Some(new), at, old_ends, .. } => {
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
        ) => finish(rotation, sent, response),
        (Stage::RotatedWithoutSecret { at, .. }, Event::ResponseReceived(Ok(response))) => {
            // The list has been read already: `known` doesn't matter.
            let sent = SentRequest { at, grace: rotation.grace, known: Vec::new() };
            finish(rotation, sent, response)
        }

        (Stage::Sending(sent), Event::ResponseReceived(Err(failure))) if is_keeping_refused(&sent, &failure) => {
            let id = rotation.key.key_id.clone();
            let again = Some(ChooseAgain::CannotKeep);
            (rotation.at(Stage::Choosing { again }), vec![Effect::ClearPending(id)])
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
        (Stage::Reconciling(mut sent), Event::ListLoaded { list, others, at }) => {
            // Another tab may have rotated another key of the same name since.
            sent.known.extend(others);
            reconcile(rotation, sent, &list, at)
        }
        (Stage::Reconciling(sent), Event::ListFailed) => rotation.at(Stage::Unknown(sent)).unchanged(),
        (Stage::Unknown(sent), Event::Recheck) => look(rotation, sent, 0),

        (Stage::Failed | Stage::NotRotated { .. }, Event::StartOver) => {
            rotation.failure = None;
            rotation.at(Stage::Choosing { again: None }).unchanged()
        }
        (stage, _) => rotation.at(stage).unchanged(),
    }
}

/// Whether a failure means that the key was certainly not rotated. After any other failure the result is open.
pub fn is_definite_rejection(failure: &Failure) -> bool {
    // A firewall may refuse to let a response pass, after the API has acted. Proxies send 408 and 499 when they gave up waiting;
    // the request may have been forwarded.
    failure.from_api && matches!(failure.status, Some(400..=499)) && !matches!(failure.status, Some(408 | 499))
}

/// Whether the server refused to keep the old key as it is. Older servers know no `null`: it fails their check of the
/// request, before anything is done.
fn is_keeping_refused(sent: &SentRequest, failure: &Failure) -> bool {
    sent.grace.is_none() && failure.status == Some(400) && failure.cause == Cause::InvalidRequest && failure.from_api
}

/// Sends the request, unless the key changed or expired in the meantime.
fn send(mut rotation: Rotation, at: ServerTime, known: Vec<Arc<Key>>) -> (Rotation, Vec<Effect>) {
    if let Some(key) = known.iter().find(|key| key.key_id == rotation.key.key_id) {
        let changed = key.expires != rotation.key.expires || key.enabled != rotation.key.enabled;
        rotation.key = Arc::clone(key);
        if changed {
            return rotation.at(Stage::Choosing { again: Some(ChooseAgain::Changed) }).unchanged();
        }
    }
    // The key expired while the dialog was open.
    if warnings(&rotation.key, rotation.grace, at).is_err() {
        return rotation.at(Stage::Choosing { again: None }).unchanged();
    }
    let pending = PendingRotation {
        key_id: rotation.key.key_id.clone(),
        at,
        grace: rotation.grace,
        expires: rotation.key.expires,
    };
    let request = RerollKeyRequest { key_id: pending.key_id.clone(), expiration: rotation.grace.map(Grace::millis) };
    let sent = SentRequest { at, grace: rotation.grace, known };
    let send = Effect::SendRequest { request, expires: pending.expires };
    (rotation.at(Stage::Sending(sent)), vec![Effect::StorePending(pending), send])
}

/// The request succeeded.
fn finish(rotation: Rotation, sent: SentRequest, response: RerolledKey) -> (Rotation, Vec<Effect>) {
    let old = &rotation.key;
    let completed = CompletedRotation {
        old: old.key_id.clone(),
        new: response.key_id.clone(),
        at: sent.at,
        old_ends: Grace::old_ends(sent.grace, old.expires, sent.at),
    };
    let new = new_key(old, response.key_id, &visible_start(old, &response.key), sent.at);
    let ended =
        sent.grace.map(|_| Key { expires: completed.old_ends, updated_at: None, ..Key::clone(old) }).into_iter();
    let effects = vec![
        Effect::ShowSecret(response.key),
        Effect::ClearPending(old.key_id.clone()),
        Effect::UpdateList(ended.chain([new]).collect()),
        Effect::CheckKeys(RotationCheck { old: Arc::clone(old), new: completed.new.clone(), sent }),
    ];
    (Rotation { failure: None, ..rotation }.at(Stage::Done(completed)), effects)
}

/// Loads the list to find out what happened.
fn look(rotation: Rotation, sent: SentRequest, delay_ms: i64) -> (Rotation, Vec<Effect>) {
    (rotation.at(Stage::Reconciling(sent)), vec![Effect::ReloadList { delay_ms }])
}

/// The loaded list shows what happened.
fn reconcile(mut rotation: Rotation, sent: SentRequest, list: &KeyList, now: ServerTime) -> (Rotation, Vec<Effect>) {
    let id = rotation.key.key_id.clone();
    match find_rotation(&rotation.key, &sent, list, now) {
        RotationTrace::Rotated { new, old_ends } => {
            let at = sent.at;
            let findings = new.as_ref().map(|new| {
                let check = RotationCheck { old: Arc::clone(&rotation.key), new: new.clone(), sent };
                check.findings(list.get(new).map(|key| &**key), list)
            });
            let findings = findings.unwrap_or_default();
            let stage = Stage::RotatedWithoutSecret { new, at, old_ends, findings };
            (rotation.at(stage), vec![Effect::ClearPending(id)])
        }
        RotationTrace::NotRotated => {
            (rotation.at(Stage::NotRotated { changed: false }), vec![Effect::ClearPending(id)])
        }
        RotationTrace::ChangedElsewhere => {
            if let Some(key) = list.get(&id) {
                rotation.key = Arc::clone(key);
            }
            (rotation.at(Stage::NotRotated { changed: true }), vec![Effect::ClearPending(id)])
        }
        // Clamped for a clock that was set back.
        RotationTrace::TooEarly => {
            let delay_ms = (SETTLED_MS - now.since(sent.at)).clamp(0, SETTLED_MS);
            look(rotation, sent, delay_ms)
        }
        RotationTrace::Inconclusive => rotation.at(Stage::Unknown(sent)).unchanged(),
    }
}
