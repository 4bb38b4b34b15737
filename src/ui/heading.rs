//! A page's heading.

use leptos::{html, prelude::*};

use super::{effect, view};
use crate::browser;

/// The one `<h1>` on screen. It sets the document's title, and takes the focus when it appears: screen readers start there, and
/// the focus is never left on an element that is gone.
#[component]
pub(crate) fn Heading(text: String) -> impl IntoView {
    let node = NodeRef::<html::H1>::new();
    document().set_title(&text);
    effect(move || {
        if let Some(heading) = node.get() {
            // Something else has removed the page that this one replaces, and there is no place for it.
            if !heading.is_connected() {
                browser::report_broken_page();
            }
            // Untracked: focus runs listeners. Fails only for elements that cannot take it.
            let _ = untrack(|| heading.focus());
        }
    });
    view! {
        <h1 node_ref=node tabindex="-1">
            {text}
        </h1>
    }
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;
    use crate::testing::mount;

    #[wasm_bindgen_test]
    async fn the_tab_is_named_after_the_page() {
        let _view = mount(|| view! { <Heading text="API keys".to_owned() /> }).await;
        assert_eq!(document().title(), "API keys");
    }

    #[wasm_bindgen_test]
    async fn a_new_page_has_the_focus_at_its_heading() {
        let view = mount(|| view! { <Heading text="API keys".to_owned() /> }).await;
        assert_eq!(document().active_element(), view.find("h1").map(Into::into));
    }
}
