//! A button.

use super::view;
use leptos::prelude::*;

/// A button that can't be made without its words.
#[component]
pub(crate) fn Button(
    /// What it does.
    label: &'static str,
    /// Whether it is the one to take.
    #[prop(optional)]
    primary: bool,
    /// Whether it can't be pressed for now.
    #[prop(into, optional)]
    disabled: Signal<bool>,
    /// Called when it is pressed.
    on_click: impl Fn() + 'static,
) -> impl IntoView {
    let class = if primary { "button button-primary" } else { "button" };
    view! {
        <button class=class type="button" disabled=disabled on:click=move |_| on_click()>
            {label}
        </button>
    }
}
