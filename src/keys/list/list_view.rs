//! What of the list is shown: kept here, and in the address for a link, a reload and Back.

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
};

/// How long a search rests before it stands in the address, in milliseconds.
const REST_MS: u32 = 300;

/// The view, and its way into the address.
#[derive(Clone, Copy)]
pub(crate) struct ListView {
    store: KeysStore,
    view: RwSignal<KeysView>,
    go: Callback<String>,
    /// Towards the address.
    writing: Debounce,
}

impl ListView {
    /// Reads the address, and follows it.
    pub(crate) fn from_address(store: KeysStore) -> Self {
        let search = use_location().search;
        let navigate = use_navigate();
        let go = Callback::new(move |address: String| {
            navigate(&address, NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() });
        });
        let this = Self {
            store,
            view: RwSignal::new(KeysView::read(&search.get_untracked())),
            go,
            writing: Debounce::new(REST_MS),
        };
        // Back and Forward. The address never has more than the view: a search that looks like a key isn't in it.
        Effect::watch(
            move || search.get(),
            move |search, _, _| {
                if this.written(search).trim_start_matches('?') != search && !this.writing.is_pending() {
                    this.view.set(KeysView::read(search));
                }
            },
            false,
        );
        Effect::new(move |_| {
            store.want(this.view.with(LoadTarget::for_view));
            // With each page it may turn out that what is searched for is a key.
            store.list().track();
            if !this.writing.is_pending() {
                this.write();
            }
        });
        this
    }

    /// What is shown.
    pub(crate) const fn view(self) -> RwSignal<KeysView> {
        self.view
    }

    /// Shows something else.
    pub(crate) fn change(self, change: impl FnOnce(&mut KeysView)) {
        self.writing.cancel();
        self.view.update(change);
    }

    /// Searches for something else; the address follows when the typing rests.
    pub(crate) fn search(self, query: String) {
        self.writing.call(move || self.write());
        self.view.update(|view| view.query = query);
    }

    /// The typing has come to its end: whoever leaves now finds the list again as they left it.
    pub(crate) fn settle(self) {
        if self.writing.cancel() {
            self.write();
        }
    }

    /// What is searched for, if it looks like a whole key.
    pub(crate) fn whole_key(self) -> Option<String> {
        self.view
            .with(|view| self.store.list().with(|list| looks_like_key(&view.query, list).then(|| view.query.clone())))
    }

    fn written(self, search: &str) -> String {
        self.view.with_untracked(|view| self.store.list().with_untracked(|list| view.write(search, list)))
    }

    /// Says in the address what is shown. The entry in the history stays the same: Back leaves the list, and comes back to
    /// it as it was.
    fn write(self) {
        let address = browser::address();
        let (address, hash) = address.find('#').map_or((&*address, ""), |at| address.split_at(at));
        let (path, search) = address.split_once('?').unwrap_or((address, ""));
        // The page may have been left already.
        if path != Page::Keys.path() {
            return;
        }
        let written = self.written(search);
        self.store.shown_at([path, &written].concat());
        if written.trim_start_matches('?') != search {
            self.go.run([path, &written, hash].concat());
        }
    }
}
