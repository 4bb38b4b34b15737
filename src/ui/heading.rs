//! A page's heading.

use super::view;
use crate::reactive::{NodeRef, effect};
use leptos::prelude::*;

/// The one heading of what is on screen. It names the document, and takes the focus when it appears: screen readers begin
/// there, and the focus is never left on something that is gone.
#[component]
pub(crate) fn Heading(text: String) -> impl IntoView {
    let node = NodeRef::<web_sys::HtmlElement>::new(None);
    document().set_title(&text);
    effect(move || {
        if let Some(heading) = node.get() {
            // Refused only for what can't take it.
            let _ = heading.focus();
        }
    });
    view! {
        <h1 node_ref=node tabindex="-1">
            {text}
        </h1>
    }
}
