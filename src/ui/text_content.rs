//! Text that changes, for `prop:textContent`.

use leptos::tachys::{html::property::IntoProperty, renderer::types::Element};

/// An element's whole text. Unchanged text is not written again, as with a memo, but without one: for elements of which there
/// are many, such as cells.
#[derive(Clone)]
pub(crate) struct TextContent(pub(crate) String);

impl IntoProperty for TextContent {
    type State = (Element, String);
    type Cloneable = Self;
    type CloneableOwned = Self;

    fn hydrate<const FROM_SERVER: bool>(self, element: &Element, key: &str) -> Self::State {
        self.build(element, key)
    }

    fn build(self, element: &Element, _: &str) -> Self::State {
        element.set_text_content(Some(&self.0));
        (element.clone(), self.0)
    }

    fn rebuild(self, (element, before): &mut Self::State, _: &str) {
        if *before != self.0 {
            element.set_text_content(Some(&self.0));
            *before = self.0;
        }
    }

    fn into_cloneable(self) -> Self::Cloneable {
        self
    }

    fn into_cloneable_owned(self) -> Self::CloneableOwned {
        self
    }
}

#[cfg(test)]
mod tests {
    use leptos::prelude::*;
    use wasm_bindgen::JsCast;
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;
    use crate::{
        testing::{mount_with, settle},
        ui::view,
    };

    #[wasm_bindgen_test]
    async fn unchanged_text_is_not_written_again_and_changed_text_replaces_what_a_translator_made() {
        let (number, view) = mount_with(|| {
            let number = RwSignal::new(10);
            let tens = move || TextContent((number.get() / 10).to_string());
            (number, view! { <p prop:textContent=tens></p> })
        })
        .await;
        let paragraph = view.element("p");
        assert_eq!(view.text("p"), "1");
        let font = document().create_element("font").unwrap();
        font.set_text_content(Some("eins"));
        paragraph.replace_children_with_node_1(font.unchecked_ref());
        number.set(11);
        settle().await;
        assert_eq!(view.text("p"), "eins");
        number.set(20);
        settle().await;
        assert_eq!(view.text("p"), "2");
    }
}
