//! The `<dialog>` element, and how it is asked to close.

use leptos::{ev, html, prelude::*};

use super::scene::TITLE_ID;
use crate::ui::{BackdropClick, view};

/// A modal dialog that closes only when its owner says so.
#[component]
pub(crate) fn DialogFrame(
    node: NodeRef<html::Dialog>,
    /// The user wants to close it: by Esc, a click on the backdrop, or a gesture of the device.
    #[prop(into)]
    on_close_request: Callback<()>,
    /// The element was closed: by the owner, by the browser or by an extension.
    #[prop(into)]
    on_closed: Callback<()>,
    children: Children,
) -> impl IntoView {
    // Not left to `cancel`: Chromium closes a dialog at the second Esc, even where `cancel` is prevented.
    let on_keydown = move |event: ev::KeyboardEvent| {
        if event.key() == "Escape" {
            event.prevent_default();
            // A key that is held down must not answer the prompt that it has just opened.
            if !event.repeat() {
                on_close_request.run(());
            }
        }
    };
    let on_cancel = move |event: ev::Event| {
        event.prevent_default();
        on_close_request.run(());
    };
    let backdrop = BackdropClick::new();
    view! {
        <dialog
            class="dialog rotation-dialog"
            node_ref=node
            aria-labelledby=TITLE_ID
            on:keydown=on_keydown
            on:cancel=on_cancel
            // May arrive after the owner is gone.
            on:close=move |_| {
                on_closed.try_run(());
            }
            on:pointerdown=move |event| backdrop.on_pointer_down(&event)
            on:click=move |event| {
                if backdrop.is_clicked(&event) {
                    on_close_request.run(());
                }
            }
        >
            {children()}
        </dialog>
    }
}
