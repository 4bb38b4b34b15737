//! Work that only one tab of this origin does at a time, by the Web Locks API.

use std::future::Future;

use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;

use super::window;

/// Waits for the lock `name`, runs `work` and releases the lock. Where the browser has no locks, or blocks them together
/// with cookies, `work` runs without one.
pub(crate) async fn with_lock(name: &str, work: impl Future<Output = ()>) {
    let lock = Lock::request(name, &Object::new()).await;
    work.await;
    lock.release();
}

/// Runs `work` if the lock `name` is free; false if another tab holds it. Without locks as [`with_lock`].
pub(crate) async fn try_with_lock(name: &str, work: impl Future<Output = ()>) -> bool {
    let options = Object::new();
    let _ = Reflect::set(&options, &"ifAvailable".into(), &JsValue::TRUE);
    let lock = Lock::request(name, &options).await;
    if lock.is_taken {
        return false;
    }
    work.await;
    lock.release();
    true
}

/// The answer to a request for a lock. Where the browser has none it counts as granted.
struct Lock {
    /// Resolves the promise for whose lifetime the browser holds the lock.
    release: Option<Function>,
    /// Another tab holds it, with `ifAvailable`.
    is_taken: bool,
}

impl Lock {
    async fn request(name: &str, options: &Object) -> Self {
        let mut release = None;
        let held = Promise::new(&mut |resolve, _| release = Some(resolve));
        // Resolves to whether the lock is taken; also when the request is refused.
        let answered = Promise::new(&mut |answer, _| {
            let on_refused = answer.clone();
            let held = held.clone();
            let on_answer = Closure::once_into_js(move |lock: JsValue| {
                let _ = answer.call1(&JsValue::NULL, &lock.is_null().into());
                held
            });
            if request_lock(name, options, &on_answer, &on_refused).is_none() {
                let _ = on_refused.call0(&JsValue::NULL);
            }
        });
        let is_taken = JsFuture::from(answered).await.is_ok_and(|taken| taken == JsValue::TRUE);
        let lock = Self { release, is_taken };
        if is_taken {
            lock.release();
            return Self { release: None, is_taken };
        }
        lock
    }

    fn release(&self) {
        if let Some(release) = &self.release {
            let _ = release.call0(&JsValue::NULL);
        }
    }
}

/// Calls `navigator.locks.request(name, options, on_answer)` and `on_refused` when its promise is rejected. By reflection,
/// since reading `navigator.locks` may throw. None where the API is missing or throws.
fn request_lock(name: &str, options: &Object, on_answer: &JsValue, on_refused: &Function) -> Option<()> {
    let locks = Reflect::get(&window().navigator(), &"locks".into()).ok()?;
    let request: Function = Reflect::get(&locks, &"request".into()).ok()?.dyn_into().ok()?;
    let promise: Promise = request.call3(&locks, &name.into(), options, on_answer).ok()?.dyn_into().ok()?;
    let then: Function = Reflect::get(&promise, &"then".into()).ok()?.dyn_into().ok()?;
    then.call2(&promise, &JsValue::UNDEFINED, on_refused).ok()?;
    Some(())
}

#[cfg(test)]
mod tests {
    use std::{cell::RefCell, rc::Rc};

    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;
    use crate::{
        browser::{sleep, spawn, wait_until},
        testing::NavigatorStub,
    };

    type Log = Rc<RefCell<Vec<String>>>;

    /// Work that logs its begin and its end, 20 ms later.
    fn work(log: &Log, name: &'static str) -> impl Future<Output = ()> + use<> {
        let log = Rc::clone(log);
        async move {
            log.borrow_mut().push(format!("{name} begins"));
            sleep(20).await;
            log.borrow_mut().push(format!("{name} ends"));
        }
    }

    #[wasm_bindgen_test]
    async fn work_under_one_lock_runs_one_after_the_other() {
        let log = Log::default();
        for name in ["first", "second"] {
            let work = work(&log, name);
            spawn(async move { with_lock("one", work).await });
        }
        assert!(wait_until(|| log.borrow().len() == 4, 5, 2_000).await);
        assert_eq!(*log.borrow(), ["first begins", "first ends", "second begins", "second ends"]);
    }

    #[wasm_bindgen_test]
    async fn work_under_two_locks_runs_side_by_side() {
        let log = Log::default();
        let right = work(&log, "right");
        with_lock("left", async {
            spawn(async move { with_lock("right", right).await });
            assert!(wait_until(|| log.borrow().len() == 2, 5, 2_000).await);
        })
        .await;
    }

    #[wasm_bindgen_test]
    async fn a_lock_that_is_held_is_refused() {
        let log = Log::default();
        with_lock("held", async {
            assert!(!try_with_lock("held", work(&log, "refused")).await);
        })
        .await;
        assert!(log.borrow().is_empty());
    }

    #[wasm_bindgen_test]
    async fn a_lock_that_is_free_is_granted() {
        let log = Log::default();
        assert!(try_with_lock("free", work(&log, "granted")).await);
        assert_eq!(log.borrow().len(), 2);
    }

    #[wasm_bindgen_test]
    async fn without_locks_in_the_browser_the_work_is_done() {
        let _stub = NavigatorStub::missing("locks");
        let log = Log::default();
        with_lock("none", work(&log, "first")).await;
        assert!(try_with_lock("none", work(&log, "second")).await);
        assert_eq!(log.borrow().len(), 4);
    }
}
