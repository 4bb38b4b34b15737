//! Retries of reads with back-off. Requests that change something are never repeated.

use portal_api::Failure;
use portal_core::retry;

use super::{now, random, sleep};

/// The interval of a wait's steps, in milliseconds.
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

    /// Call after an attempt succeeded, where more requests follow.
    pub(crate) const fn reset(&mut self) {
        self.attempts = 0;
    }

    /// Call after an attempt failed. The delay before the next one, in milliseconds; None when another automatic attempt
    /// won't help, and the count starts again.
    pub(crate) fn next_delay_ms(&mut self, failure: &Failure) -> Option<u32> {
        self.attempts += 1;
        let delay_ms = retry::delay_ms(failure, self.attempts, random());
        if delay_ms.is_none() {
            self.reset();
        }
        delay_ms
    }
}

/// The answer of a [`wait`]'s step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WaitStep {
    /// Go on waiting.
    Continue,
    /// Go on, but don't count the time, for example while there is no network.
    Pause,
    /// Don't wait any longer.
    End,
}

/// Waits for `delay_ms` milliseconds, or without an end if None. Every 100 ms it calls `step` with the seconds that are
/// left, rounded up, which can show them and end the wait. Counted by the clock: in a background tab the intervals are longer.
pub(crate) async fn wait(delay_ms: Option<u32>, mut step: impl FnMut(Option<u32>) -> WaitStep) {
    let mut left_ms = delay_ms;
    loop {
        let step = step(left_ms.map(|left| left.div_ceil(1_000)));
        if step == WaitStep::End || left_ms == Some(0) {
            return;
        }
        let sleep_ms = left_ms.map_or(POLL_MS, |left| left.min(POLL_MS));
        let slept_from = now().0;
        sleep(sleep_ms).await;
        // The clock may be set meanwhile.
        let slept_ms = u32::try_from(now().0.saturating_sub(slept_from)).unwrap_or_default().max(sleep_ms);
        if step == WaitStep::Continue {
            left_ms = left_ms.map(|left| left.saturating_sub(slept_ms));
        }
    }
}

#[cfg(test)]
mod tests {
    use portal_api::{Cause, no_response};
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    #[wasm_bindgen_test]
    fn after_five_attempts_nothing_is_retried_until_the_user_does() {
        let mut backoff = Backoff::new();
        let delays: Vec<_> = (0..6).map(|_| backoff.next_delay_ms(&no_response()).is_some()).collect();
        assert_eq!(delays, [true, true, true, true, false, true]);
    }

    #[wasm_bindgen_test]
    fn a_failure_that_does_not_pass_is_not_retried() {
        let failure = Failure { cause: Cause::NotAllowed, ..no_response() };
        assert_eq!(Backoff::new().next_delay_ms(&failure), None);
    }

    #[wasm_bindgen_test]
    async fn a_wait_counts_the_seconds_down() {
        let mut shown = Vec::new();
        wait(Some(1_100), |seconds| {
            shown.push(seconds.unwrap_or_default());
            WaitStep::Continue
        })
        .await;
        shown.dedup();
        assert_eq!(shown, [2, 1, 0]);
    }

    #[wasm_bindgen_test]
    async fn a_paused_wait_does_not_count() {
        let mut steps = 0;
        wait(Some(100), |seconds| {
            steps += 1;
            match steps {
                ..=3 => {
                    assert_eq!(seconds, Some(1));
                    WaitStep::Pause
                }
                _ => WaitStep::Continue,
            }
        })
        .await;
        assert_eq!(steps, 5);
    }

    #[wasm_bindgen_test]
    async fn a_wait_takes_its_time_however_slow_the_timers_are() {
        let steps = std::rc::Rc::new(std::cell::Cell::new(0));
        let counted = std::rc::Rc::clone(&steps);
        super::super::spawn(async move {
            // Keeps the page busy, so that timers are late.
            while counted.get() < 100 {
                let until = now().0 + 250;
                while now().0 < until {}
                sleep(0).await;
            }
        });
        wait(Some(1_000), |_| {
            steps.set(steps.get() + 1);
            WaitStep::Continue
        })
        .await;
        assert!(steps.get() <= 6, "{} steps of at least 250 ms", steps.get());
        steps.set(100);
    }

    #[wasm_bindgen_test]
    async fn a_wait_without_an_end_is_ended_by_its_step() {
        let mut steps = 0;
        wait(None, |seconds| {
            assert_eq!(seconds, None);
            steps += 1;
            if steps == 2 { WaitStep::End } else { WaitStep::Continue }
        })
        .await;
        assert_eq!(steps, 2);
    }
}
