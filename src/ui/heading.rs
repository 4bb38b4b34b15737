//! A page's heading.

use leptos::{html, prelude::*};

use super::{TextContent, effect, view};
use crate::browser;

/// The heading on screen, from which the root component makes the document's title. A context.
#[derive(Clone, Copy)]
pub(crate) struct PageTitle(pub(crate) RwSignal<String>);

/// The one `<h1>` on screen. It names the page ([`PageTitle`]), and takes the focus when it appears: screen readers start there, and
/// the focus is never left on an element that is gone.
#[component]
pub(crate) fn Heading(
    #[prop(into)] text: Signal<String>,
    /// `no` where the text is the name of a key.
    #[prop(optional_no_strip)]
    translate: Option<&'static str>,
) -> impl IntoView {
    let node = NodeRef::<html::H1>::new();
    let title = use_context::<PageTitle>();
    effect(move || {
        if let Some(PageTitle(title)) = title {
            title.set(text.get());
        }
    });
    effect(move || {
        if let Some(heading) = node.get() {
            // Something else has removed the page that this one replaces, and there is no place for it.
            if !heading.is_connected() {
                browser::report_lost_part();
            }
            // Untracked: focus runs listeners. Fails only for elements that cannot take it.
            let _ = untrack(|| heading.focus());
        }
    });
    view! { <h1 node_ref=node tabindex="-1" translate=translate prop:textContent=move || TextContent(text.get())></h1> }
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;
    use crate::testing::{mount, mount_with};

    #[wasm_bindgen_test]
    async fn the_tab_is_named_after_the_page() {
        let (title, _view) = mount_with(|| {
            let title = RwSignal::new(String::new());
            provide_context(PageTitle(title));
            (title, view! { <Heading text="Production".to_owned() /> })
        })
        .await;
        assert_eq!(title.get_untracked(), "Production");
    }

    #[wasm_bindgen_test]
    async fn the_name_of_a_key_is_not_translated() {
        let view = mount(|| view! { <Heading text="Production".to_owned() translate=Some("no") /> }).await;
        assert_eq!(view.element("h1").get_attribute("translate").as_deref(), Some("no"));
        let view = mount(|| view! { <Heading text="API keys".to_owned() /> }).await;
        assert_eq!(view.element("h1").get_attribute("translate"), None);
    }

    #[wasm_bindgen_test]
    async fn a_new_page_has_the_focus_at_its_heading() {
        let view = mount(|| view! { <Heading text="API keys".to_owned() /> }).await;
        assert_eq!(document().active_element(), view.find("h1").map(Into::into));
    }
}
