//! The list of keys, loaded page by page and kept while the session lasts.

mod loading;

use leptos::prelude::*;
use portal_api::{Cause, Failure, Key, KeyId, ServerTime};
use portal_core::{
    keys::{
        list::{KeyList, LoadTarget},
        table::coarse_now,
    },
    page::Page,
    retry,
};

use crate::{
    session::{SessionHandle, use_session},
    ui::on_change,
};

/// The list, and the state of its loading.
#[derive(Clone, Copy)]
pub(crate) struct KeysStore {
    session: SessionHandle,
    list: RwSignal<KeyList>,
    progress: RwSignal<Progress>,
    target: RwSignal<LoadTarget>,
    loaded_at: RwSignal<Option<ServerTime>>,
    clock: RwSignal<ServerTime>,
    now: Memo<ServerTime>,
    /// Set when the user ends a back-off.
    retry_requested: StoredValue<bool>,
    list_address: StoredValue<String>,
    last_opened: StoredValue<Option<KeyId>>,
}

/// The state of loading.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Progress {
    /// A page is under way, or the next one is paced.
    Loading,
    /// A page failed and will be retried.
    Waiting {
        failure: Failure,
        /// Seconds until the retry.
        seconds: u32,
    },
    /// A page failed, and only the user can retry it.
    Failed(Failure),
    /// Nothing is under way.
    Resting,
}

impl KeysStore {
    /// An empty list, which begins to load.
    pub(crate) fn new() -> Self {
        let session = use_session();
        let (list, clock) = (RwSignal::new(KeyList::default()), session.clock());
        let store = Self {
            session,
            list,
            progress: RwSignal::new(Progress::Resting),
            target: RwSignal::new(LoadTarget::default()),
            loaded_at: RwSignal::new(None),
            clock,
            now: Memo::new(move |before: Option<&ServerTime>| {
                list.with(|list| coarse_now(before.copied(), clock.get(), list))
            }),
            retry_requested: StoredValue::new(false),
            list_address: StoredValue::new(Page::Keys.path()),
            last_opened: StoredValue::new(None),
        };
        store.resume();
        let online = session.online();
        on_change(
            move || online.track(),
            move || {
                if online.get_untracked() {
                    store.on_network_back();
                }
            },
        );
        store
    }

    fn on_network_back(self) {
        let now = self.session.now();
        // A lost network doesn't shorten the time that the server has asked for.
        let is_due = |failure: &Failure| retry::not_before(failure, now).is_none_or(|moment| moment <= now);
        match self.progress.get_untracked() {
            Progress::Waiting { failure, .. } if is_due(&failure) => self.retry_now(),
            Progress::Failed(failure) if failure.cause == Cause::Temporary && is_due(&failure) => self.resume(),
            _ => {}
        }
    }

    /// The keys that are loaded.
    pub(crate) const fn list(self) -> RwSignal<KeyList> {
        self.list
    }

    /// When the last page was loaded.
    pub(crate) const fn loaded_at(self) -> RwSignal<Option<ServerTime>> {
        self.loaded_at
    }

    /// The server's time, updated each second.
    pub(crate) const fn clock(self) -> RwSignal<ServerTime> {
        self.clock
    }

    /// The time by which keys are described: updated every 15 seconds, and at once when a key expires.
    pub(crate) const fn now(self) -> Memo<ServerTime> {
        self.now
    }

    /// The state of loading.
    pub(crate) const fn progress(self) -> RwSignal<Progress> {
        self.progress
    }

    /// The address of the list as it was last shown, with its search and filters.
    pub(crate) fn list_address(self) -> String {
        self.list_address.get_value()
    }

    /// See [`Self::list_address`].
    pub(crate) fn set_list_address(self, address: String) {
        self.list_address.set_value(address);
    }

    /// The key whose page was opened last: back in the list, it is the current row.
    pub(crate) fn last_opened(self) -> Option<KeyId> {
        self.last_opened.get_value()
    }

    /// See [`Self::last_opened`].
    pub(crate) fn set_last_opened(self, id: KeyId) {
        self.last_opened.set_value(Some(id));
    }

    /// Adds a key, or replaces the one with its id.
    pub(crate) fn upsert(self, keys: Vec<Key>) {
        self.list.update(|list| keys.into_iter().for_each(|key| list.upsert(key)));
    }
}

#[cfg(test)]
mod tests {
    use portal_api::no_response;
    use portal_core::session::SessionState;
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;
    use crate::testing::with_owner;

    /// Whether a list that failed is requested when the network is back.
    fn is_requested(failure: impl FnOnce(ServerTime) -> Failure) -> bool {
        let (_owner, is_requested) = with_owner(|| {
            let session = SessionHandle::stub(SessionState::Starting, "{}");
            let store = KeysStore::new();
            store.progress().set(Progress::Failed(failure(session.now())));
            store.on_network_back();
            store.progress().with_untracked(|progress| *progress == Progress::Loading)
        });
        is_requested
    }

    #[wasm_bindgen_test]
    fn a_network_that_is_back_does_not_shorten_the_servers_delay() {
        let failed = |now: ServerTime, ago_ms: i64| Failure { at: Some(now.plus(-ago_ms)), ..no_response() };
        let delayed = |now, ago_ms| Failure { wait_s: Some(7_200), ..failed(now, ago_ms) };
        assert!(is_requested(|now| failed(now, 0)));
        assert!(!is_requested(|now| delayed(now, 3_600_000)));
        assert!(is_requested(|now| delayed(now, 7_201_000)));
        assert!(!is_requested(|now| Failure { cause: Cause::NotAllowed, ..failed(now, 0) }));
    }
}
