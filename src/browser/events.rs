//! Event listeners outside of views, and events for the start script.

use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Element, EventTarget, KeyboardEvent};

use super::window;

/// Calls `handler` for every `name` event of `target`. The listener is never removed: for targets that live as long as the
/// page, or that can be closed.
pub(crate) fn add_listener(target: &EventTarget, name: &str, handler: impl Fn(web_sys::Event) + 'static) {
    let listener = Closure::<dyn Fn(web_sys::Event)>::new(handler).into_js_value();
    // Fails only where the listener isn't a function.
    let _ = target.add_event_listener_with_callback(name, listener.unchecked_ref());
}

/// Fires an event that the start script (`public/boot.js`) listens to. Without that script nobody does.
pub(crate) fn notify_start_script(name: &str) {
    if let Ok(event) = web_sys::Event::new(name) {
        // Fails only for an event that is being dispatched already.
        let _ = window().dispatch_event(&event);
    }
}

/// Reports to the start script that the page can't go on.
pub(crate) fn report_broken_page() {
    notify_start_script("portal:panicked");
}

/// Reports that something else has removed what a part of the page needs to be shown. Not while a dialog is open: it may hold a
/// new key.
pub(crate) fn report_lost_part() {
    let has_dialog = leptos::prelude::document().query_selector("dialog[open]").is_ok_and(|dialog| dialog.is_some());
    if !has_dialog {
        report_broken_page();
    }
}

/// Makes Enter act once, however long it is held: browsers click the button that has the focus with every repetition, also one
/// that the first click has brought. In a field of several lines it goes on making lines.
///
/// And keeps from all listeners what is called `keydown` and has no key: autofill and password managers fire such events, and
/// reading the key would throw in the middle of a listener, which could never be called again.
pub(crate) fn guard_keydown() {
    let guard = Closure::<dyn Fn(web_sys::Event)>::new(|event: web_sys::Event| {
        let Some(key) = event.dyn_ref::<KeyboardEvent>() else {
            event.stop_immediate_propagation();
            return;
        };
        let element = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        if key.repeat() && key.key() == "Enter" && element.is_none_or(|element| element.tag_name() != "TEXTAREA") {
            event.prevent_default();
        }
    });
    // While it is captured: before the listeners of the views. Fails only where the listener isn't a function.
    let guard = guard.into_js_value();
    let _ = window().add_event_listener_with_callback_and_bool("keydown", guard.unchecked_ref(), true);
}

#[cfg(test)]
mod tests {
    use leptos::prelude::*;
    use wasm_bindgen_test::wasm_bindgen_test;
    use web_sys::KeyboardEventInit;

    use super::*;
    use crate::testing::{fire, mount, mount_with};

    #[wasm_bindgen_test]
    async fn a_held_enter_acts_once_and_goes_on_in_a_field_of_several_lines() {
        guard_keydown();
        let view = mount(|| {
            view! {
                <button></button>
                <textarea></textarea>
            }
        })
        .await;
        let is_ignored = |selector: &str, key: &str, is_repeated: bool| {
            let init = KeyboardEventInit::new();
            init.set_bubbles(true);
            init.set_cancelable(true);
            init.set_key(key);
            init.set_repeat(is_repeated);
            let event = KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init).unwrap();
            fire(&view.element(selector), &event);
            event.default_prevented()
        };
        assert!(!is_ignored("button", "Enter", false));
        assert!(is_ignored("button", "Enter", true));
        assert!(!is_ignored("button", "ArrowDown", true));
        assert!(!is_ignored("textarea", "Enter", true));
    }

    #[wasm_bindgen_test]
    async fn a_keydown_without_a_key_reaches_no_view() {
        guard_keydown();
        let (keys, view) = mount_with(|| {
            let keys = RwSignal::new(0);
            (keys, view! { <input on:keydown=move |_| keys.update(|keys| *keys += 1) /> })
        })
        .await;
        let input = view.element("input");
        let init = web_sys::EventInit::new();
        init.set_bubbles(true);
        fire(&input, &web_sys::Event::new_with_event_init_dict("keydown", &init).unwrap());
        assert_eq!(keys.get_untracked(), 0);
        fire(&input, &KeyboardEvent::new("keydown").unwrap());
        assert_eq!(keys.get_untracked(), 1);
    }
}
