//! What a row shows.

use std::sync::Arc;

use portal_api::{Key, ServerTime};
use portal_core::keys::table::RowSlot;

use crate::{keys::rotation::button::rotate_label, text};

/// What a row shows: a key at a point in time, at its place in the list.
#[derive(Clone, PartialEq)]
pub(super) struct RowContent {
    pub(super) key: Arc<Key>,
    pub(super) slot: RowSlot,
    pub(super) now: ServerTime,
    /// Why the key can't be rotated now; none where it can.
    pub(super) rotation_blocker: Option<&'static str>,
    /// Whether the name alone doesn't say which key it is: others have the same, or it has none.
    pub(super) is_name_shared: bool,
    /// Whether Tab enters the list at this row. From row to row the arrow keys lead.
    pub(super) is_tab_stop: bool,
}

impl RowContent {
    /// The row's `tabindex`.
    pub(super) const fn tab_index(&self) -> &'static str {
        if self.is_tab_stop { "0" } else { "-1" }
    }

    /// The accessible name of the link, where its text is not enough.
    pub(super) fn link_label(&self) -> Option<String> {
        self.is_name_shared.then(|| text::key_name_and_start(&self.key))
    }

    /// The accessible name of the button that rotates the key.
    pub(super) fn rotate_label(&self) -> String {
        rotate_label(&self.key, self.is_name_shared)
    }
}
