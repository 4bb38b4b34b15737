//! What is known of the requests on old and new keys, by rotation. Kept beside the pages: a change of page asks nothing again.

use leptos::prelude::*;
use portal_api::KeyId;
use portal_core::{keys::rotation::handover::KeyHandover, time::ClientTime};

/// The last result for each rotation; rotations are told apart by their new key.
#[derive(Clone, Copy)]
pub(crate) struct TrafficCache(RwSignal<Vec<CachedTraffic>>);

struct CachedTraffic {
    new: KeyId,
    /// When it was requested last, by the client's clock.
    requested_at: ClientTime,
    handover: Option<KeyHandover>,
}

impl TrafficCache {
    /// An empty cache.
    pub(crate) fn new() -> Self {
        Self(RwSignal::new(Vec::new()))
    }

    /// The last result for the rotation to `new`; tracked.
    pub(crate) fn get(self, new: &KeyId) -> Option<KeyHandover> {
        self.0.with(|all| all.iter().find(|cached| cached.new == *new).and_then(|cached| cached.handover))
    }

    /// Whether the last request for this rotation is at least `interval_ms` ago.
    pub(crate) fn is_due(self, new: &KeyId, now: ClientTime, interval_ms: i64) -> bool {
        let age_ms = self.0.try_with_untracked(|all| {
            all.iter().find(|cached| cached.new == *new).map(|cached| now.0.saturating_sub(cached.requested_at.0))
        });
        // Negative where the clock was set back, which must not stop the requests.
        age_ms.is_some_and(|age_ms| age_ms.is_none_or(|age_ms| age_ms < 0 || age_ms >= interval_ms))
    }

    /// Records that a request is being made: another view of the same rotation must not make one as well.
    pub(crate) fn mark_requested(self, new: &KeyId, now: ClientTime) {
        self.0.try_update(|all| match all.iter_mut().find(|cached| cached.new == *new) {
            Some(cached) => cached.requested_at = now,
            None => all.push(CachedTraffic { new: new.clone(), requested_at: now, handover: None }),
        });
    }

    /// Stores a result.
    pub(crate) fn store(self, new: &KeyId, handover: KeyHandover) {
        self.0.try_update(|all| {
            all.iter_mut().filter(|cached| cached.new == *new).for_each(|cached| cached.handover = Some(handover));
        });
    }
}
