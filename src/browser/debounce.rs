//! Debouncing: an action runs once no other has been requested for a while.

use std::time::Duration;

use leptos::prelude::*;

/// A debounce timer. It is cancelled when its reactive owner is cleaned up.
#[derive(Clone, Copy)]
pub(crate) struct Debounce {
    delay: Duration,
    timer: StoredValue<Option<TimeoutHandle>>,
}

impl Debounce {
    /// Runs an action `delay_ms` milliseconds after the last call.
    pub(crate) fn new(delay_ms: u32) -> Self {
        let this = Self { delay: Duration::from_millis(delay_ms.into()), timer: StoredValue::new(None) };
        on_cleanup(move || {
            this.cancel();
        });
        this
    }

    /// Schedules `action` in place of the one that is pending, and restarts the delay.
    pub(crate) fn call(self, action: impl FnOnce() + 'static) {
        self.cancel();
        let fire = move || {
            self.timer.try_set_value(None);
            action();
        };
        self.timer.try_set_value(set_timeout_with_handle(fire, self.delay).ok());
    }

    /// Whether an action is pending.
    pub(crate) fn is_pending(self) -> bool {
        self.timer.try_with_value(Option::is_some) == Some(true)
    }

    /// Cancels the pending action; whether there was one.
    pub(crate) fn cancel(self) -> bool {
        let timer = self.timer.try_update_value(Option::take).flatten();
        timer.map(|timer| timer.clear()).is_some()
    }
}

#[cfg(test)]
mod tests {
    use std::{cell::RefCell, rc::Rc};

    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;
    use crate::{
        browser::{sleep, wait_until},
        testing::with_owner,
    };

    type Log = Rc<RefCell<Vec<&'static str>>>;

    fn call(debounce: Debounce, log: &Log, name: &'static str) {
        let log = Rc::clone(log);
        debounce.call(move || log.borrow_mut().push(name));
    }

    #[wasm_bindgen_test]
    async fn of_several_calls_only_the_last_runs() {
        let log = Log::default();
        let (_owner, debounce) = with_owner(|| Debounce::new(20));
        for name in ["a", "ab", "abc"] {
            call(debounce, &log, name);
        }
        assert!(debounce.is_pending());
        assert!(wait_until(|| !debounce.is_pending(), 5, 2_000).await);
        assert_eq!(*log.borrow(), ["abc"]);
    }

    #[wasm_bindgen_test]
    async fn a_cancelled_call_does_not_run() {
        let log = Log::default();
        let (_owner, debounce) = with_owner(|| Debounce::new(1));
        call(debounce, &log, "cancelled");
        assert!(debounce.cancel());
        assert!(!debounce.cancel());
        sleep(20).await;
        assert!(log.borrow().is_empty());
    }

    #[wasm_bindgen_test]
    async fn a_call_of_a_page_that_was_left_does_not_run() {
        let log = Log::default();
        let (owner, debounce) = with_owner(|| Debounce::new(1));
        call(debounce, &log, "too late");
        owner.cleanup();
        sleep(20).await;
        assert!(log.borrow().is_empty());
        assert!(!debounce.is_pending());
    }
}
