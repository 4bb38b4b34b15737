//! Loads the list, page by page, and keeps it while the session lasts.

use leptos::prelude::*;
use portal_api::{ApiResponse, Cause, Failure, Key, KeyId, ListKeysRequest, Quota, Route, ServerTime};
use portal_core::{
    keys::{
        list::LoadTarget,
        list::{Continuation, KeyList},
        table::coarse_now,
    },
    page::Page,
    retry,
    session::Event,
};

use crate::{
    browser,
    session::{Reply, SessionHandle, use_session},
};

/// How often the time is looked at, in milliseconds.
const CLOCK_MS: u32 = 1_000;

/// The list, and how loading it goes.
#[derive(Clone, Copy)]
pub(crate) struct KeysStore {
    session: SessionHandle,
    list: RwSignal<KeyList>,
    progress: RwSignal<Progress>,
    /// How far to load.
    goal: RwSignal<LoadTarget>,
    /// When the last page came.
    loaded_at: RwSignal<Option<ServerTime>>,
    clock: RwSignal<ServerTime>,
    now: Memo<ServerTime>,
    /// Set by the user's hand while a wait runs.
    hurry: StoredValue<bool>,
    /// Where the way back to the list leads.
    address: StoredValue<String>,
    /// The key whose page was opened last.
    opened: StoredValue<Option<KeyId>>,
}

/// How loading goes.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Progress {
    /// A page is under way, or the next one is paced.
    Loading,
    /// A page failed and will be asked for again.
    Waiting {
        /// What it said.
        failure: Failure,
        /// Seconds until then.
        seconds: u32,
    },
    /// A page failed, and only the user's hand goes on.
    Failed(Failure),
    /// Nothing is under way.
    Resting,
}

impl KeysStore {
    /// Begins to load.
    pub(crate) fn new() -> Self {
        let session = use_session();
        let (list, clock) = (RwSignal::new(KeyList::default()), session.ticking(CLOCK_MS));
        let store = Self {
            session,
            list,
            progress: RwSignal::new(Progress::Resting),
            goal: RwSignal::new(LoadTarget::default()),
            loaded_at: RwSignal::new(None),
            clock,
            now: Memo::new(move |before: Option<&ServerTime>| {
                list.with(|list| coarse_now(before.copied(), clock.get(), list))
            }),
            hurry: StoredValue::new(false),
            address: StoredValue::new(Page::Keys.path()),
            opened: StoredValue::new(None),
        };
        store.go_on();
        // Back online it goes on by itself.
        Effect::watch(
            move || store.session.online().get(),
            move |online, _, _| {
                if *online {
                    store.network_came_back();
                }
            },
            false,
        );
        store
    }

    fn network_came_back(self) {
        self.hurry();
        let failed =
            |progress: &Progress| matches!(progress, Progress::Failed(failure) if failure.cause == Cause::Temporary);
        if self.progress.with_untracked(failed) {
            self.go_on();
        }
    }

    /// The keys so far.
    pub(crate) const fn list(self) -> RwSignal<KeyList> {
        self.list
    }

    /// When the last page came.
    pub(crate) const fn loaded_at(self) -> RwSignal<Option<ServerTime>> {
        self.loaded_at
    }

    /// The server's time, looked at each second.
    pub(crate) const fn clock(self) -> RwSignal<ServerTime> {
        self.clock
    }

    /// The time by which keys are described.
    pub(crate) const fn now(self) -> Memo<ServerTime> {
        self.now
    }

    /// The list's address as it was shown last.
    pub(crate) fn address(self) -> String {
        self.address.get_value()
    }

    /// The list is shown as this address says.
    pub(crate) fn shown_at(self, address: String) {
        self.address.set_value(address);
    }

    /// The key whose page was opened last: the keyboard comes back to it in the list.
    pub(crate) fn opened(self) -> Option<KeyId> {
        self.opened.get_value()
    }

    /// A key's page was opened.
    pub(crate) fn open(self, id: KeyId) {
        self.opened.set_value(Some(id));
    }

    /// How loading goes.
    pub(crate) const fn progress(self) -> RwSignal<Progress> {
        self.progress
    }

    /// Something needs the list as far as `goal`.
    pub(crate) fn want(self, goal: LoadTarget) {
        if goal > self.goal.get_untracked() {
            self.goal.set(goal);
            if self.progress.with_untracked(|progress| *progress == Progress::Resting) {
                self.go_on();
            }
        }
    }

