//! The browser's modal dialog.

use super::view;
use leptos::{ev, html, prelude::*};

use crate::{
    browser, text,
    ui::{Show, effect},
};

/// Clicks on a dialog's backdrop. Press and release must both be there, so that a selection dragged beyond the edge closes
/// nothing; and the second click of a double click, which was meant for what opened the dialog, doesn't count.
#[derive(Clone, Copy)]
pub(crate) struct BackdropClick {
    pressed: StoredValue<bool>,
}

impl BackdropClick {
    /// Nothing is pressed yet.
    pub(crate) fn new() -> Self {
        Self { pressed: StoredValue::new(false) }
    }

    /// For `pointerdown` on the dialog.
    pub(crate) fn on_pointer_down(self, event: &ev::PointerEvent) {
        self.pressed.set_value(event.target() == event.current_target());
    }

    /// For `click` on the dialog: whether it was on the backdrop.
    pub(crate) fn is_clicked(self, event: &ev::MouseEvent) -> bool {
        event.target() == event.current_target() && self.pressed.get_value() && event.detail() < 2
    }
}

/// A cross that closes a dialog.
#[component]
pub(crate) fn CloseButton(
    /// Whether the dialog can't be closed for now.
    #[prop(into, optional)]
    disabled: Signal<bool>,
    /// Called when it is pressed.
    #[prop(into)]
    on_click: Callback<()>,
) -> impl IntoView {
    view! {
        <button
            class="button button-quiet dialog-cross"
            type="button"
            aria-label=text::keys::CLOSE
            aria-disabled=move || disabled.get().then_some("true")
            on:click=move |_| on_click.run(())
        >
            "×"
        </button>
    }
}

/// A `<dialog>`: the browser keeps the focus inside, makes the page behind it inert, closes it on Esc and gives the focus
/// back.
#[component]
pub(crate) fn Dialog(
    /// Its heading and accessible name.
    title: &'static str,
    /// Whether it is open.
    open: RwSignal<bool>,
    /// Classes of the element.
    #[prop(default = "dialog")]
    class: &'static str,
    /// Its content; created each time it opens.
    children: ChildrenFn,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    effect(move || {
        let Some(dialog) = node.get() else { return };
        let is_open = open.get();
        // Untracked: opening moves the focus, which runs listeners.
        untrack(|| {
            if is_open && !dialog.open() {
                // Something else has removed it from the document.
                if dialog.show_modal().is_err() {
                    browser::report_lost_part();
                }
            } else if !is_open && dialog.open() {
                dialog.close();
            }
        });
    });
    let backdrop = BackdropClick::new();
    view! {
        <dialog
            class=class
            node_ref=node
            aria-label=title
            // Fired later than it closes: it may be open again, or removed.
            on:close=move |_| {
                if node.try_get_untracked().flatten().is_none_or(|dialog| !dialog.open()) {
                    open.try_set(false);
                }
            }
            on:pointerdown=move |event| backdrop.on_pointer_down(&event)
            on:click=move |event| {
                if backdrop.is_clicked(&event) {
                    open.set(false);
                }
            }
        >
            <Show when=move || open.get()>
                <div class="dialog-inner">
                    <div class="dialog-head">
                        <h2>{title}</h2>
                        <CloseButton on_click=move || open.set(false) />
                    </div>
                    {children()}
                </div>
            </Show>
        </dialog>
    }
}
