//! Leptos' `Show`, compiled once.

use super::view;
use leptos::prelude::*;

/// [`leptos::prelude::Show`] with type-erased props: it is compiled once, and not once per use (about 1 kB of wasm each).
#[component]
pub(crate) fn Show(
    /// Whether the children are on the page. They are created anew each time it becomes true.
    #[prop(into)]
    when: Signal<bool>,
    children: ChildrenFn,
) -> impl IntoView {
    view! { <leptos::prelude::Show when=move || when.get()>{children()}</leptos::prelude::Show> }
}
