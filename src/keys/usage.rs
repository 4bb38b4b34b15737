//! How often a key is used, where the session may know it. Asked once: what fails isn't asked again before a minute is over.

use std::{future::Future, pin::Pin, sync::Arc};

use leptos::prelude::*;
use portal_api::{Cause, Key, KeyId, MINUTE, Route, Verifications};
use portal_core::{
    keys::usage::{BucketWindow, Usage, UsageBar, UsagePeriod},
    time::ClientTime,
};

use crate::{
    browser,
    session::{SessionHandle, use_session},
};

/// For how long an answer is good, in milliseconds.
const GOOD_FOR_MS: i64 = MINUTE;

/// The way to the records of what keys were used for.
#[derive(Clone, Copy)]
pub(crate) struct UsageAccess {
    session: SessionHandle,
    /// The API said that this session may not.
    refused: RwSignal<bool>,
    answers: StoredValue<Vec<Kept>>,
}

/// An answer, and what it answered.
#[derive(Clone)]
struct Kept {
    key: KeyId,
    span: UsagePeriod,
    at: ClientTime,
    window: BucketWindow,
    answer: Option<Arc<Verifications>>,
}

impl Kept {
    fn is_good(&self, now: ClientTime) -> bool {
        now.0.saturating_sub(self.at.0) < GOOD_FOR_MS
    }
}

impl UsageAccess {
    /// Nothing is asked yet.
    pub(crate) fn new() -> Self {
        Self { session: use_session(), refused: RwSignal::new(false), answers: StoredValue::new(Vec::new()) }
    }

    /// Whether usage may be asked for, as far as is known.
    pub(crate) fn allowed(self) -> bool {
        self.session.config().show.usage && !self.refused.get()
    }

    /// How often `key` was used in the last hour, day and week.
    pub(crate) async fn usage(self, key: &Key) -> Usage {
        let mut usage = Usage::default();
        for (span, number) in [
            (UsagePeriod::Hour, &mut usage.hour),
            (UsagePeriod::Day, &mut usage.day),
            (UsagePeriod::Week, &mut usage.week),
        ] {
            if let Some((window, answer)) = self.span(key, span).await {
                *number = window.requests(key, &answer);
            }
        }
        usage
    }

    /// The last 24 hours of `key`, hour by hour; none where nobody can say.
    pub(crate) async fn last_day(self, key: &Key) -> Option<Vec<UsageBar>> {
        let (window, answer) = self.span(key, UsagePeriod::Day).await?;
        window.bars(key, &answer)
    }

    /// What is recorded of one key in a window. None where that can't be known now.
    pub(crate) fn records(
        self,
        window: BucketWindow,
        key: KeyId,
    ) -> Pin<Box<dyn Future<Output = Option<Verifications>>>> {
        // Boxed: one kind of future, whoever waits for it.
        Box::pin(async move {
            if !untrack(|| self.allowed()) {
                return None;
            }
            let reply = self.session.read(Route::GetVerifications, &window.request(key)).await?;
            match reply.meaning {
                Ok(answer) => Some(answer),
                Err(failure) => {
                    if failure.cause == Cause::NotAllowed {
                        self.refused.try_set(true);
                    }
                    None
                }
            }
        })
    }

    async fn span(self, key: &Key, span: UsagePeriod) -> Option<(BucketWindow, Arc<Verifications>)> {
        let now = browser::now();
        let same = |kept: &Kept| kept.key == key.key_id && kept.span == span && kept.is_good(now);
        if let Some(kept) = self.answers.try_with_value(|answers| answers.iter().find(|kept| same(kept)).cloned())? {
            return Some((kept.window, kept.answer?));
        }
        let window = span.window(self.session.now());
        let answer = self.records(window, key.key_id.clone()).await.map(Arc::new);
        let kept = Kept { key: key.key_id.clone(), span, at: browser::now(), window, answer: answer.clone() };
        self.answers.try_update_value(|answers| {
            answers.retain(|kept| kept.is_good(now));
            answers.push(kept);
        })?;
        Some((window, answer?))
    }
}
