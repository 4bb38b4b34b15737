//! The state of the page as a whole: visibility, network, the element that the app is mounted in, panics.

use js_sys::{Promise, Reflect};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{HtmlElement, VisibilityState};

use super::{events::report_broken_page, window};

/// Reports a panic on the console and fires the `portal:panicked` event, for which the start script shows its error page.
pub(crate) fn install_panic_hook() {
    std::panic::set_hook(Box::new(|info| {
        console_error_panic_hook::hook(info);
        report_broken_page();
    }));
}

/// The element that the app is mounted in.
pub(crate) fn app_element() -> Option<HtmlElement> {
    leptos::prelude::document().get_element_by_id("app")?.dyn_into().ok()
}

/// Removes the skeleton that `index.html` shows until the program runs.
pub(crate) fn clear_skeleton() {
    if let Some(element) = app_element() {
        element.set_inner_html("");
    }
}

/// The text of a data block in the page's document (`<script type="application/json">`).
pub(crate) fn data_block(id: &str) -> Option<String> {
    leptos::prelude::document().get_element_by_id(id)?.text_content()
}

/// Shows another icon in the browser's tab than that of `index.html`.
pub(crate) fn set_icon(address: &str) {
    if let Ok(Some(link)) = leptos::prelude::document().query_selector("link[rel=icon]") {
        let _ = link.set_attribute("href", address);
    }
}

/// Whether the browser believes that it has a network (`navigator.onLine`).
pub(crate) fn is_online() -> bool {
    window().navigator().on_line()
}

/// Whether the user has asked the browser to save data (`navigator.connection.saveData`, which not all browsers have).
pub(crate) fn saves_data() -> bool {
    let connection = Reflect::get(&window().navigator(), &"connection".into());
    connection.and_then(|it| Reflect::get(&it, &"saveData".into())).is_ok_and(|flag| flag.is_truthy())
}

/// Whether the page is visible: not in a background tab or a minimized window.
pub(crate) fn is_visible() -> bool {
    leptos::prelude::document().visibility_state() == VisibilityState::Visible
}

/// Whether the page is a secure context: served over https, or from this machine.
pub(crate) fn is_secure_context() -> bool {
    window().is_secure_context()
}

/// Waits until a prerendered page is activated; returns at once for a page that was opened normally.
pub(crate) async fn until_activated() {
    let document = leptos::prelude::document();
    let prerendering = Reflect::get(&document, &"prerendering".into()).is_ok_and(|flag| flag.is_truthy());
    if prerendering {
        let activated = Promise::new(&mut |resolve, _| {
            let _ = document.add_event_listener_with_callback("prerenderingchange", &resolve);
        });
        let _ = JsFuture::from(activated).await;
    }
}
