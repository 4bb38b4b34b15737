//! Rotations and changes of the same key that the user may not know of.

use std::sync::Arc;

use leptos::prelude::*;
use portal_api::Key;
use portal_core::{keys::rotation::machine::ChooseAgain, page::Page};

use crate::{
    lazy::rotate::dialog::{DialogHandle, RotationLock},
    text,
    ui::{Show, view},
};

/// Why the user has to choose once more, that another tab rotates the key, or that it was rotated already.
#[component]
pub(super) fn Hints(handle: DialogHandle, again: Option<ChooseAgain>, key: Arc<Key>) -> impl IntoView {
    let now = handle.state.clock();
    let in_other_tab = move || handle.runner.lock() == RotationLock::OtherTab;
    let again = again.map(|again| {
        view! {
            <p class="warning" role="alert">
                {text::rotation::choice::again(again)}
            </p>
        }
    });
    let rotated = untrack(|| handle.state.rotated_from(&key.key_id)).map(|rotation| {
        view! {
            <p class="warning">
                <span>{text::rotation::choice::rotated_before(rotation.at, now.get_untracked())}</span>
                " "
                <a href=Page::key_path(&rotation.new) on:click=move |_| handle.request_close()>
                    {text::rotation::choice::OPEN_NEW_KEY}
                </a>
            </p>
        }
    });
    view! {
        {again}
        <Show when=in_other_tab>
            <p class="warning" role="alert">
                {text::rotation::choice::OTHER_TAB}
            </p>
        </Show>
        {rotated}
    }
}
