//! What a row shows.

use std::sync::Arc;

use portal_api::{Key, ServerTime};
use portal_core::keys::table::RowSlot;

/// What a row shows: a key at a point in time, at its place in the list.
#[derive(Clone, PartialEq)]
pub(super) struct RowContent {
    pub(super) key: Arc<Key>,
    pub(super) slot: RowSlot,
    pub(super) now: ServerTime,
    /// Why the key can't be rotated now; none where it can.
    pub(super) rotation_blocker: Option<&'static str>,
    /// Whether Tab enters the list at this row. From row to row the arrow keys lead.
    pub(super) is_tab_stop: bool,
}

impl RowContent {
    /// The row's `tabindex`.
    pub(super) const fn tab_index(&self) -> &'static str {
        if self.is_tab_stop { "0" } else { "-1" }
    }
}
