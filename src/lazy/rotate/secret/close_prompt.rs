//! Asks once before a secret is closed that the user has neither copied nor checked.

use leptos::{html, prelude::*};
use portal_core::keys::secret::lifecycle::{ClosePrompt as PromptState, Event};

use super::keeper::SecretKeeper;
use crate::{
    text,
    ui::{Button, Show, effect, view},
};

/// Whether the prompt is shown; tracked.
pub(crate) fn is_asking(keeper: SecretKeeper) -> bool {
    keeper.held().is_some_and(|held| held.close_prompt == PromptState::Asking)
}

/// The prompt; nothing while it isn't needed.
#[component]
pub(crate) fn ClosePrompt(
    keeper: SecretKeeper,
    /// Called after the user has decided to stay.
    on_stay: fn(),
    /// Called when the user closes the dialog all the same.
    #[prop(into)]
    on_close: Callback<()>,
) -> impl IntoView {
    let stay = move || {
        keeper.dispatch(Event::Stay);
        on_stay();
    };
    view! {
        <Show when=move || is_asking(keeper)>
            <div class="close-question" role="alertdialog" aria-labelledby="close-question" tabindex="-1">
                <p id="close-question">{text::rotation::secret::NOT_SAVED}</p>
                <div class="close-actions">
                    <StayButton on_click=stay />
                    <Button label=text::rotation::secret::CLOSE_ANYWAY on_click=on_close />
                </div>
            </div>
        </Show>
    }
}

/// Takes the focus when it appears.
#[component]
fn StayButton(on_click: impl Fn() + 'static) -> impl IntoView {
    let node = NodeRef::<html::Button>::new();
    effect(move || {
        if let Some(button) = node.get() {
            // Untracked: focus runs listeners.
            let _ = untrack(|| button.focus());
        }
    });
    view! {
        <button class="button button-primary" type="button" node_ref=node on:click=move |_| on_click()>
            {text::rotation::secret::STAY}
        </button>
    }
}
