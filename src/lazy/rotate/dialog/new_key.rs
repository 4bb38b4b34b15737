//! The scene after a success: the new key's secret.

use std::sync::Arc;

use leptos::prelude::*;
use portal_api::Key;
use portal_core::keys::secret::lifecycle::{SecretState, WipeReason};

use super::{
    handle::DialogHandle,
    scene::{SceneLayout, focus_title},
};
use crate::{
    lazy::rotate::secret::{ClosePrompt, SecretView, is_asking},
    text,
    ui::{Show, memo, view},
};

/// `key`: the old key.
#[component]
pub(super) fn NewKeyScene(handle: DialogHandle, key: Arc<Key>) -> impl IntoView {
    let keeper = handle.secret;
    let now = handle.state.clock();
    let old_ends = handle.state.read_current(|rotation| rotation.rotated().map(|rotated| rotated.old_ends)).flatten();
    // Closed or replaced secrets have no scene any more.
    let wiped = memo(move || matches!(keeper.state(), SecretState::Wiped(WipeReason::Hidden)));
    let saved = move || !keeper.state().warns_on_leaving();
    let title = text::rotation::secret::title(&key);
    let foot = view! {
        <ClosePrompt keeper on_stay=focus_title on_close=move || handle.request_close() />
        <Show when=move || !is_asking(keeper)>
            <button class="button" class:button-primary=saved type="button" on:click=move |_| handle.request_close()>
                {text::rotation::secret::DONE}
            </button>
        </Show>
    };
    view! {
        <SceneLayout title foot=foot.into_any()>
            <Show when=wiped>
                <p role="status">{text::rotation::secret::WIPED}</p>
            </Show>
            <Show when=move || !wiped.get()>
                <p>{text::rotation::secret::SHOWN_ONCE}</p>
                <SecretView keeper key=Arc::clone(&key) />
            </Show>
            <p class="soft">{move || old_ends.map(|ends| text::rotation::old_ends(ends, now.get()))}</p>
        </SceneLayout>
    }
}
