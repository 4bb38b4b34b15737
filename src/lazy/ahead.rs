//! When a module is worth being downloaded before it is needed.

use std::rc::Rc;

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::browser;

/// After how many milliseconds what was just shown has been painted. A timer, because hidden tabs have no frames.
const PAINTED_AFTER_MS: u32 = 60;

/// Calls `load` once, when the user points at an element that matches `selector`, touches it, or moves the focus to it: a click
/// may follow. Not in a browser that is set to save data.
pub(crate) fn on_intent(selector: &'static str, load: impl Fn() + 'static) {
    if browser::saves_data() {
        return;
    }
    let load = Rc::new(load);
    let listeners = StoredValue::new(Vec::<WindowListenerHandle>::new());
    let remove = move || {
        for listener in listeners.try_update_value(std::mem::take).unwrap_or_default() {
            listener.remove();
        }
    };
    let listen = |name| {
        let load = Rc::clone(&load);
        window_event_listener_untyped(name, move |event| {
            let element = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
            if element.is_some_and(|element| matches!(element.closest(selector), Ok(Some(_)))) {
                remove();
                load();
            }
        })
    };
    listeners.set_value(["pointerover", "focusin"].map(listen).into());
    on_cleanup(remove);
}

/// Calls `load` when what is being shown now has been painted: starting downloads takes as long as a frame.
pub(crate) fn after_paint(load: impl FnOnce() + 'static) {
    browser::spawn(async move {
        browser::sleep(PAINTED_AFTER_MS).await;
        load();
    });
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use wasm_bindgen_test::wasm_bindgen_test;
    use web_sys::{Event, EventInit};

    use super::*;
    use crate::{
        testing::{NavigatorStub, fire, mount, settle},
        ui::view,
    };

    /// How often the buttons of a page were taken for the intent to load.
    async fn intents(events: &[(&str, &str)]) -> u32 {
        let count = ArcRwSignal::new(0);
        let counted = count.clone();
        let view = mount(move || {
            on_intent("[id^='rotate-']", move || counted.update(|count| *count += 1));
            view! {
                <button id="other"></button>
                <button id="rotate-key_1">
                    <span id="label"></span>
                </button>
            }
        })
        .await;
        for (name, selector) in events {
            let init = EventInit::new();
            init.set_bubbles(true);
            fire(&view.element(selector), &Event::new_with_event_init_dict(name, &init).unwrap());
        }
        drop(view);
        count.get_untracked()
    }

    #[wasm_bindgen_test]
    async fn what_comes_after_the_paint_is_not_begun_before() {
        let begun = Rc::new(Cell::new(false));
        let seen = Rc::clone(&begun);
        after_paint(move || seen.set(true));
        settle().await;
        assert!(!begun.get());
        assert!(browser::wait_until(|| begun.get(), 5, 2_000).await);
    }

    #[wasm_bindgen_test]
    async fn pointing_at_a_button_or_focusing_it_is_an_intent_once() {
        assert_eq!(intents(&[("pointerover", "#other"), ("focusin", "#other"), ("click", "#label")]).await, 0);
        assert_eq!(intents(&[("pointerover", "#label")]).await, 1);
        assert_eq!(intents(&[("focusin", "#rotate-key_1")]).await, 1);
        assert_eq!(intents(&[("focusin", "#label"), ("pointerover", "#label")]).await, 1);
    }

    #[wasm_bindgen_test]
    async fn a_browser_that_saves_data_loads_nothing_ahead() {
        let _connection = NavigatorStub::saving_data();
        assert_eq!(intents(&[("pointerover", "#label"), ("focusin", "#label")]).await, 0);
    }
}
