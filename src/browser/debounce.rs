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
