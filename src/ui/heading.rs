//! A page's heading.

use leptos::{html, prelude::*};

use super::{effect, view};

/// The one `<h1>` on screen. It sets the document's title, and takes the focus when it appears: screen readers start there, and
/// the focus is never left on an element that is gone.
#[component]
pub(crate) fn Heading(text: String) -> impl IntoView {
    let node = NodeRef::<html::H1>::new();
    document().set_title(&text);
    effect(move || {
        if let Some(heading) = node.get() {
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
