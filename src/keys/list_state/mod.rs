//! The state of the list of keys, which the page shares with the tools that are loaded later.

mod list_view;
mod navigation;

use leptos::prelude::*;
use portal_core::keys::{
    table::VisibleRows,
    view::{KeysView, SearchResults},
};

pub(crate) use self::{
    list_view::ListView,
    navigation::{ListNavigation, link_id},
};
use crate::{keys::store::KeysStore, text};

/// From how many keys on the list has a toolbar.
const MIN_KEYS: usize = 8;

/// The state of the list.
#[derive(Clone, Copy)]
pub(crate) struct ListState {
    pub(crate) store: KeysStore,
    pub(crate) view: ListView,
    /// The search, if it looks like a whole key.
    pub(crate) searched_key: Memo<Option<String>>,
    /// Whether a search or a filter is set.
    pub(crate) is_filtered: Memo<bool>,
    /// The keys to show, in order.
    pub(crate) results: Memo<SearchResults>,
    pub(crate) navigation: ListNavigation,
    /// The rows that are rendered.
    pub(crate) rows: Memo<VisibleRows>,
    /// Whether the page is being printed.
    pub(crate) is_printed: RwSignal<bool>,
    /// Whether the shortcuts of a single key are on.
    pub(crate) shortcuts_are_on: RwSignal<bool>,
}

impl ListState {
    /// How many keys are shown, of how many, in words; tracked.
    pub(crate) fn count(self) -> String {
        self.results.with(|results| text::keys::found(results.len(), results.coverage, self.is_filtered.get()))
    }

    /// Whether there is something to search or to filter.
    pub(crate) fn has_toolbar(self) -> bool {
        self.is_filtered.get() || self.store.list().with(|list| !list.is_complete() || list.keys().len() >= MIN_KEYS)
    }

    /// Whether a filter is set.
    pub(crate) fn has_filter(self) -> bool {
        self.view.get().with(KeysView::has_filter)
    }
}
