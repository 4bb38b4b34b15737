//! What outlives the pages: a new key that nobody has saved when the session ends.

use leptos::{children::ViewFn, prelude::*};
use portal_core::session::{SessionState, marker::SessionTag};

use super::{handle::SessionHandle, storage::StorageSlot};

/// What the session knows of new keys that were not saved. The key itself is with its dialog alone.
#[derive(Clone, Copy)]
pub(crate) struct UnsavedKey {
    /// Whether a new key that the user has not saved is shown in this tab: signing out would lose it.
    pub(crate) is_shown: RwSignal<bool>,
    /// Set when the user wants to sign out nevertheless; the dialog asks.
    pub(crate) sign_out_requested: RwSignal<bool>,
    /// Whether this tab has rotated a key whose new key nobody has.
    pub(crate) is_known: RwSignal<bool>,
    /// The dialog with the new key of a session that has ended.
    pub(crate) dialog: RwSignal<Option<ViewFn>>,
}

impl UnsavedKey {
    pub(super) fn new() -> Self {
        Self {
            is_shown: RwSignal::new(false),
            sign_out_requested: RwSignal::new(false),
            is_known: RwSignal::new(false),
            dialog: RwSignal::new(None),
        }
    }
}

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
