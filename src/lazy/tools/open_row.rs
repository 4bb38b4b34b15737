//! The whole row opens the key, for those who point.

use leptos::ev;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlAnchorElement};

use crate::browser;

/// For `click` and `auxclick` in the table's body: acts as the link of the row, in a new tab where a click on a link would. Not
/// on links and buttons, and not while text is selected.
pub(super) fn open_row(event: &ev::MouseEvent) {
    const MIDDLE_BUTTON: i16 = 1;
    const OTHER_BUTTON: i16 = 2;
    let has_selection =
        || browser::window().get_selection().ok().flatten().is_some_and(|selection| !selection.is_collapsed());
    if event.button() >= OTHER_BUTTON || event.alt_key() || has_selection() {
        return;
    }
    let Some(link) = row_link(event) else { return };
    if event.button() == MIDDLE_BUTTON || event.ctrl_key() || event.meta_key() || event.shift_key() {
        // None where the browser blocks it.
        let _ = browser::window().open_with_url_and_target_and_features(&link.href(), "_blank", "noopener");
    } else {
        // Later: this click bubbles to the same listener.
        browser::spawn(async move { link.click() });
    }
}

/// The link of the row in which `event` happened, unless something there acts by itself.
fn row_link(event: &ev::MouseEvent) -> Option<HtmlAnchorElement> {
    let target: Element = event.target()?.dyn_into().ok()?;
    if target.closest("a, button").ok()?.is_some() {
        return None;
    }
    target.closest("tr").ok()??.query_selector("a").ok()??.dyn_into().ok()
}
