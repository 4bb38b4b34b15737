//! A button.

use super::{TextContent, view};
use leptos::prelude::*;

/// A button that can't be made without a label.
#[component]
pub(crate) fn Button(
    /// What it does.
    #[prop(into)]
    label: Signal<String>,
    /// Whether it is the recommended action.
    #[prop(optional)]
    primary: bool,
    /// Whether it can't be pressed for now.
    #[prop(into, optional)]
    disabled: Signal<bool>,
    /// Called when it is pressed.
    #[prop(into)]
    on_click: Callback<()>,
) -> impl IntoView {
    view! {
        <button
            class="button"
            class:button-primary=primary
            type="button"
            disabled=move || disabled.get()
            on:click=move |_| on_click.run(())
            prop:textContent=move || TextContent(label.get())
        ></button>
    }
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;
    use crate::testing::{mount, settle};

    #[wasm_bindgen_test]
    async fn a_button_is_pressed_only_while_it_is_enabled() {
        let (disabled, presses) = (ArcRwSignal::new(true), ArcRwSignal::new(0));
        let button = {
            let (disabled, presses) = (disabled.clone(), presses.clone());
            move || {
                let disabled = Signal::derive(move || disabled.get());
                view! { <Button label="Go" disabled on_click=move || presses.update(|presses| *presses += 1) /> }
            }
        };
        let view = mount(button).await;
        view.press("Go").await;
        assert_eq!(presses.get_untracked(), 0);
        disabled.set(false);
        settle().await;
        view.press("Go").await;
        assert_eq!(presses.get_untracked(), 1);
    }

    #[wasm_bindgen_test]
    async fn a_button_submits_no_form() {
        let view = mount(|| view! { <Button label="Go" primary=true on_click=|| () /> }).await;
        assert_eq!(view.element("button.button-primary").get_attribute("type").as_deref(), Some("button"));
    }

    #[wasm_bindgen_test]
    async fn a_label_changes_without_a_new_button() {
        let label = ArcRwSignal::new("Go".to_owned());
        let text = label.clone();
        let view = mount(move || view! { <Button label=Signal::derive(move || text.get()) on_click=|| () /> }).await;
        let button = view.element("button");
        label.set("Wait".to_owned());
        settle().await;
        assert_eq!(view.text("button"), "Wait");
        assert_eq!(view.element("button"), button);
    }
}
