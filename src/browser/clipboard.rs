//! The clipboard and the text selection.

use js_sys::Reflect;
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlElement;

use super::window;

/// Copies `text` to the clipboard. False where the browser refuses, or has no clipboard in an insecure context.
pub(crate) async fn copy_text(text: &str) -> bool {
    let navigator = window().navigator();
    // web-sys types `clipboard` as always present; in an insecure context it is undefined.
    match Reflect::get(&navigator, &"clipboard".into()) {
        Ok(clipboard) if !clipboard.is_undefined() => {
            JsFuture::from(navigator.clipboard().write_text(text)).await.is_ok()
        }
        _ => false,
    }
}

/// Selects all text of an element, so that the user can copy it.
pub(crate) fn select(element: &HtmlElement) {
    if let Ok(Some(selection)) = window().get_selection() {
        let _ = selection.select_all_children(element);
    }
}

/// The length of the selected text, in UTF-16 code units.
pub(crate) fn selected_length() -> usize {
    let selection = window().get_selection().ok().flatten();
    selection.map_or(0, |selection| usize::try_from(selection.to_string().length()).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use leptos::prelude::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;
    use crate::testing::{NavigatorStub, mount};

    #[wasm_bindgen_test]
    async fn a_text_is_copied_whole() {
        let clipboard = NavigatorStub::working_clipboard();
        assert!(copy_text("first line\nsecond line").await);
        assert_eq!(clipboard.copied().as_deref(), Some("first line\nsecond line"));
    }

    #[wasm_bindgen_test]
    async fn a_clipboard_that_refuses_has_copied_nothing() {
        let _clipboard = NavigatorStub::refusing_clipboard();
        assert!(!copy_text("text").await);
    }

    #[wasm_bindgen_test]
    async fn a_browser_without_a_clipboard_has_copied_nothing() {
        let _clipboard = NavigatorStub::missing("clipboard");
        assert!(!copy_text("text").await);
    }

    #[wasm_bindgen_test]
    async fn all_text_of_an_element_is_selected() {
        let view = mount(|| view! { <code>"secret"</code> }).await;
        select(&view.element("code"));
        assert_eq!(selected_length(), 6);
    }
}
