//! The clipboard and the text selection.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlElement;

use super::{window, within};

/// How long the clipboard may take, in milliseconds. Supported browsers ask nobody before a page writes after a click.
const LIMIT_MS: u32 = if cfg!(test) { 200 } else { 5_000 };

/// Copies `text` to the clipboard. False where the browser refuses, has no clipboard in an insecure context, or doesn't answer
/// in time.
pub(crate) async fn copy_text(text: &str) -> bool {
    match write_text(text) {
        Some(written) => within(LIMIT_MS, JsFuture::from(written)).await.is_some_and(|written| written.is_ok()),
        None => false,
    }
}

/// Calls `navigator.clipboard.writeText(text)`. By reflection, since each step may be missing or throw: in an insecure
/// context, in a web view, by an extension.
fn write_text(text: &str) -> Option<Promise> {
    let clipboard = Reflect::get(&window().navigator(), &"clipboard".into()).ok()?;
    let write: Function = Reflect::get(&clipboard, &"writeText".into()).ok()?.dyn_into().ok()?;
    write.call1(&clipboard, &text.into()).ok()?.dyn_into().ok()
}

/// How users copy what is selected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CopyGesture {
    /// Ctrl+C.
    Control,
    /// ⌘C.
    Command,
    /// By the menu of a long touch.
    Touch,
}

/// How users of this device copy.
pub(crate) fn copy_gesture() -> CopyGesture {
    let is_touch = window().match_media("(hover: none)").is_ok_and(|query| query.is_some_and(|query| query.matches()));
    let is_apple = window().navigator().platform().is_ok_and(|platform| platform.starts_with("Mac"));
    match (is_touch, is_apple) {
        (true, _) => CopyGesture::Touch,
        (false, true) => CopyGesture::Command,
        (false, false) => CopyGesture::Control,
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
    async fn a_clipboard_that_throws_or_never_answers_has_copied_nothing() {
        for body in ["throw new TypeError('broken')", "return 1", "return new Promise(() => {})"] {
            let _clipboard = NavigatorStub::clipboard(body);
            assert!(!copy_text("text").await, "{body}");
        }
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
