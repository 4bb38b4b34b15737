//! What outlives the pages: a new key that nobody has saved when the session ends.

use leptos::prelude::*;
use portal_core::session::{SessionState, marker::SessionTag};

use super::{handle::SessionHandle, storage::StorageSlot, unsaved_key::UnsavedKey};

impl SessionHandle {
    /// See [`UnsavedKey`].
    pub(crate) const fn unsaved_key(self) -> UnsavedKey {
        self.unsaved_key
    }

    /// The tag of the session that is open, or has ended.
    pub(crate) fn tag(self) -> Option<SessionTag> {
        self.state.with_untracked(SessionState::tag)
    }

    /// Records whether this tab has rotated a key, in the session with this tag, whose new key nobody has: for the screen at the
    /// session's end, also after a reload.
    pub(crate) fn know_unsaved_key(self, is_known: bool, of: Option<SessionTag>) {
        self.unsaved_key.is_known.set(is_known);
        let tag = of.filter(|_| is_known).map(|tag| tag.to_string());
        StorageSlot::UnsavedKeySession.write(&tag.unwrap_or_default());
    }

    /// As [`UnsavedKey::is_known`], for the screen at a session's end: also what was recorded before a reload.
    pub(crate) fn recall_unsaved_key(self) -> RwSignal<bool> {
        let stored = SessionTag::parse(&StorageSlot::UnsavedKeySession.read());
        if stored.is_some() && stored == self.tag() {
            self.unsaved_key.is_known.set(true);
        }
        self.unsaved_key.is_known
    }

    /// Whether the session with this tag has ended in a way that leaves a new key on screen.
    pub(crate) fn leaves_new_key(self, of: Option<SessionTag>) -> bool {
        let environment = self.environment();
        self.state.with_untracked(|state| state.leaves_new_key(of, &environment))
    }
}
