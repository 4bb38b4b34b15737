//! What the session knows of new keys that nobody has saved.

use leptos::{children::ViewFn, prelude::*};

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
