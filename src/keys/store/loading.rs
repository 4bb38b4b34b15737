//! Loads the list from the API, page by page: paced by the rate limit, retried with back-off.

use std::sync::Arc;

use leptos::prelude::*;
use portal_api::{ApiResponse, Cause, Failure, Key, KeyId, ListKeysRequest, Quota, Route};
use portal_core::{
    keys::list::{Continuation, KeyList, LoadTarget},
    retry,
    session::Event,
};

use super::{KeysStore, Progress};
use crate::{
    browser::{
        self,
        retry::{Backoff, WaitStep, wait},
    },
    session::Reply,
};

/// The longest delay before a page is requested again where no progress is shown, in milliseconds.
const MAX_UNSEEN_WAIT_MS: u32 = 60_000;

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
        let list = match self.read_list(LoadTarget::All).await? {
            Ok(list) => list,
            Err(failure) => return Some(Err(failure)),
        };
        if self.list.try_set(list.clone()).is_some() {
            return None;
        }
        self.on_loaded();
        Some(Ok(list))
    }

    /// Reads the list again as far as it is loaded, and adds the keys that are new. The outer None when the session has ended
    /// meanwhile, the inner one when a page can't be read: then nothing is added.
    pub(crate) async fn add_new_keys(self) -> Option<Option<KeyList>> {
        let target = self.list.try_with_untracked(LoadTarget::again)?;
        let read = self.read_list(target).await?.ok();
        if let Some(read) = &read {
            let is_new = |key: &&Arc<Key>| self.list.with_untracked(|list| list.get(&key.key_id).is_none());
            self.upsert(read.keys().iter().filter(is_new).map(|key| Key::clone(key)).collect());
        }
        Some(read)
    }

    /// Reads one key again. The outer None when the session has ended meanwhile, the inner one when the key can't be read:
    /// the server's cursor is a key's ID in practice, and no answer that begins with another key counts.
    pub(crate) async fn read_key(self, id: &KeyId) -> Option<Option<Key>> {
        let answer = self.read_page(&ListKeysRequest { limit: Some(1), cursor: Some(id.clone()) }).await?;
        let first = answer.ok().and_then(|(response, _)| response.data.into_iter().next());
        Some(first.filter(|key| key.key_id == *id))
    }

    async fn read_list(self, target: LoadTarget) -> Option<Result<KeyList, Failure>> {
        let mut list = KeyList::default();
        while let (false, Continuation::Page(cursor)) = (target.is_reached(&list), list.continuation().clone()) {
            match self.read_page(&ListKeysRequest::page(cursor)).await? {
                Ok((response, quota)) => {
                    list.add_page(response.data, response.pagination);
                    browser::sleep(retry::page_delay_ms(quota)).await;
                }
                Err(failure) => return Some(Err(failure)),
            }
        }
        Some(Ok(list))
    }

    /// Requests one page, with retries. None when the session has ended.
    async fn read_page(self, request: &ListKeysRequest) -> Option<Result<(ApiResponse<Vec<Key>>, Quota), Failure>> {
        let mut backoff = Backoff::new();
        loop {
            let Reply { meaning, quota } = self.session.read(Route::ListKeys, request).await?;
            let failure = match meaning {
                Ok(response) => return Some(Ok((response, quota))),
                Err(failure) => failure,
            };
            // Nobody sees this wait, so that it is left to the user where it is long.
            match backoff.next_delay_ms(&failure).filter(|delay_ms| *delay_ms <= MAX_UNSEEN_WAIT_MS) {
                Some(delay_ms) => browser::sleep(delay_ms).await,
                None => return Some(Err(failure)),
            }
        }
    }

    fn on_loaded(self) {
        self.list.with_untracked(|list| self.session.set_account(list.account()));
        self.loaded_at.set(Some(self.session.now()));
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
        let mut backoff = Backoff::new();
        loop {
            let reply = self.request_page(cursor.clone()).await?;
            // The session may have ended while the response was under way.
            let is_first = self.list.try_with_untracked(|list| list.keys().is_empty())?;
            let failure = match reply.meaning {
                Ok(response) => {
                    self.list.update(|list| list.add_page(response.data, response.pagination));
                    self.on_loaded();
                    return Some(reply.quota);
                }
                Err(failure) => failure,
            };
            if failure.cause == Cause::NotAllowed && is_first {
                self.session.dispatch(Event::NoPermissions(failure));
                return None;
            }
            let Some(delay_ms) = backoff.next_delay_ms(&failure) else {
                self.progress.set(Progress::Failed(failure));
                return None;
            };
            self.back_off(failure, delay_ms).await?;
        }
    }

    /// Waits until the retry, and counts down in [`Progress::Waiting`]. Without a network the time doesn't count.
    async fn back_off(self, failure: Failure, delay_ms: u32) -> Option<()> {
        self.retry_requested.try_set_value(false);
        wait(Some(delay_ms), |seconds| {
            let waiting = Progress::Waiting { failure: failure.clone(), seconds: seconds.unwrap_or_default() };
            match self.progress.try_get_untracked() {
                None => return WaitStep::End,
                Some(shown) if shown != waiting => self.progress.set(waiting),
                Some(_) => {}
            }
            match self.retry_requested.try_get_value() {
                Some(false) if self.session.online().get_untracked() => WaitStep::Continue,
                Some(false) => WaitStep::Pause,
                None | Some(true) => WaitStep::End,
            }
        })
        .await;
        // None when the session has ended meanwhile.
        self.progress.try_set(Progress::Loading).is_none().then_some(())
    }
}
