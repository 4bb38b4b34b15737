//! Back to the app without being asked to, where the operator wants that.

use leptos::prelude::*;
use portal_core::session::auto_return::COUNTDOWN_S;

use super::storage;
use crate::{browser, text, ui::Button};

const STEP_MS: u32 = 1_000;

/// Counts down where everybody can see it and stop it, and goes.
#[component]
pub(crate) fn AutoReturn(
    /// Where to.
    address: String,
    /// What the operator calls the app.
    app: Option<String>,
) -> impl IntoView {
    let left = RwSignal::new(storage::allows_auto_return().then_some(COUNTDOWN_S));
    browser::spawn(async move {
        loop {
            browser::sleep(STEP_MS).await;
            // The view is gone, or the user stopped it.
            let Some(Some(seconds)) = left.try_get_untracked() else { return };
            // Nobody is taken away from a page that they can't see.
            if !browser::is_visible() {
                continue;
            }
            if seconds <= 1 {
                left.set(None);
                if storage::note_return() {
                    browser::leave_for(&address);
                }
                return;
            }
            left.set(Some(seconds - 1));
        }
    });
    let counting = move || left.get().is_some();
    let words = {
        let app = app.clone();
        move || left.get().map(|seconds| text::returning_in(app.as_deref(), seconds))
    };
    view! {
        <Show when=counting>
            <div class="auto-return">
                // Announced once: a number that changes every second helps nobody.
                <p class="visually-hidden" role="status">
                    {text::returning_in(app.as_deref(), COUNTDOWN_S)}
                </p>
                <p aria-hidden="true">{words.clone()}</p>
                <Button label=text::STAY on_click=move || left.set(None)/>
            </div>
        </Show>
    }
}
