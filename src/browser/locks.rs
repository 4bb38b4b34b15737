//! Work that only one tab of this origin does at a time, by the browser's locks.

use std::future::Future;

use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;

use crate::browser::window;

/// Does `work` while no other tab of this origin does what has the same name. Where the browser has no locks, or refuses
/// them with the cookies, it does it all the same.
pub(crate) async fn alone(name: &str, work: impl Future<Output = ()>) {
    let lock = Lock::request(name, &Object::new()).await;
    work.await;
    lock.release();
}

/// Does `work` unless another tab of this origin is just doing what has the same name: then false. Without locks as
/// [`alone`].
pub(crate) async fn if_alone(name: &str, work: impl Future<Output = ()>) -> bool {
    let options = Object::new();
    let _ = Reflect::set(&options, &"ifAvailable".into(), &JsValue::TRUE);
    let lock = Lock::request(name, &options).await;
    if lock.taken {
        return false;
    }
    work.await;
    lock.release();
    true
}

/// A lock of `navigator.locks`, or what stands for it where there is none.
struct Lock {
    release: Option<Function>,
    /// Somebody else holds it.
    taken: bool,
}

impl Lock {
    /// Waits for it, or as `options` say.
    async fn request(name: &str, options: &Object) -> Self {
        let mut release = None;
        let held = Promise::new(&mut |resolve, _| release = Some(resolve));
        let granted = Promise::new(&mut |go_on, _| {
            let refused = go_on.clone();
            let held = held.clone();
            let on_grant = Closure::once_into_js(move |lock: JsValue| {
                let _ = go_on.call1(&JsValue::NULL, &lock.is_null().into());
                held
            });
            if request_lock(name, options, &on_grant, &refused).is_none() {
                let _ = refused.call0(&JsValue::NULL);
            }
        });
        let taken = JsFuture::from(granted).await.is_ok_and(|taken| taken == JsValue::TRUE);
        let lock = Self { release, taken };
        if taken {
            lock.release();
            return Self { release: None, taken };
        }
        lock
    }

    fn release(&self) {
        if let Some(release) = &self.release {
            let _ = release.call0(&JsValue::NULL);
        }
    }
}

/// `navigator.locks.request(name, options, on_grant)`, by hand: the property itself may throw.
fn request_lock(name: &str, options: &Object, on_grant: &JsValue, refused: &Function) -> Option<()> {
    let locks = Reflect::get(&window().navigator(), &"locks".into()).ok()?;
    let request: Function = Reflect::get(&locks, &"request".into()).ok()?.dyn_into().ok()?;
    let promise: Promise = request.call3(&locks, &name.into(), options, on_grant).ok()?.dyn_into().ok()?;
    let then: Function = Reflect::get(&promise, &"then".into()).ok()?.dyn_into().ok()?;
    then.call2(&promise, &JsValue::UNDEFINED, refused).ok()?;
    Some(())
}
