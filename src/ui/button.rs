//! A button.

use super::view;
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
            disabled=disabled
            on:click=move |_| on_click.run(())
        >
            {label}
        </button>
    }
}
