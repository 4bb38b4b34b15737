//! The buttons below the choice.

use leptos::{ev, prelude::*};

use super::selection::GraceSelection;
use crate::{
    browser,
    lazy::rotate::dialog::DialogHandle,
    session::use_session,
    text,
    ui::{effect, memo, view},
};

/// After how long the request is called slow, in milliseconds.
const SLOW_MS: u32 = 5_000;

/// For how long a key can't press a button that has just got the focus, or another meaning, in milliseconds. The pointer can't
/// either: `not-yet` in the stylesheet.
const NOT_YET_MS: i64 = 500;

/// Element id of the button that rotates the key.
const CONFIRM_ID: &str = "confirm-rotation";

/// The button that rotates the key.
#[derive(Clone, Copy)]
pub(super) struct ConfirmButton {
    /// Until then keys don't press it, by the client's clock.
    ready_at_ms: StoredValue<i64>,
}

impl ConfirmButton {
    pub(super) fn new() -> Self {
        Self { ready_at_ms: StoredValue::new(0) }
    }

    /// Enter on a choice: the button gets the focus, and another Enter presses it, but not the second of a double one.
    pub(super) fn focus(self) {
        self.wait();
        browser::focus_by_id(CONFIRM_ID);
    }

    fn wait(self) {
        self.ready_at_ms.set_value(browser::now().0.saturating_add(NOT_YET_MS));
    }

    fn is_ready(self, click: &ev::MouseEvent) -> bool {
        // Clicks of a pointer have a count.
        click.detail() > 0 || browser::now().0 >= self.ready_at_ms.get_value()
    }
}

/// “Cancel” and the button that rotates the key; and why nothing happens, where that is so.
#[component]
pub(super) fn SendButtons(
    handle: DialogHandle,
    selection: GraceSelection,
    confirm: ConfirmButton,
    busy: Memo<bool>,
    /// Whether the old key stops at once and something is likely to fail.
    breaks: Memo<bool>,
    on_send: impl Fn() + Send + 'static,
) -> impl IntoView {
    let session = use_session();
    let offline = move || !session.online().get();
    let slow = slow_after(busy);
    effect(move || {
        if breaks.get() {
            confirm.wait();
        }
    });
    let status = memo(move || {
        if offline() {
            text::rotation::BLOCKED_OFFLINE
        } else if slow.get() {
            text::rotation::choice::SLOW
        } else {
            ""
        }
    });
    let label = memo(move || match (busy.get(), breaks.get()) {
        (true, _) => text::rotation::choice::ROTATING,
        (false, true) => text::rotation::choice::ROTATE_AND_STOP,
        (false, false) => text::rotation::ROTATE_KEY,
    });
    let is_blocked = move || busy.get() || offline();
    let send = move |click: ev::MouseEvent| {
        if !untrack(is_blocked) && confirm.is_ready(&click) {
            on_send();
        }
    };
    view! {
        <p class="dialog-said soft" role="status" prop:textContent=status></p>
        <button
            class="button"
            type="button"
            aria-disabled=move || busy.get().then_some("true")
            on:click=move |_| handle.request_close()
        >
            {text::rotation::CANCEL}
        </button>
        <button
            class="button button-primary"
            class:button-danger=breaks
            type="button"
            aria-disabled=move || is_blocked().then_some("true")
            id=CONFIRM_ID
            on:pointerover=move |_| selection.touch()
            on:focus=move |_| selection.touch()
            on:click=send
            prop:textContent=label
        ></button>
    }
}

/// Becomes true [`SLOW_MS`] after `busy` did, and false at each change of `busy`.
fn slow_after(busy: Memo<bool>) -> RwSignal<bool> {
    let slow = RwSignal::new(false);
    effect(move || {
        let is_busy = busy.get();
        slow.set(false);
        if is_busy {
            browser::spawn(async move {
                browser::sleep(SLOW_MS).await;
                if busy.try_get_untracked() == Some(true) {
                    slow.try_set(true);
                }
            });
        }
    });
    slow
}
