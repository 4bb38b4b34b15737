//! What a notice says where nobody has the new key, and the way on.

use leptos::prelude::*;
use portal_api::KeyId;
use portal_core::keys::rotation::save_state::SaveState;

use crate::{
    browser,
    keys::store::KeysStore,
    lazy::rotations::state::{RotationState, until_new_key_is_gone},
    text,
    ui::{Show, memo, view},
};

/// Whether a tab still shows the new key, or that it is lost: then a button rotates it.
#[component]
pub(super) fn Unsaved(new: KeyId, save_state: SaveState, state: RotationState) -> impl IntoView {
    let is_lost = RwSignal::new(save_state != SaveState::NotSaved);
    if save_state == SaveState::NotSaved {
        let new = new.clone();
        browser::spawn(async move {
            until_new_key_is_gone(&new).await;
            is_lost.try_set(true);
        });
    }
    let what = match save_state {
        SaveState::NeverArrived => text::rotation::notices::CANT_BE_SHOWN,
        SaveState::ClosedUnsaved => text::rotation::notices::CLOSED_UNSAVED,
        SaveState::NotSaved | SaveState::Saved => text::rotation::notices::NOT_SAVED,
    };
    view! {
        <Show when=move || is_lost.get()>
            <p class="rotation-unsaved">{what} <RotateNew new=new.clone() state /></p>
        </Show>
        // In this tab it is behind the dialog with the new key.
        <Show when=move || !is_lost.get() && state.current().with(Option::is_none)>
            <p>{text::rotation::notices::NOT_YET_SAVED}</p>
        </Show>
    }
}

/// “Rotate the new key.”, a button where that key is in the list and the session may rotate keys.
#[component]
fn RotateNew(new: KeyId, state: RotationState) -> impl IntoView {
    let store = expect_context::<KeysStore>();
    let can_rotate = {
        let new = new.clone();
        memo(move || state.shared.allowed() && store.list().with(|list| list.get(&new).is_some()))
    };
    let rotate = move |_| {
        if let Some(key) = state.find_key(&new) {
            state.shared.open(key);
        }
    };
    view! {
        <button class="link" type="button" disabled=move || !can_rotate.get() on:click=rotate>
            {text::rotation::ROTATE_NEW}
        </button>
        "."
    }
}
