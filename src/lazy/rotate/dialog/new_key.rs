//! The scene after a success: the new key's secret.

use std::sync::Arc;

use leptos::prelude::*;
use portal_api::Key;
use portal_core::keys::secret::lifecycle::{SecretState, WipeReason};

use super::{
    handle::DialogHandle,
    scene::{SceneLayout, cross, focus_title},
};
use crate::{
    lazy::rotate::secret::{ClosePrompt, SecretView, is_asking},
    session::use_session,
    text,
    ui::{Show, memo, view},
};

/// `key`: the old key.
#[component]
pub(super) fn NewKeyScene(handle: DialogHandle, key: Arc<Key>) -> impl IntoView {
    let keeper = handle.secret;
    let now = handle.state.clock();
    let new = handle.state.read_current(|rotation| rotation.rotated().map(|rotated| rotated.new)).flatten();
    let new = StoredValue::new(new);
    // Not from the rotation: the check after it may know better.
    let notice = move || new.get_value().and_then(|new| handle.state.notice_of(&new));
    let app = use_session().config().app_name.clone();
    let found = memo(move || {
        // Untracked: each change of the text would be read out again.
        text::rotation::check::found(notice()?.findings, app.as_deref(), now.get_untracked())
    });
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
        <SceneLayout key=Arc::clone(&key) title foot=foot.into_any() cross=cross(handle, false.into())>
            <Show when=move || found.with(Option::is_some)>
                <p class="warning" role="alert">
                    {move || found.get()}
                </p>
            </Show>
            <Show when=wiped>
                <p role="status">{text::rotation::secret::WIPED}</p>
            </Show>
            <Show when=move || !wiped.get()>
                <p>{text::rotation::secret::SHOWN_ONCE}</p>
                <SecretView keeper key=Arc::clone(&key) />
            </Show>
            <p class="soft">
                {move || notice().map(|notice| text::rotation::old_ends(notice.rotation.old_ends, now.get()))}
            </p>
        </SceneLayout>
    }
}
