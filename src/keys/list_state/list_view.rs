//! What of the list is shown: search, filters and order. Kept in a signal, and in the address for a link, a reload and Back.

use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};
use portal_core::{
    keys::{identify::looks_like_key, list::LoadTarget, view::KeysView},
    page::Page,
};

use crate::{
    browser::{self, debounce::Debounce},
    keys::store::KeysStore,
    ui::{effect, on_change},
};

/// After how many milliseconds without a typed letter a search is written to the address.
const SEARCH_WRITTEN_AFTER_MS: u32 = 300;

/// The least time between two changes of the address, in milliseconds: browsers refuse too many.
const WRITE_INTERVAL_MS: u32 = 300;

/// The view, kept in step with the address.
#[derive(Clone, Copy)]
pub(crate) struct ListView {
    store: KeysStore,
    view: RwSignal<KeysView>,
    replace_address: Callback<String>,
    /// Pending while a search is typed.
    pending_write: Debounce,
    /// Pending for a while after each change of the address.
    pause: Debounce,
    /// What the address is to be after the pause.
    unwritten: StoredValue<Option<String>>,
}

impl ListView {
    /// Reads the address, and follows it.
    pub(crate) fn from_address(store: KeysStore) -> Self {
        let query = use_location().search;
        let navigate = use_navigate();
        let list_view = Self {
            store,
            view: RwSignal::new(KeysView::read(&query.get_untracked())),
            replace_address: Callback::new(move |address: String| {
                let options = NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
                navigate(&address, options);
            }),
            pending_write: Debounce::new(SEARCH_WRITTEN_AFTER_MS),
            pause: Debounce::new(WRITE_INTERVAL_MS),
            unwritten: StoredValue::new(None),
        };
        on_cleanup(move || list_view.write_before_leaving());
        // Back and Forward. The address may hold less than the view, never more: a search that looks like a key isn't in it.
        on_change(
            move || query.track(),
            move || {
                let query = query.get_untracked();
                let is_own = list_view.query(&query).trim_start_matches('?') == query;
                if !is_own && !list_view.pending_write.is_pending() {
                    list_view.view.set(KeysView::read(&query));
                }
            },
        );
        effect(move || {
            store.load_to(list_view.view.with(LoadTarget::for_view));
            // Whether a search looks like a key depends on the keys.
            store.list().track();
            if !list_view.pending_write.is_pending() {
                list_view.write_address();
            }
        });
        list_view
    }

    /// What is shown.
    pub(crate) const fn get(self) -> RwSignal<KeysView> {
        self.view
    }

    /// Changes filters or order; the address follows at once, or soon if it has just changed.
    pub(crate) fn update(self, change: impl FnOnce(&mut KeysView)) {
        self.pending_write.cancel();
        self.view.update(change);
    }

    /// Changes the search; the address follows when nobody has typed for a moment.
    pub(crate) fn search(self, query: String) {
        self.pending_write.call(move || self.write_address());
        self.view.update(|view| view.query = query);
    }

    /// Writes a pending search to the address: whoever leaves the field now finds the list again as it was.
    pub(crate) fn flush(self) {
        if self.pending_write.cancel() {
            self.write_address();
        }
    }

    /// The search, if it looks like a whole key.
    pub(crate) fn searched_key(self) -> Option<String> {
        self.view
            .with(|view| self.store.list().with(|list| looks_like_key(&view.query, list).then(|| view.query.clone())))
    }

    /// The address's query for the view. Parameters of others in `query` stay.
    fn query(self, query: &str) -> String {
        self.view.with_untracked(|view| self.store.list().with_untracked(|list| view.write(query, list)))
    }

    /// Writes the view to the address. The history entry stays the same: Back leaves the list, and returns to it as it was.
    fn write_address(self) {
        let address = browser::address();
        let (address, hash) = address.find('#').map_or((&*address, ""), |at| address.split_at(at));
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        // The page may have been left meanwhile.
        if path != Page::Keys.path() {
            return;
        }
        let new_query = self.query(query);
        self.store.set_list_address([path, &new_query].concat());
        let is_changed = new_query.trim_start_matches('?') != query;
        self.unwritten.set_value(is_changed.then(|| [path, &new_query, hash].concat()));
        if !self.pause.is_pending() {
            self.write_unwritten();
        }
    }

    fn write_unwritten(self) {
        if let Some(address) = self.unwritten.try_update_value(Option::take).flatten() {
            self.replace_address.run(address);
            self.pause.call(move || self.write_unwritten());
        }
    }

    /// The address bar changes after the next page is shown: Back leads to the list as it was.
    fn write_before_leaving(self) {
        let unwritten = self.unwritten.try_update_value(Option::take).flatten();
        let is_still_here = browser::address().split(['?', '#']).next() == Some(&Page::Keys.path());
        if let Some(address) = unwritten.filter(|_| is_still_here) {
            browser::replace_address(&address);
        }
    }
}
