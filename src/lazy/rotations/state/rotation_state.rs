//! The rotations of this session: the current one, and those that were completed.

use std::sync::Arc;

use leptos::prelude::*;
use portal_api::{Cause, Key, KeyId, ServerTime};
use portal_core::keys::rotation::{
    check::Findings,
    key_use::KeyRequests,
    machine::{ChooseAgain, Effect as RotationEffect, Event, Rotation, Stage, next},
    notice::RotationNotice,
    notices,
    proposal::Proposal,
    records::{CompletedRotation, PendingRotation},
    save_state::SaveState,
};

use super::{late_key::LateKey, storage, traffic_cache::TrafficCache};
use crate::{
    keys::{
        rotation::rotations::{Closed, Rotations},
        store::KeysStore,
    },
    session::{SessionHandle, StorageSlot, use_session},
};

/// All rotations of this session. Created once, when the module is loaded.
#[derive(Clone, Copy)]
pub(crate) struct RotationState {
    /// What buttons and pages share with the module.
    pub(crate) shared: Rotations,
    /// Requests on old and new keys.
    pub(crate) traffic: TrafficCache,
    pub(super) session: SessionHandle,
    pub(super) store: KeysStore,
    /// The server has refused to keep an old key as it is.
    keeping_refused: RwSignal<bool>,
    /// At most one at a time.
    current: RwSignal<Option<Rotation>>,
    /// The latest first.
    completed: RwSignal<Vec<RotationNotice>>,
    /// Not a signal: nobody must be able to keep a copy.
    pub(super) late_keys: StoredValue<Vec<LateKey>>,
}

impl RotationState {
    /// With the notices that this tab has stored.
    pub(crate) fn new(shared: Rotations) -> Self {
        let state = Self {
            shared,
            traffic: TrafficCache::new(),
            session: use_session(),
            store: expect_context(),
            keeping_refused: RwSignal::new(!StorageSlot::KeepingRefused.read().is_empty()),
            current: RwSignal::new(None),
            completed: RwSignal::new(storage::completed()),
            late_keys: StoredValue::new(Vec::new()),
        };
        state.watch_unsaved_keys();
        state
    }

    /// Makes the rotation of `key` the current one. Where its outcome is still pending, that is found out first.
    pub(crate) fn begin(self, key: Arc<Key>) {
        let now = self.session.now();
        let rotation = match storage::pending_for(&key.key_id, now) {
            Some(pending) => Rotation::resumed(&pending, &key),
            None => {
                let grace = Proposal::new(&key, &KeyRequests::default(), now).grace;
                Rotation::new(key, grace)
            }
        };
        self.current.set(Some(rotation));
    }

    /// Another tab has sent a request for `key` whose outcome is pending: finds that out, in place of sending a second one.
    pub(crate) fn take_over(self, pending: &PendingRotation, key: &Key) {
        self.current.set(Some(Rotation::resumed(pending, key)));
    }

    /// The current rotation.
    pub(crate) const fn current(self) -> RwSignal<Option<Rotation>> {
        self.current
    }

    /// Reads the current rotation, untracked; `None` where there is none, or the session has ended.
    pub(crate) fn read_current<T>(self, read: impl FnOnce(&Rotation) -> T) -> Option<T> {
        self.current.try_with_untracked(|current| current.as_ref().map(read)).flatten()
    }

    /// The stage of the current rotation, untracked.
    pub(crate) fn stage(self) -> Option<Stage> {
        self.read_current(|rotation| rotation.stage.clone())
    }

    /// Whether the current rotation waits for the server, untracked.
    pub(crate) fn is_pending(self) -> bool {
        matches!(self.stage(), Some(Stage::Sending(_) | Stage::Reconciling(_)))
    }

    /// Runs the state machine of the current rotation; returns the effects to perform. `None` where there is no current
    /// rotation any more, or the session has ended.
    pub(crate) fn advance(self, event: Event) -> Option<Vec<RotationEffect>> {
        let effects = self.current.try_update(|current| {
            let (rotation, effects) = next(current.take()?, event);
            *current = Some(rotation);
            Some(effects)
        });
        effects.flatten()
    }

    /// Stores what the last event has completed, and tells the other tabs.
    pub(crate) fn record_outcome(self) {
        let outcome = self.read_current(|rotation| {
            let lost = match rotation.stage {
                Stage::RotatedWithoutSecret { findings, .. } => Some(findings),
                Stage::Choosing { again: Some(ChooseAgain::CannotKeep) } => {
                    self.keeping_refused.set(true);
                    StorageSlot::KeepingRefused.write("1");
                    None
                }
                _ => None,
            };
            let cause = rotation.failure.as_ref().map(|failure| failure.cause);
            (rotation.rotated(), lost, cause)
        });
        let Some((rotated, lost, cause)) = outcome else { return };
        if let Some(rotation) = rotated {
            let findings = lost.unwrap_or_default();
            let save_state = if lost.is_some() { SaveState::NeverArrived } else { SaveState::NotSaved };
            self.record(RotationNotice { rotation, save_state, dismissed: false, findings });
        }
        if cause == Some(Cause::NotAllowed) {
            self.shared.forbid();
        }
    }

