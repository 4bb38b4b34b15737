//! What this tab remembers of rotations across a reload: ids and times, a line each.

use portal_api::{KeyId, ServerTime};
use portal_core::keys::rotation::memory::{Note, Rotated};

use crate::session::Kept;

/// How many rotations that were done are remembered: more than anybody watches.
const MOST_DONE: usize = 20;

/// A rotation that was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Done {
    /// Which.
    pub(super) rotated: Rotated,
    /// Whether the new key's secret never arrived.
    pub(super) secret_lost: bool,
    /// Whether the user put its notice away.
    pub(super) dismissed: bool,
}

impl Done {
    fn parse(line: &str) -> Option<Self> {
        let (marks, rotated) = line.split_once(' ')?;
        Some(Self {
            rotated: Rotated::parse(rotated)?,
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
pub(super) fn done() -> Vec<Done> {
    Kept::Rotated.read().lines().filter_map(Done::parse).collect()
}

/// Remembers them in place of what was remembered.
pub(super) fn keep_done(done: &[Done]) {
    Kept::Rotated.write(&done.iter().take(MOST_DONE).map(Done::line).collect::<String>());
}

/// The rotations whose outcome isn't known yet.
pub(super) fn notes(now: ServerTime) -> Vec<Note> {
    let mut notes = all_notes();
    notes.retain(|note| !note.is_stale(now));
    notes
}

/// The one of this key.
pub(super) fn note_of(key: &KeyId, now: ServerTime) -> Option<Note> {
    notes(now).into_iter().find(|note| note.key_id == *key)
}

/// Remembers that a request is about to be sent.
pub(super) fn remember(note: &Note) {
    let mut notes = all_notes();
    notes.retain(|there| there.key_id != note.key_id);
    notes.push(note.clone());
    keep(&notes);
}

/// What became of it is known.
pub(super) fn forget(key: &KeyId) {
    let mut notes = all_notes();
    notes.retain(|note| note.key_id != *key);
    keep(&notes);
}

fn all_notes() -> Vec<Note> {
    Kept::Rotation.read().lines().filter_map(Note::parse).collect()
}

fn keep(notes: &[Note]) {
    Kept::Rotation.write(&notes.iter().map(|note| format!("{note}\n")).collect::<String>());
}
