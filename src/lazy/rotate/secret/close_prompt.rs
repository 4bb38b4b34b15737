//! Asks before a secret is lost that the user has neither copied nor checked.

use leptos::prelude::*;
use portal_core::keys::secret::lifecycle::{Event, Leaving};

use super::keeper::SecretKeeper;
use crate::{
    browser, text,
    ui::{Show, effect, memo, on_change, view},
};

/// Element id of the safe button.
const STAY_ID: &str = "stay-at-key";

/// Whether the prompt is shown; tracked.
pub(crate) fn is_asking(keeper: SecretKeeper) -> bool {
    keeper.held().is_some_and(|held| held.question.is_some())
}

/// The prompt; nothing while it isn't needed. The safe button is last, where “Done” was.
#[component]
pub(crate) fn ClosePrompt(
    keeper: SecretKeeper,
    /// Tells the secret what the user has decided.
    send: Callback<Event>,
    /// Called when the prompt is gone.
    on_gone: fn(),
) -> impl IntoView {
    let leaving = move || keeper.held().and_then(|held| held.question).map(|question| question.leaving);
    let is_asking = memo(move || is_asking(keeper));
    on_change(
        move || is_asking.track(),
        move || {
            if !is_asking.get_untracked() {
                on_gone();
            }
        },
    );
    view! {
        <Show when=is_asking>
            <Question leaving=untrack(leaving).unwrap_or(Leaving::Close) send />
        </Show>
    }
}

/// Its safe button takes the focus when it appears.
#[component]
fn Question(leaving: Leaving, send: Callback<Event>) -> impl IntoView {
    // Untracked: focus runs listeners.
    effect(|| untrack(|| browser::focus_by_id(STAY_ID)));
    let (question, leave) = match leaving {
        Leaving::Close => (text::rotation::secret::NOT_SAVED, text::rotation::secret::CLOSE_UNSAVED),
        Leaving::SignOut => (text::rotation::secret::NOT_SAVED_SIGN_OUT, text::rotation::secret::SIGN_OUT_UNSAVED),
    };
    view! {
        <div class="close-question" role="alertdialog" aria-labelledby="close-question" tabindex="-1">
            <p id="close-question">{question}</p>
            <div class="close-actions">
                <button class="button" type="button" on:click=move |_| send.run(Event::Leave(browser::now()))>
                    {leave}
                </button>
                <button
                    class="button button-primary"
                    type="button"
                    id=STAY_ID
                    on:click=move |_| send.run(Event::Stay(browser::now()))
                >
                    {text::rotation::secret::STAY}
                </button>
            </div>
        </div>
    }
}
