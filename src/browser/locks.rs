//! Work that only one tab of this origin does at a time, by the Web Locks API.

use std::future::Future;

use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;

use super::{window, within};

/// How long a lock is waited for, in milliseconds: a tab that the browser has frozen may never release it.
const LIMIT_MS: u32 = if cfg!(test) { 200 } else { 10_000 };

/// Waits for the lock `name`, runs `work` and releases the lock. Where another tab holds it for longer than is waited for,
/// `work` runs without it, and is told so by `false`. Where the browser has no locks, or blocks them together with cookies, it
/// runs at once.
pub(crate) async fn with_lock<W: Future<Output = ()>>(name: &str, work: impl FnOnce(bool) -> W) {
    let lock = Lock::request(name, &Object::new()).await;
    work(!lock.is_taken).await;
    lock.release();
}

/// Runs `work` if the lock `name` is free; false if another tab holds it, and where the browser doesn't answer. Without locks
/// as [`with_lock`].
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

/// A lock that this tab holds until this is dropped, so that other tabs can tell that the tab is there. Not waited for.
pub(crate) struct HeldLock(Option<Function>);

impl HeldLock {
    /// Takes the lock `name`, which other tabs only wait for.
    pub(crate) fn new(name: &str) -> Self {
        let mut release = None;
        let held = Promise::new(&mut |resolve, _| release = Some(resolve));
        let on_answer = Closure::once_into_js(move || held);
        if let Some(release) = &release {
            // Nobody waits where it is refused.
            let _ = request_lock(name, &Object::new(), &on_answer, release);
        }
        Self(release)
    }
}

impl Drop for HeldLock {
    fn drop(&mut self) {
        if let Some(release) = &self.0 {
            let _ = release.call0(&JsValue::NULL);
        }
    }
}

/// Waits until no tab holds the lock `name`, however long that takes. At once where the browser has no locks.
pub(crate) async fn until_free(name: &str) {
    let answered = Promise::new(&mut |answer, _| {
        if request_lock(name, &Object::new(), &answer, &answer).is_none() {
            let _ = answer.call0(&JsValue::NULL);
        }
    });
    let _ = JsFuture::from(answered).await;
}

/// The answer to a request for a lock. Where the browser has none it counts as granted.
struct Lock {
    /// Resolves the promise for whose lifetime the browser holds the lock.
    release: Option<Function>,
    /// Another tab holds it.
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
        let answer = within(LIMIT_MS, JsFuture::from(answered)).await;
        let is_taken = answer.is_none_or(|taken| taken.is_ok_and(|taken| taken == JsValue::TRUE));
        let lock = Self { release, is_taken };
        if is_taken {
            // Also for a lock that is granted after the limit.
            lock.release();
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
            spawn(async move { with_lock("one", |_| work).await });
        }
        assert!(wait_until(|| log.borrow().len() == 4, 5, 2_000).await);
        assert_eq!(*log.borrow(), ["first begins", "first ends", "second begins", "second ends"]);
    }

    #[wasm_bindgen_test]
    async fn work_under_two_locks_runs_side_by_side() {
        let log = Log::default();
        let right = work(&log, "right");
        with_lock("left", async |_| {
            spawn(async move { with_lock("right", |_| right).await });
            assert!(wait_until(|| log.borrow().len() == 2, 5, 2_000).await);
        })
        .await;
    }

    #[wasm_bindgen_test]
    async fn a_lock_that_is_held_is_refused() {
        let log = Log::default();
        with_lock("held", async |is_locked| {
            assert!(is_locked);
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
        with_lock("none", |is_locked| {
            assert!(is_locked);
            work(&log, "first")
        })
        .await;
        assert!(try_with_lock("none", work(&log, "second")).await);
        assert_eq!(log.borrow().len(), 4);
    }

    #[wasm_bindgen_test]
    async fn a_lock_that_is_never_released_is_not_waited_for_and_is_free_again_afterwards() {
        let log = Log::default();
        with_lock("frozen", async |_| {
            with_lock("frozen", |is_locked| {
                assert!(!is_locked);
                work(&log, "unlocked")
            })
            .await;
            assert_eq!(log.borrow().len(), 2);
        })
        .await;
        // The request that was given up doesn't hold it either.
        assert!(wait_until_free("frozen").await);
    }

    #[wasm_bindgen_test]
    async fn a_lock_is_held_until_it_is_dropped() {
        let lock = HeldLock::new("shown");
        let log = Log::default();
        {
            let log = Rc::clone(&log);
            spawn(async move {
                until_free("shown").await;
                log.borrow_mut().push("free".to_owned());
            });
        }
        assert!(!try_with_lock("shown", async {}).await);
        assert!(log.borrow().is_empty());
        drop(lock);
        assert!(wait_until(|| log.borrow().len() == 1, 5, 2_000).await);
        // Those who waited hold it no longer.
        assert!(wait_until_free("shown").await);
    }

    #[wasm_bindgen_test]
    async fn without_locks_in_the_browser_every_lock_is_free() {
        let _stub = NavigatorStub::missing("locks");
        let _lock = HeldLock::new("none");
        until_free("none").await;
    }

    async fn wait_until_free(name: &str) -> bool {
        for _ in 0..100 {
            if try_with_lock(name, async {}).await {
                return true;
            }
            sleep(5).await;
        }
        false
    }

    #[wasm_bindgen_test]
    async fn a_browser_that_never_answers_grants_nothing() {
        let _stub = NavigatorStub::locks("return new Promise(() => {})");
        let log = Log::default();
        assert!(!try_with_lock("silent", work(&log, "refused")).await);
        assert!(log.borrow().is_empty());
    }
}