    /// Goes on towards the goal, after a failure too.
    pub(crate) fn go_on(self) {
        match self.progress.get_untracked() {
            Progress::Loading | Progress::Waiting { .. } => {}
            Progress::Failed(_) | Progress::Resting => {
                self.progress.set(Progress::Loading);
                browser::spawn(self.load());
            }
        }
    }

    /// Ends the wait that runs.
    pub(crate) fn hurry(self) {
        self.hurry.set_value(true);
    }

    /// Puts keys in that are known without reading the list.
    pub(crate) fn put(self, keys: Vec<Key>) {
        self.list.update(|list| keys.into_iter().for_each(|key| list.upsert(key)));
    }

    /// Reads the whole list anew, and puts it in the old one's place. None when nobody is there any more.
    ///
    /// # Errors
    /// When a page can't be read; then the old list stays.
    pub(crate) async fn read_anew(self) -> Option<Result<KeyList, Failure>> {
        let mut list = KeyList::default();
        let mut tries = 1;
        while let Continuation::Page(cursor) = list.continuation().clone() {
            let Reply { meaning, quota } = self.page(cursor).await?;
            match meaning {
                Ok(answer) => {
                    tries = 1;
                    list.add_page(answer.data, answer.pagination);
                    browser::sleep(retry::page_delay_ms(quota)).await;
                }
                Err(failure) => match retry::delay_ms(&failure, tries, browser::chance()) {
                    Some(wait_ms) => {
                        tries += 1;
                        browser::sleep(wait_ms).await;
                    }
                    None => return Some(Err(failure)),
                },
            }
        }
        if self.list.try_set(list.clone()).is_some() {
            return None;
        }
        self.loaded_at.set(Some(self.session.now()));
        Some(Ok(list))
    }

    async fn page(self, cursor: Option<portal_api::KeyId>) -> Option<Reply<ApiResponse<Vec<Key>>>> {
        self.session.read(Route::ListKeys, &ListKeysRequest::page(cursor)).await
    }

    async fn load(self) {
        while let Some(Continuation::Page(cursor)) = self.list.try_with_untracked(|list| list.continuation().clone()) {
            let goal = self.goal.get_untracked();
            if self.list.with_untracked(|list| goal.is_reached(list)) {
                break;
            }
            let Some(quota) = self.load_page(cursor).await else { return };
            self.progress.set(Progress::Loading);
            browser::sleep(retry::page_delay_ms(quota)).await;
        }
        self.progress.try_set(Progress::Resting);
    }

    /// One page, tried again where that may help. None when it didn't, or when nobody is there any more.
    async fn load_page(self, cursor: Option<portal_api::KeyId>) -> Option<Quota> {
        let mut tries = 1;
        loop {
            let reply = self.page(cursor.clone()).await?;
            // The page was left while the answer was under way.
            let empty = self.list.try_with_untracked(|list| list.keys().is_empty())?;
            let failure = match reply.meaning {
                Ok(answer) => {
                    self.list.update(|list| list.add_page(answer.data, answer.pagination));
                    self.loaded_at.set(Some(self.session.now()));
                    return Some(reply.quota);
                }
                Err(failure) => failure,
            };
            if failure.cause == Cause::NotAllowed && empty {
                self.session.tell(Event::NoPermissions(failure));
                return None;
            }
            let Some(wait_ms) = retry::delay_ms(&failure, tries, browser::chance()) else {
                self.progress.set(Progress::Failed(failure));
                return None;
            };
            self.wait(failure, wait_ms).await?;
            tries += 1;
        }
    }

    async fn wait(self, failure: Failure, wait_ms: u32) -> Option<()> {
        const STEP_MS: u32 = 100;
        self.hurry.try_set_value(false);
        let mut step = 0;
        while step <= wait_ms / STEP_MS {
            let seconds = (wait_ms - step * STEP_MS).div_ceil(1_000);
            let shown = Progress::Waiting { failure: failure.clone(), seconds };
            if self.progress.try_get_untracked()? != shown {
                self.progress.set(shown);
            }
            if self.hurry.try_get_value()? {
                break;
            }
            browser::sleep(STEP_MS).await;
            // Without a network there is nothing to try: the time doesn't count.
            if self.session.online().get_untracked() {
                step += 1;
            }
        }
        self.progress.try_get_untracked()?;
        self.progress.set(Progress::Loading);
        Some(())
    }
}
