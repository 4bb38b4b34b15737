//! How often keys were used, where the session may know it. Responses, failed ones too, are reused for a minute.

use std::{future::Future, pin::Pin, sync::Arc};

use leptos::prelude::*;
use portal_api::{Cause, Key, KeyId, MINUTE, Route, ServerTime, Verifications};
use portal_core::{
    keys::{
        rotation::key_use::Requests,
        usage::{BucketWindow, RecordedUsage, UsageBar, UsagePeriod},
    },
    retry,
    time::ClientTime,
};

use crate::{
    browser,
    session::{SessionHandle, use_session},
};

/// For how many milliseconds a response is reused.
const REUSED_FOR_MS: i64 = MINUTE;

/// Why it isn't known how often a key was used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NoUsage {
    /// The API has no analytics: its answer has no data at all.
    NotRecorded,
    /// The request failed, or its answer tells nothing of the key.
    Unavailable,
}

/// Access to `getVerifications`.
#[derive(Clone, Copy)]
pub(crate) struct UsageAccess {
    session: SessionHandle,
    /// Whether the API has answered that this session may not.
    is_refused: RwSignal<bool>,
    cache: StoredValue<Vec<CachedUsage>>,
    /// The server asked for no request before this time.
    not_before: StoredValue<Option<ServerTime>>,
}

/// A response, and the request that it answers.
#[derive(Clone)]
struct CachedUsage {
    key: KeyId,
    period: UsagePeriod,
    at: ClientTime,
    window: BucketWindow,
    /// None where the request failed.
    response: Option<Arc<Verifications>>,
}

impl CachedUsage {
    fn is_fresh(&self, now: ClientTime) -> bool {
        now.0.saturating_sub(self.at.0) < REUSED_FOR_MS
    }
}

impl UsageAccess {
    /// Nothing is requested yet.
    pub(crate) fn new() -> Self {
        Self {
            session: use_session(),
            is_refused: RwSignal::new(false),
            cache: StoredValue::new(Vec::new()),
            not_before: StoredValue::new(None),
        }
    }

    /// Whether usage may be requested, as far as is known.
    pub(crate) fn allowed(self) -> bool {
        self.session.config().show.usage && !self.is_refused.get()
    }

    /// The requests with `key` in a period that ends now.
    pub(crate) async fn requests(self, key: &Key, period: UsagePeriod) -> Requests {
        let Some((window, response)) = self.period(key, period).await else { return Requests::Unavailable };
        match RecordedUsage::of(&key.key_id, &response) {
            RecordedUsage::NotRecorded => Requests::NotRecorded,
            _ => window.requests(key, &response).map_or(Requests::Unavailable, Requests::Counted),
        }
    }

    /// The last 24 hours of `key`, hour by hour.
    ///
    /// # Errors
    /// Why that isn't known.
    pub(crate) async fn last_day(self, key: &Key) -> Result<Vec<UsageBar>, NoUsage> {
        let (window, response) = self.period(key, UsagePeriod::Day).await.ok_or(NoUsage::Unavailable)?;
        match RecordedUsage::of(&key.key_id, &response) {
            RecordedUsage::NotRecorded => Err(NoUsage::NotRecorded),
            _ => window.bars(key, &response).ok_or(NoUsage::Unavailable),
        }
    }

    /// Before when the server wants no request; none where it said nothing.
    pub(crate) fn not_before(self) -> Option<ServerTime> {
        self.not_before.get_value()
    }

    /// The user tries again: what failed is requested anew.
    pub(crate) fn forget_failures(self) {
        self.not_before.set_value(None);
        self.cache.update_value(|cache| cache.retain(|cached| cached.response.is_some()));
    }

    /// The verifications of one key in a window; none where they can't be known now. Boxed: one future type for all callers.
    pub(crate) fn records(
        self,
        window: BucketWindow,
        key: KeyId,
    ) -> Pin<Box<dyn Future<Output = Option<Verifications>>>> {
        Box::pin(async move {
            let now = self.session.now();
            // The session may have ended since the caller's last request.
            let is_allowed =
                self.is_refused.try_get_untracked() == Some(false) && untrack(|| self.session.config()).show.usage;
            if !is_allowed || self.not_before.try_get_value()?.is_some_and(|moment| now < moment) {
                return None;
            }
            let reply = self.session.read(Route::GetVerifications, &window.request(key)).await?;
            match reply.meaning {
                Ok(response) => Some(response),
                Err(failure) => {
                    self.not_before.try_set_value(retry::not_before(&failure, now));
                    if failure.cause == Cause::NotAllowed {
                        self.is_refused.try_set(true);
                    }
                    None
                }
            }
        })
    }

    async fn period(self, key: &Key, period: UsagePeriod) -> Option<(BucketWindow, Arc<Verifications>)> {
        let now = browser::now();
        let is_same =
            |cached: &CachedUsage| cached.key == key.key_id && cached.period == period && cached.is_fresh(now);
        let cached = self.cache.try_with_value(|cache| cache.iter().find(|cached| is_same(cached)).cloned())?;
        if let Some(cached) = cached {
            return Some((cached.window, cached.response?));
        }
        let window = period.window(self.session.now());
        let response = self.records(window, key.key_id.clone()).await.map(Arc::new);
        let cached =
            CachedUsage { key: key.key_id.clone(), period, at: browser::now(), window, response: response.clone() };
        self.cache.try_update_value(|cache| {
            cache.retain(|cached| cached.is_fresh(now));
            cache.push(cached);
        })?;
        Some((window, response?))
    }
}

#[cfg(test)]
mod tests {
    use portal_core::session::SessionState;
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;
    use crate::testing::with_owner;

    #[wasm_bindgen_test]
    async fn a_request_after_the_end_of_the_session_is_not_made() {
        let (_app, session) = with_owner(|| SessionHandle::stub(SessionState::Starting, "{}"));
        let (pages, access) = with_owner(|| {
            provide_context(session);
            UsageAccess::new()
        });
        pages.cleanup();
        let window = UsagePeriod::Hour.window(session.now());
        assert!(access.records(window, KeyId::new("key_1")).await.is_none());
    }
}
