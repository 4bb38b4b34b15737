//! What is remembered of rotations across a reload, and from tab to tab: ids and times, a line each.

use portal_api::{KeyId, ServerTime};
use portal_core::keys::rotation::records::{CompletedRotation, PendingRotation};

use crate::session::StorageSlot;

/// How many rotations that were done are remembered: more than anybody watches.
const MOST_DONE: usize = 20;

/// A rotation that was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Done {
    /// Which.
    pub(crate) rotated: CompletedRotation,
    /// Whether the new key's secret never arrived.
    pub(crate) secret_lost: bool,
    /// Whether the user put its notice away.
    pub(crate) dismissed: bool,
}

impl Done {
    fn parse(line: &str) -> Option<Self> {
        let (marks, rotated) = line.split_once(' ')?;
        Some(Self {
            rotated: CompletedRotation::parse(rotated)?,
            secret_lost: marks.contains('l'),
            dismissed: marks.contains('d'),
        })
    }

    fn line(&self) -> String {
        let lost = if self.secret_lost { "l" } else { "" };
        let dismissed = if self.dismissed { "d" } else { "" };
        format!("-{lost}{dismissed} {}\n", self.rotated)
    }
}

/// The rotations that were done, the latest first.
pub(crate) fn done() -> Vec<Done> {
    StorageSlot::CompletedRotations.read().lines().filter_map(Done::parse).collect()
}

/// Remembers them in place of what was remembered.
pub(crate) fn keep_done(done: &[Done]) {
    StorageSlot::CompletedRotations.write(&done.iter().take(MOST_DONE).map(Done::line).collect::<String>());
}

/// The rotations of this tab whose outcome isn't known yet.
pub(crate) fn notes(now: ServerTime) -> Vec<PendingRotation> {
    fresh(StorageSlot::PendingRotations, now)
}

/// The one of this key, from this tab.
pub(crate) fn note_of(key: &KeyId, now: ServerTime) -> Option<PendingRotation> {
    notes(now).into_iter().find(|note| note.key_id == *key)
}

/// The one of this key, from whichever tab of this browser: one that was closed, too.
pub(crate) fn note_of_any_tab(key: &KeyId, now: ServerTime) -> Option<PendingRotation> {
    fresh(StorageSlot::PendingRotationsAllTabs, now).into_iter().find(|note| note.key_id == *key)
}

/// Remembers that a request is about to be sent.
pub(crate) fn remember(note: &PendingRotation) {
    change(&note.key_id, Some(note));
}

/// What became of it is known.
pub(crate) fn forget(key: &KeyId) {
    change(key, None);
}

fn fresh(kept: StorageSlot, now: ServerTime) -> Vec<PendingRotation> {
    kept.read().lines().filter_map(PendingRotation::parse).filter(|note| !note.is_stale(now)).collect()
}

fn change(key: &KeyId, note: Option<&PendingRotation>) {
    for kept in [StorageSlot::PendingRotations, StorageSlot::PendingRotationsAllTabs] {
        let mut notes: Vec<_> = kept.read().lines().filter_map(PendingRotation::parse).collect();
        notes.retain(|note| note.key_id != *key);
        notes.extend(note.cloned());
        kept.write(&notes.iter().map(|note| format!("{note}\n")).collect::<String>());
    }
}
