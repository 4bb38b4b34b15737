//! Views that are always created anew.

use super::view;
use leptos::prelude::*;

/// A view that replaces what was in its place, for closures whose views have different texts. Leptos would keep the elements of
/// a view of the same type and change their text nodes, which a translator may have replaced.
pub(crate) fn fresh(view: AnyView) -> AnyView {
    let mut view = Some(view);
    // A closure is never updated by another one, but replaced. It reads no signals, so that it runs once.
    view! { {move || view.take()} }
}

#[cfg(test)]
mod tests {
    use wasm_bindgen::JsCast;
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;
    use crate::testing::{mount_with, settle};

    #[wasm_bindgen_test]
    async fn a_view_of_the_same_type_replaces_the_one_that_a_translator_has_changed() {
        let (name, view) = mount_with(|| {
            let name = RwSignal::new("one");
            (name, view! { <div>{move || fresh(view! { <p>{name.get()}</p> })}</div> })
        })
        .await;
        let font = document().create_element("font").unwrap();
        font.set_text_content(Some("eins"));
        view.element("p").replace_children_with_node_1(font.unchecked_ref());
        name.set("two");
        settle().await;
        assert_eq!(view.whole_text(), "two");
    }
}
