//! Focus and scroll position.

use wasm_bindgen::JsCast;
use web_sys::{Element, FocusOptions, HtmlDialogElement, HtmlElement, ScrollIntoViewOptions, ScrollLogicalPosition};

use super::window;

/// An element that had the focus, to give it back later.
#[derive(Clone)]
pub(crate) struct Focused {
    element: HtmlElement,
    /// Its id at that time: a row that was out of sight meanwhile is another element with the same id.
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

/// Gives the focus to the element with an id, if there is one.
pub(crate) fn focus_by_id(id: &str) {
    let element = leptos::prelude::document().get_element_by_id(id);
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

/// Gives the focus to the content of the page: its heading, or what is there while it loads. For the link that skips the header.
pub(crate) fn focus_content() {
    let document = leptos::prelude::document();
    let find = |selector| document.query_selector(selector).ok()??.dyn_into::<HtmlElement>().ok();
    if let Some(element) = find("#main h1").or_else(|| find("#main")) {
        element.set_tab_index(-1);
        // Fails only for an element that can't take the focus.
        let _ = element.focus();
    }
}

/// Gives an element the focus without scrolling the page.
pub(crate) fn focus_without_scroll(element: &HtmlElement) {
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    // Fails only for an element that can't take the focus.
    let _ = element.focus_with_options(&options);
}

/// Gives the focus to the element that `find` finds once what was changed is rendered, in the middle of the window: nothing that
/// stays at its edges covers it there. Closes a dialog that would keep the focus.
pub(crate) fn reveal(find: impl FnOnce() -> Option<Element> + 'static) {
    super::spawn(async move {
        super::sleep(0).await;
        let dialog = leptos::prelude::document().query_selector("dialog[open]").ok().flatten();
        if let Some(dialog) = dialog.and_then(|dialog| dialog.dyn_into::<HtmlDialogElement>().ok()) {
            dialog.close();
        }
        if let Some(element) = find().and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
            focus_without_scroll(&element);
            let options = ScrollIntoViewOptions::new();
            options.set_block(ScrollLogicalPosition::Center);
            element.scroll_into_view_with_scroll_into_view_options(&options);
        }
    });
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

#[cfg(test)]
mod tests {
    use leptos::prelude::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;
    use crate::testing::{Mounted, mount};

    async fn two_buttons() -> Mounted {
        mount(|| {
            view! {
                <h1 tabindex="-1">"Heading"</h1>
                <button id="first">"First"</button>
                <button id="second">"Second"</button>
            }
        })
        .await
    }

    fn focused_id() -> String {
        focused().map(|focused| focused.id).unwrap_or_default()
    }

    #[wasm_bindgen_test]
    async fn the_focus_returns_to_the_element_that_had_it() {
        let view = two_buttons().await;
        focus_without_scroll(&view.element("#first"));
        let before = focused();
        focus_without_scroll(&view.element("#second"));
        restore_focus(before);
        assert_eq!(focused_id(), "first");
    }

    #[wasm_bindgen_test]
    async fn content_that_has_no_heading_yet_can_have_the_focus() {
        let view = mount(|| {
            view! {
                <a href="/">"Link"</a>
                <main id="main"></main>
            }
        })
        .await;
        focus_without_scroll(&view.element("a"));
        focus_content();
        assert_eq!(focused_id(), "main");
    }

    #[wasm_bindgen_test]
    async fn the_focus_follows_an_id_that_moved_to_another_element() {
        let view = two_buttons().await;
        let [first, second] = ["#first", "#second"].map(|selector| view.element(selector));
        focus_without_scroll(&first);
        let before = focused();
        first.set_id("third");
        second.set_id("first");
        restore_focus(before);
        assert_eq!(focused().map(|focused| focused.element), Some(second));
    }

    #[wasm_bindgen_test]
    async fn where_the_element_is_gone_the_heading_gets_the_focus() {
        let view = two_buttons().await;
        focus_without_scroll(&view.element("#first"));
        let before = focused();
        view.element("#first").remove();
        restore_focus(before);
        assert_eq!(focused().map(|focused| focused.element), view.find("h1"));
    }
}
