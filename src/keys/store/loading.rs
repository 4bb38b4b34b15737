//! Loads the list from the API, page by page: paced by the rate limit, retried with back-off.

use leptos::prelude::*;
use portal_api::{ApiResponse, Cause, Failure, Key, KeyId, ListKeysRequest, Quota, Route};
use portal_core::{
    keys::list::{Continuation, KeyList, LoadTarget},
    retry,
    session::Event,
};

use super::{KeysStore, Progress};
use crate::{browser, session::Reply};

impl KeysStore {
    /// Loads at least as far as `target`.
    pub(crate) fn load_to(self, target: LoadTarget) {
        if target > self.target.get_untracked() {
            self.target.set(target);
            if self.progress.with_untracked(|progress| *progress == Progress::Resting) {
                self.resume();
            }
        }
    }

    /// Goes on loading towards the target, after a failure too.
    pub(crate) fn resume(self) {
        match self.progress.get_untracked() {
            Progress::Loading | Progress::Waiting { .. } => {}
            Progress::Failed(_) | Progress::Resting => {
                self.progress.set(Progress::Loading);
                browser::spawn(self.load());
            }
        }
    }

    /// Ends a back-off.
    pub(crate) fn retry_now(self) {
        self.retry_requested.set_value(true);
    }

    /// Reads the whole list again and replaces the old one. None when the session has ended meanwhile.
    ///
    /// # Errors
    /// When a page can't be read; the old list stays.
    pub(crate) async fn reload(self) -> Option<Result<KeyList, Failure>> {
        let mut list = KeyList::default();
        let mut attempt = 1;
        while let Continuation::Page(cursor) = list.continuation().clone() {
            let Reply { meaning, quota } = self.request_page(cursor).await?;
            match meaning {
                Ok(response) => {
                    attempt = 1;
                    list.add_page(response.data, response.pagination);
                    browser::sleep(retry::page_delay_ms(quota)).await;
                }
                Err(failure) => match retry::delay_ms(&failure, attempt, browser::chance()) {
                    Some(wait_ms) => {
                        attempt += 1;
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

    async fn request_page(self, cursor: Option<KeyId>) -> Option<Reply<ApiResponse<Vec<Key>>>> {
        self.session.read(Route::ListKeys, &ListKeysRequest::page(cursor)).await
    }

    async fn load(self) {
        while let Some(Continuation::Page(cursor)) = self.list.try_with_untracked(|list| list.continuation().clone()) {
            let target = self.target.get_untracked();
            if self.list.with_untracked(|list| target.is_reached(list)) {
                break;
            }
            let Some(quota) = self.load_page(cursor).await else { return };
            self.progress.set(Progress::Loading);
            browser::sleep(retry::page_delay_ms(quota)).await;
        }
        self.progress.try_set(Progress::Resting);
    }

    /// Loads one page, with retries. None when they failed, or the session has ended.
    async fn load_page(self, cursor: Option<KeyId>) -> Option<Quota> {
        let mut attempt = 1;
        loop {
            let reply = self.request_page(cursor.clone()).await?;
            // The session may have ended while the response was under way.
            let is_first = self.list.try_with_untracked(|list| list.keys().is_empty())?;
            let failure = match reply.meaning {
                Ok(response) => {
                    self.list.update(|list| list.add_page(response.data, response.pagination));
                    self.loaded_at.set(Some(self.session.now()));
                    return Some(reply.quota);
                }
                Err(failure) => failure,
            };
            if failure.cause == Cause::NotAllowed && is_first {
                self.session.tell(Event::NoPermissions(failure));
                return None;
            }
            let Some(wait_ms) = retry::delay_ms(&failure, attempt, browser::chance()) else {
                self.progress.set(Progress::Failed(failure));
                return None;
            };
            self.back_off(failure, wait_ms).await?;
            attempt += 1;
        }
    }

    /// Waits until the retry, and counts down in [`Progress::Waiting`]. Without a network the time doesn't count.
    async fn back_off(self, failure: Failure, wait_ms: u32) -> Option<()> {
        const STEP_MS: u32 = 100;
        self.retry_requested.try_set_value(false);
        let mut step = 0;
        while step <= wait_ms / STEP_MS {
            let seconds = (wait_ms - step * STEP_MS).div_ceil(1_000);
            let waiting = Progress::Waiting { failure: failure.clone(), seconds };
            if self.progress.try_get_untracked()? != waiting {
                self.progress.set(waiting);
            }
            if self.retry_requested.try_get_value()? {
                break;
            }
            browser::sleep(STEP_MS).await;
            if self.session.online().get_untracked() {
                step += 1;
            }
        }
        self.progress.try_get_untracked()?;
        self.progress.set(Progress::Loading);
        Some(())
    }
}
