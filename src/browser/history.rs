//! Writing the session history. Browsers refuse writes that come too often (Safari: about 100 in ten seconds) by throwing, and
//! leptos_router panics then.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use js_sys::{Function, Reflect};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::History;

use super::{sleep, spawn, window};

/// After how many milliseconds a refused write is tried again.
const RETRY_AFTER_MS: u32 = 1_000;

/// Puts functions that never throw in place of this page's `history.pushState` and `history.replaceState`. A refused write is
/// tried again until it succeeds, or until another one takes its place: then the last address is written, in a new entry if
/// one of the refused writes wanted one.
pub(crate) fn guard_history() {
    let Ok(history) = window().history() else { return };
    let method = |name: &str| Reflect::get(&history, &name.into()).ok().and_then(|method| method.dyn_into().ok());
    let (Some(push), Some(replace)) = (method("pushState"), method("replaceState")) else { return };
    let guard = Rc::new(HistoryGuard {
        history: history.clone(),
        push,
        replace,
        refused: RefCell::default(),
        is_retrying: Cell::new(false),
    });
    for (name, is_new_entry) in [("pushState", true), ("replaceState", false)] {
        let guard = Rc::clone(&guard);
        let write = Closure::<dyn Fn(JsValue, JsValue, JsValue)>::new(move |state, _title, url| {
            guard.write(Write { is_new_entry, state, url });
        });
        // Fails only for a frozen object, which the history isn't.
        let _ = Reflect::set(&history, &name.into(), &write.into_js_value());
    }
    // Back and Forward: the address bar shows what the user chose.
    super::add_listener(&window(), "popstate", move |_| drop(guard.refused.take()));
}

/// The arguments of a call.
struct Write {
    /// `pushState`, not `replaceState`.
    is_new_entry: bool,
    state: JsValue,
    url: JsValue,
}

struct HistoryGuard {
    history: History,
    /// The browser's own functions.
    push: Function,
    replace: Function,
    /// What the address bar doesn't show yet.
    refused: RefCell<Option<Write>>,
    is_retrying: Cell<bool>,
}

impl HistoryGuard {
    fn write(self: &Rc<Self>, write: Write) {
        let wants_entry = self.refused.take().is_some_and(|refused| refused.is_new_entry);
        let write = Write { is_new_entry: write.is_new_entry || wants_entry, ..write };
        let function = if write.is_new_entry { &self.push } else { &self.replace };
        if function.call3(&self.history, &write.state, &JsValue::from_str(""), &write.url).is_err() {
            self.refused.replace(Some(write));
            self.retry();
        }
    }

    fn retry(self: &Rc<Self>) {
        if self.is_retrying.replace(true) {
            return;
        }
        let this = Rc::clone(self);
        spawn(async move {
            sleep(RETRY_AFTER_MS).await;
            this.is_retrying.set(false);
            let refused = this.refused.take();
            if let Some(write) = refused {
                this.write(write);
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use js_sys::{Array, Object};
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;
    use crate::browser::{address, replace_address, wait_until};

    /// A history whose browser refuses as long as `refuses` is set. Guarded, and the address bar as it was, until this is dropped.
    struct Fixture {
        history: History,
        address: String,
    }

    impl Fixture {
        fn new() -> Self {
            let history = window().history().unwrap();
            for name in ["pushState", "replaceState"] {
                let body = format!(
                    "if (this.refuses) throw new DOMException('Too many', 'SecurityError');
                     History.prototype.{name}.call(this, state, title, url);"
                );
                let function = Function::new_with_args("state, title, url", &body);
                Reflect::set(&history, &name.into(), &function).unwrap();
            }
            guard_history();
            Self { history, address: address() }
        }

        fn set_refuses(&self, refuses: bool) {
            Reflect::set(&self.history, &"refuses".into(), &refuses.into()).unwrap();
        }

        fn push(&self, address: &str) {
            self.history.push_state_with_url(&JsValue::NULL, "", Some(address)).unwrap();
        }

        fn replace(&self, address: &str) {
            self.history.replace_state_with_url(&JsValue::NULL, "", Some(address)).unwrap();
        }

        async fn shows(&self, expected: &str) -> bool {
            wait_until(|| address() == expected, 20, 5_000).await
        }
    }

    impl Drop for Fixture {
        fn drop(&mut self) {
            for name in ["pushState", "replaceState", "refuses"] {
                Reflect::delete_property(self.history.unchecked_ref::<Object>(), &name.into()).unwrap();
            }
            replace_address(&self.address);
        }
    }

    #[wasm_bindgen_test]
    async fn a_write_goes_through_with_its_arguments() {
        let fixture = Fixture::new();
        fixture.history.push_state_with_url(&Array::of1(&7.into()), "", Some("/keys?page=1")).unwrap();
        assert_eq!(address(), "/keys?page=1");
        assert!(fixture.history.state().unwrap().is_instance_of::<Array>());
        fixture.replace("/keys?page=2");
        assert_eq!(address(), "/keys?page=2");
        fixture.history.back().unwrap();
        assert!(fixture.shows(&fixture.address).await);
    }

    #[wasm_bindgen_test]
    async fn refused_writes_do_not_throw_and_the_last_one_is_made_up_for() {
        let fixture = Fixture::new();
        fixture.set_refuses(true);
        for page in 0..500 {
            fixture.replace(&format!("/keys?page={page}"));
        }
        assert_eq!(address(), fixture.address);
        fixture.set_refuses(false);
        assert!(fixture.shows("/keys?page=499").await);
    }

    #[wasm_bindgen_test]
    async fn back_leads_to_where_the_user_was_although_the_entry_came_late() {
        let fixture = Fixture::new();
        fixture.replace("/keys?before");
        fixture.set_refuses(true);
        fixture.push("/keys/key_1");
        fixture.replace("/keys/key_1?tab=2");
        fixture.set_refuses(false);
        assert!(fixture.shows("/keys/key_1?tab=2").await);
        fixture.history.back().unwrap();
        assert!(fixture.shows("/keys?before").await);
    }

    #[wasm_bindgen_test]
    async fn a_later_write_that_succeeds_takes_the_place_of_refused_ones() {
        let fixture = Fixture::new();
        fixture.set_refuses(true);
        fixture.push("/keys/key_1");
        fixture.set_refuses(false);
        fixture.replace("/keys/key_2");
        assert_eq!(address(), "/keys/key_2");
        sleep(RETRY_AFTER_MS + 100).await;
        assert_eq!(address(), "/keys/key_2");
        fixture.history.back().unwrap();
        assert!(fixture.shows(&fixture.address).await);
    }
}
