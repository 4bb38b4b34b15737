//! Requests that have ended, by their fingerprints, for a limited time.

use std::collections::{HashSet, VecDeque};

use tokio::time::Instant;

use super::idempotency_key::Fingerprint;

/// Requests that have ended. All are kept equally long, so that they are in the order in which they are forgotten.
#[derive(Debug, Default)]
pub(super) struct Ended {
    known: HashSet<Fingerprint>,
    oldest_first: VecDeque<(Instant, Fingerprint)>,
}

impl Ended {
    pub(super) fn len(&self) -> usize {
        self.known.len()
    }

    pub(super) fn contains(&self, fingerprint: &Fingerprint) -> bool {
        self.known.contains(fingerprint)
    }

    pub(super) fn add(&mut self, fingerprint: Fingerprint, until: Instant) {
        if self.known.insert(fingerprint) {
            self.oldest_first.push_back((until, fingerprint));
        }
    }

    pub(super) fn forget_expired(&mut self, now: Instant) {
        while self.oldest_first.front().is_some_and(|(until, _)| *until <= now) {
            self.forget_oldest();
        }
    }

    /// Whether there was one.
    pub(super) fn forget_oldest(&mut self) -> bool {
        let Some((_, fingerprint)) = self.oldest_first.pop_front() else { return false };
        self.known.remove(&fingerprint)
    }
}
