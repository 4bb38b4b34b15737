//! What is done when something comes to rest: once, however often it was asked for before.

use std::time::Duration;

use leptos::prelude::*;

/// A timer that begins anew with each call. Nothing is done any more once what made it is gone.
#[derive(Clone, Copy)]
pub(crate) struct Debounce {
    rest: Duration,
    timer: StoredValue<Option<TimeoutHandle>>,
}

impl Debounce {
    /// At rest after so many milliseconds without a call.
    pub(crate) fn new(rest_ms: u32) -> Self {
        let this = Self { rest: Duration::from_millis(rest_ms.into()), timer: StoredValue::new(None) };
        on_cleanup(move || {
            this.cancel();
        });
        this
    }

    /// Does this at rest, instead of what was to be done.
    pub(crate) fn call(self, act: impl FnOnce() + 'static) {
        self.call_boxed(Box::new(act));
    }

    fn call_boxed(self, act: Box<dyn FnOnce()>) {
        self.cancel();
        let rested = move || {
            self.timer.try_set_value(None);
            act();
        };
        self.timer.try_set_value(set_timeout_with_handle(rested, self.rest).ok());
    }

    /// Whether there is something to be done.
    pub(crate) fn is_pending(self) -> bool {
        self.timer.try_with_value(Option::is_some) == Some(true)
    }

    /// Does nothing; whether there was something to be done.
    pub(crate) fn cancel(self) -> bool {
        let timer = self.timer.try_update_value(Option::take).flatten();
        timer.map(|timer| timer.clear()).is_some()
    }
}
