//! Something that has to be dealt with before the page goes on.

use leptos::{ev, prelude::*};

use super::{view, when};
use crate::{
    reactive::{NodeRef, RwSignal, effect},
    text::keys as words,
};

/// The browser's own modal dialog: it keeps the focus inside, makes the page behind it inert, closes on Esc and gives the
/// focus back.
#[component]
pub(crate) fn Dialog(
    /// What it is about: its heading and its name.
    title: &'static str,
    /// Whether it is open.
    open: RwSignal<bool>,
    /// What is in it; made anew whenever it opens.
    children: impl Fn() -> AnyView + Send + Sync + 'static,
) -> impl IntoView {
    let node = NodeRef::<web_sys::HtmlDialogElement>::new(None);
    effect(move || {
        let Some(dialog) = node.get() else { return };
        if open.get() && !dialog.open() {
            // Refused for what is not in the page, which it is.
            let _ = dialog.show_modal();
        } else if !open.get_untracked() && dialog.open() {
            dialog.close();
        }
    });
    // A click on the dialog itself, and not on what is in it, is one beside it.
    let beside = move |event: ev::MouseEvent| {
        if node.get_untracked().is_some_and(|dialog| event.target().as_ref() == Some(dialog.as_ref())) {
            open.set(false);
        }
    };
    view! {
        <dialog class="dialog" node_ref=node aria-label=title on:close=move |_| open.set(false) on:click=beside>
            {when(move || open.get(), move || view! { <div class="dialog-inner">
                    <div class="dialog-head">
                        <h2>{title}</h2>
                        <button class="button button-small" type="button" on:click=move |_| open.set(false)>
                            {words::CLOSE}
                        </button>
                    </div>
                    {children()}
                </div> })}
        </dialog>
    }
}
