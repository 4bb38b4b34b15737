//! Event listeners outside of views, and events for the start script.

use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::EventTarget;

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