    pub(super) fn record(self, notice: RotationNotice) {
        // Recorded already, unless its response arrived only now.
        let is_lost = |state| state == SaveState::NeverArrived;
        let known = self.completed.with_untracked(|all| notices::save_state(all, &notice.rotation.new));
        if known.is_none_or(|known| is_lost(known) != is_lost(notice.save_state)) {
            self.announce(notice);
        }
    }

    /// Records whether the user has the new key of a rotation: here, for a reload, and in the other tabs.
    pub(crate) fn record_save_state(self, new: &KeyId, save_state: SaveState) {
        let known = self.completed.try_with_untracked(|all| find_notice(all, new)).flatten();
        if let Some(notice) = known.filter(|known| known.save_state != save_state) {
            self.announce(RotationNotice { save_state, ..notice });
        }
    }

    /// Adds what is known of a rotation, here and in the other tabs.
    fn announce(self, notice: RotationNotice) {
        storage::store_save_state(&notice);
        self.broadcast(&notice);
        self.add_notice(notice);
    }

    /// Adds what the check of a rotation has found: to its notice here, and in the other tabs. `old_ends`: when the old key
    /// stops working, if that is known by now.
    pub(super) fn record_check(self, new: &KeyId, old_ends: Option<Option<ServerTime>>, findings: Findings) {
        let Some(before) = self.completed.try_with_untracked(|all| find_notice(all, new)).flatten() else { return };
        let mut notice = before.clone();
        notice.findings = findings;
        notice.dismissed &= findings == Findings::default();
        notice.rotation.old_ends = old_ends.unwrap_or(before.rotation.old_ends);
        if notice != before {
            self.announce(notice);
        }
    }

    pub(super) fn add_notice(self, new: RotationNotice) {
        self.update_completed(|completed| notices::add(completed, new));
    }

    /// Dismisses the notice of a rotation.
    pub(crate) fn dismiss(self, rotation: &CompletedRotation) {
        self.update_completed(|completed| {
            for notice in completed.iter_mut().filter(|notice| notice.rotation == *rotation) {
                notice.dismissed = true;
                storage::store_save_state(notice);
            }
        });
    }

    fn update_completed(self, update: impl FnOnce(&mut Vec<RotationNotice>)) {
        self.completed.update(update);
        self.completed.with_untracked(|completed| storage::store_completed(completed));
    }

    /// The completed rotations with their notices, the latest first.
    pub(crate) const fn completed(self) -> RwSignal<Vec<RotationNotice>> {
        self.completed
    }

    /// The new keys of the completed rotations, untracked; without those of the rotations of `except`.
    pub(crate) fn new_keys(self, except: Option<&KeyId>) -> Vec<Arc<Key>> {
        let listed = |all: &Vec<RotationNotice>| {
            let others = all.iter().filter(|notice| except != Some(&notice.rotation.old));
            others.filter_map(|notice| self.find_key(&notice.rotation.new)).collect()
        };
        self.completed.with_untracked(listed)
    }

    /// Whether `key` was rotated after `at`, as far as this tab knows; untracked.
    pub(super) fn is_rotated_since(self, key: &KeyId, at: ServerTime) -> bool {
        let is_rotated = |notice: &RotationNotice| notice.rotation.has_changed(key, at);
        self.completed.with_untracked(|all| all.iter().any(is_rotated))
    }

    /// The notice of the rotation to `new`; tracked.
    pub(crate) fn notice_of(self, new: &KeyId) -> Option<RotationNotice> {
        self.completed.with(|all| find_notice(all, new))
    }

    /// Whether the server is known to refuse to keep an old key as it is; tracked.
    pub(crate) fn is_keeping_refused(self) -> bool {
        self.keeping_refused.get()
    }

    /// The latest rotation of `id` to another key; tracked.
    pub(crate) fn rotated_from(self, id: &KeyId) -> Option<CompletedRotation> {
        let is_latest = |notice: &&RotationNotice| notice.rotation.old == *id || notice.rotation.new == *id;
        let latest = self.completed.with(|all| all.iter().find(is_latest).map(|notice| notice.rotation.clone()));
        latest.filter(|rotation| rotation.old == *id)
    }

    /// Ends the current rotation with its dialog.
    pub(crate) fn close(self) {
        let new = self.read_current(Rotation::rotated).flatten().map(|rotation| rotation.new);
        let is_saved =
            |new: &KeyId| self.completed.with_untracked(|all| notices::save_state(all, new)) == Some(SaveState::Saved);
        let closed = match new {
            None => Closed::NotRotated,
            Some(new) if is_saved(&new) => Closed::Rotated(new),
            Some(_) => Closed::Unsaved,
        };
        self.current.set(None);
        self.shared.closed(closed);
        self.show_late_key();
    }

    /// A key of the list, untracked.
    pub(crate) fn find_key(self, id: &KeyId) -> Option<Arc<Key>> {
        self.store.list().with_untracked(|list| list.get(id).cloned())
    }

    /// The server's time, updated each second.
    pub(crate) const fn clock(self) -> RwSignal<ServerTime> {
        self.store.clock()
    }
}

fn find_notice(all: &[RotationNotice], new: &KeyId) -> Option<RotationNotice> {
    all.iter().find(|notice| notice.rotation.new == *new).cloned()
}
