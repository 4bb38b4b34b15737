//! The client's clock, timers and tasks.

use std::{
    future::{Future, poll_fn},
    pin::{Pin, pin},
    task::{Context, Poll, Waker},
};

use js_sys::{Date, Promise};
use portal_api::ServerTime;
use portal_core::time::ClientTime;
use wasm_bindgen_futures::JsFuture;

use super::window;

/// The time by the client's clock, which may be wrong.
pub(crate) fn now() -> ClientTime {
    ClientTime(Date::now() as i64)
}

/// Parses an HTTP date such as `Tue, 24 Nov 2026 02:05:32 GMT`.
pub(crate) fn parse_date(text: &str) -> Option<ServerTime> {
    let millis = Date::parse(text);
    millis.is_finite().then(|| ServerTime::from_millis(millis as i64))
}

/// Spawns a task. Boxed, so that the executor is compiled once and not for each future.
pub(crate) fn spawn(task: impl Future<Output = ()> + 'static) {
    let task: Pin<Box<dyn Future<Output = ()>>> = Box::pin(task);
    wasm_bindgen_futures::spawn_local(task);
}

/// As [`spawn`], but what the task does before its first wait is done when this returns.
pub(crate) fn spawn_now(task: impl Future<Output = ()> + 'static) {
    let mut task: Pin<Box<dyn Future<Output = ()>>> = Box::pin(task);
    // Nothing has to be woken: the executor asks the task again.
    if task.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending() {
        wasm_bindgen_futures::spawn_local(task);
    }
}

/// Waits for `delay_ms` milliseconds; in a background tab browsers round timers up to a second and more.
pub(crate) async fn sleep(delay_ms: u32) {
    let promise = Promise::new(&mut |resolve, _| {
        let delay_ms = i32::try_from(delay_ms).unwrap_or(i32::MAX);
        let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, delay_ms);
    });
    let _ = JsFuture::from(promise).await;
}

/// Waits for `future`, but for `limit_ms` milliseconds at most: None where it takes longer. It is dropped then; what it has
/// begun in the browser goes on.
pub(crate) async fn within<T>(limit_ms: u32, future: impl Future<Output = T>) -> Option<T> {
    let (mut future, mut limit) = (pin!(future), pin!(sleep(limit_ms)));
    poll_fn(|context| match future.as_mut().poll(context) {
        Poll::Ready(output) => Poll::Ready(Some(output)),
        Poll::Pending => limit.as_mut().poll(context).map(|()| None),
    })
    .await
}

/// Checks `condition` at once and then every `poll_ms` milliseconds until it holds. False when it didn't within
/// `timeout_ms`, counted in polls.
pub(crate) async fn wait_until(mut condition: impl FnMut() -> bool, poll_ms: u32, timeout_ms: u32) -> bool {
    for _ in 0..timeout_ms / poll_ms.max(1) {
        if condition() {
            return true;
        }
        sleep(poll_ms).await;
    }
    false
}

#[cfg(test)]
mod tests {
    use std::{cell::Cell, rc::Rc};

    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    #[wasm_bindgen_test]
    async fn a_condition_that_holds_is_not_waited_for() {
        let checks = Cell::new(0);
        let holds = || {
            checks.set(checks.get() + 1);
            true
        };
        assert!(wait_until(holds, 60_000, 120_000).await);
        assert_eq!(checks.get(), 1);
    }

    #[wasm_bindgen_test]
    async fn waiting_ends_when_the_condition_holds() {
        let checks = Cell::new(0);
        let holds = || {
            checks.set(checks.get() + 1);
            checks.get() == 3
        };
        assert!(wait_until(holds, 1, 10).await);
    }

    #[wasm_bindgen_test]
    async fn waiting_ends_with_the_timeout() {
        let checks = Cell::new(0);
        let never = || {
            checks.set(checks.get() + 1);
            false
        };
        assert!(!wait_until(never, 2, 10).await);
        assert_eq!(checks.get(), 5);
        assert!(!wait_until(|| false, 0, 3).await);
    }

    #[wasm_bindgen_test]
    async fn what_never_ends_is_waited_for_until_the_limit() {
        assert_eq!(within(10, std::future::pending::<()>()).await, None);
        let in_time = async {
            sleep(1).await;
            5
        };
        assert_eq!(within(10_000, in_time).await, Some(5));
    }

    #[wasm_bindgen_test]
    async fn a_task_that_begins_at_once_waits_like_any_other() {
        let steps = Rc::new(Cell::new(0));
        let seen = Rc::clone(&steps);
        spawn_now(async move {
            seen.set(1);
            sleep(1).await;
            seen.set(2);
        });
        assert_eq!(steps.get(), 1);
        assert!(wait_until(|| steps.get() == 2, 1, 2_000).await);
    }

    #[wasm_bindgen_test]
    fn all_three_forms_of_an_http_date_are_read() {
        for text in ["Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994 GMT"]
        {
            assert_eq!(parse_date(text), Some(ServerTime::from_millis(784_111_777_000)), "{text}");
        }
    }

    #[wasm_bindgen_test]
    fn the_date_header_of_a_response_is_read() {
        assert_eq!(parse_date("Thu, 01 Jan 1970 00:00:01 GMT"), Some(ServerTime::from_millis(1_000)));
        assert_eq!(parse_date("yesterday"), None);
    }
}
