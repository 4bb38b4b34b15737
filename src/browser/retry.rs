//! Retries of reads with back-off. Requests that change something are never repeated.

use std::ops::ControlFlow;

use portal_api::Failure;
use portal_core::retry;

use super::{random, sleep};

/// How often a back-off looks whether it should end early, in milliseconds.
const POLL_MS: u32 = 100;

/// Counts the failed attempts of one request.
pub(crate) struct Backoff {
    attempts: u32,
}

impl Backoff {
    /// Before the first attempt.
    pub(crate) const fn new() -> Self {
        Self { attempts: 0 }
    }

    /// Call after an attempt failed. The delay before the next one, in milliseconds; None when another automatic attempt
    /// won't help, and the count starts again.
    pub(crate) fn next_delay_ms(&mut self, failure: &Failure) -> Option<u32> {
        self.attempts += 1;
        let delay_ms = retry::delay_ms(failure, self.attempts, random());
        if delay_ms.is_none() {
            self.attempts = 0;
        }
        delay_ms
    }
}

/// Waits for `delay_ms` milliseconds, or for ever without one, while `step` says so. `step` gets the seconds that are left
/// (rounded up), for a countdown on screen, and answers: [`ControlFlow::Break`] ends the wait at once, and
/// `Continue(false)` stops the clock, for example while there is no network.
pub(crate) async fn wait(delay_ms: Option<u32>, mut step: impl FnMut(Option<u32>) -> ControlFlow<(), bool>) {
    let mut left_ms = delay_ms;
    loop {
        let ControlFlow::Continue(is_running) = step(left_ms.map(|left| left.div_ceil(1_000))) else { return };
        if left_ms == Some(0) {
            return;
        }
        sleep(left_ms.map_or(POLL_MS, |left| left.min(POLL_MS))).await;
        if is_running {
            left_ms = left_ms.map(|left| left.saturating_sub(POLL_MS));
        }
    }
}
