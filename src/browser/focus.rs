//! Where the user is in the page: what has the focus, what is selected, and how far down it is scrolled.

use wasm_bindgen::JsCast;
use web_sys::{FocusOptions, HtmlElement};

use super::window;

/// Selects all of an element's text, for the user to copy.
pub(crate) fn select(element: &HtmlElement) {
    if let Ok(Some(selection)) = window().get_selection() {
        let _ = selection.select_all_children(element);
    }
}

/// How much is selected, in UTF-16 units.
pub(crate) fn selected_length() -> usize {
    let selection = window().get_selection().ok().flatten();
    selection.map_or(0, |selection| usize::try_from(selection.to_string().length()).unwrap_or_default())
}

/// What had the focus once.
#[derive(Clone)]
pub(crate) struct Focused {
    element: HtmlElement,
    /// Its id then: the rows of a list become other keys' rows.
    id: String,
}

/// What has the focus.
pub(crate) fn focused() -> Option<Focused> {
    let element: HtmlElement = leptos::prelude::document().active_element()?.dyn_into().ok()?;
    Some(Focused { id: element.id(), element })
}

/// Gives the focus back to what had it; to what stands in its place, by its id, where it was drawn anew; else to the page's
/// heading.
pub(crate) fn focus_back(focused: Option<Focused>) {
    let document = leptos::prelude::document();
    let found = |Focused { element, id }: Focused| {
        if element.is_connected() && element.id() == id {
            return Some(element);
        }
        document.get_element_by_id(&id)?.dyn_into().ok()
    };
    let heading = || document.query_selector("h1").ok()??.dyn_into().ok();
    if let Some(element) = focused.and_then(found).or_else(heading) {
        focus_in_place(&element);
    }
}

/// How far down the page is, in CSS pixels.
pub(crate) fn scroll_px() -> u32 {
    window().scroll_y().map_or(0, |pixels| pixels.max(0.0) as u32)
}

/// Moves the page to so many CSS pixels from its top.
pub(crate) fn scroll_to(pixels: u32) {
    window().scroll_to_with_x_and_y(0.0, f64::from(pixels));
}

/// Moves the page so many CSS pixels further down.
pub(crate) fn scroll_by(pixels: f64) {
    window().scroll_by_with_x_and_y(0.0, pixels);
}

/// Gives an element the focus without moving the page.
pub(crate) fn focus_in_place(element: &HtmlElement) {
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    // Refused only for what can't take it.
    let _ = element.focus_with_options(&options);
}
