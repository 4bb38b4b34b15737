//! Focus and scroll position.

use wasm_bindgen::JsCast;
use web_sys::{FocusOptions, HtmlElement};

use super::window;

/// An element that had the focus, to give it back later.
#[derive(Clone)]
pub(crate) struct Focused {
    element: HtmlElement,
    /// Its id at that time: rows of the table are recycled for other keys, and their ids change with them.
    id: String,
}

/// The element that has the focus.
pub(crate) fn focused() -> Option<Focused> {
    let element: HtmlElement = leptos::prelude::document().active_element()?.dyn_into().ok()?;
    Some(Focused { id: element.id(), element })
}

/// Gives the focus back to `focused`; where that element is gone, to the one that has its id now; where there is none, to
/// the page's heading.
pub(crate) fn restore_focus(focused: Option<Focused>) {
    let document = leptos::prelude::document();
    let find = |Focused { element, id }: Focused| {
        if element.is_connected() && element.id() == id {
            return Some(element);
        }
        document.get_element_by_id(&id)?.dyn_into().ok()
    };
    let heading = || document.query_selector("h1").ok()??.dyn_into().ok();
    if let Some(element) = focused.and_then(find).or_else(heading) {
        focus_without_scroll(&element);
    }
}

/// Gives an element the focus without scrolling the page.
pub(crate) fn focus_without_scroll(element: &HtmlElement) {
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    // Fails only for an element that can't take the focus.
    let _ = element.focus_with_options(&options);
}

/// The vertical scroll position, in CSS pixels.
pub(crate) fn scroll_px() -> u32 {
    window().scroll_y().map_or(0, |pixels| pixels.max(0.0) as u32)
}

/// Scrolls to `pixels` CSS pixels from the top.
pub(crate) fn scroll_to(pixels: u32) {
    window().scroll_to_with_x_and_y(0.0, f64::from(pixels));
}

/// Scrolls down by `pixels` CSS pixels.
pub(crate) fn scroll_by(pixels: f64) {
    window().scroll_by_with_x_and_y(0.0, pixels);
}
