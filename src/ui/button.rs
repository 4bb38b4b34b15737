//! A button.

use leptos::prelude::*;

use super::view;

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
    disabled: Option<Signal<bool>>,
    /// Called when it is pressed.
    on_click: impl Fn() + 'static,
) -> impl IntoView {
    button(label, primary, disabled, Box::new(on_click))
}

fn button(label: &'static str, primary: bool, disabled: Option<Signal<bool>>, on_click: Box<dyn Fn()>) -> AnyView {
    let class = if primary { "button button-primary" } else { "button" };
    let disabled = move || disabled.is_some_and(|disabled| disabled.get());
    view! {
        <button class=class type="button" disabled=disabled on:click=move |_| on_click()>
            {label}
        </button>
    }
}
