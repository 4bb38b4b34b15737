//! Something that has to be dealt with before the page goes on.

use leptos::{ev, prelude::*};

use super::{view, when};
use crate::{
    reactive::{NodeRef, RwSignal, StoredValue, effect},
    text::keys as words,
};

/// Clicks beside a dialog: on the dialog itself, and not on what is in it. A press and a release are needed there, so that
/// text which is selected beyond the edge closes nothing; and the second click of a double one, which was meant for what
/// opened the dialog, doesn't count.
#[derive(Clone, Copy)]
pub(crate) struct Beside {
    pressed: StoredValue<bool>,
}

impl Beside {
    /// Nobody has clicked yet.
    pub(crate) fn new() -> Self {
        Self { pressed: StoredValue::new(false) }
    }

    /// Something was pressed.
    pub(crate) fn pressed(self, event: &ev::PointerEvent) {
        self.pressed.set_value(event.target() == event.current_target());
    }

    /// Whether that was a click beside the dialog.
    pub(crate) fn is_clicked(self, event: &ev::MouseEvent) -> bool {
        event.target() == event.current_target() && self.pressed.get_value() && event.detail() < 2
    }
}

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
    let beside = Beside::new();
    view! {
        <dialog
            class="dialog"
            node_ref=node
            aria-label=title
            on:close=move |_| open.set(false)
            on:pointerdown=move |event| beside.pressed(&event)
            on:click=move |event| {
                if beside.is_clicked(&event) {
                    open.set(false);
                }
            }
        >
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
