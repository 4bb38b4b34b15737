//! The scene after a success: the new key.

use std::sync::Arc;

use leptos::prelude::*;
use portal_api::Key;
use portal_core::keys::secret::lifecycle::{Event, SecretState, WipeReason};

use super::scene::{SceneLayout, restore_title_focus};
use crate::{
    browser,
    lazy::rotate::secret::{ClosePrompt, SecretKeeper, SecretView, is_asking},
    text,
    ui::{CloseButton, Show, memo, view},
};

/// The new key, what is known of it and of the old one, and the question before it is lost.
#[component]
pub(crate) fn NewKeyScene(
    keeper: SecretKeeper,
    /// The old key.
    key: Arc<Key>,
    /// The first sentence.
    lead: &'static str,
    /// What the check has found; empty where all is as expected.
    found: Memo<String>,
    /// When the old key ends.
    old_ends: Memo<String>,
    /// Tells the secret what the user wants, and closes the dialog once it is wiped.
    send: Callback<Event>,
) -> impl IntoView {
    // Closed or replaced secrets have no scene any more.
    let wiped = memo(move || matches!(keeper.state(), SecretState::Wiped(WipeReason::Hidden)));
    let saved = move || !keeper.state().is_at_risk();
    let title = text::rotation::secret::title(&key);
    let foot = view! {
        <ClosePrompt keeper send on_gone=restore_title_focus />
        <Show when=move || !is_asking(keeper)>
            <button
                class="button"
                class:button-primary=saved
                type="button"
                on:click=move |_| send.run(Event::Close(browser::now()))
            >
                {text::rotation::secret::DONE}
            </button>
        </Show>
    };
    let cross = view! { <CloseButton on_click=move || send.run(Event::Close(browser::now())) /> };
    view! {
        <SceneLayout key=Arc::clone(&key) title foot=foot.into_any() cross>
            <Show when=move || !found.with(String::is_empty)>
                <p class="warning" role="alert" prop:textContent=found></p>
            </Show>
            <Show when=wiped>
                <p role="status">{text::rotation::secret::WIPED}</p>
            </Show>
            <Show when=move || !wiped.get()>
                <p>{lead}</p>
                <SecretView keeper key=Arc::clone(&key) />
            </Show>
            <p class="soft" prop:textContent=old_ends></p>
        </SceneLayout>
    }
}
