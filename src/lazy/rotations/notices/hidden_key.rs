//! What a notice says where the new key's row is not among those below it.

use leptos::prelude::*;
use portal_api::KeyId;

use crate::{
    lazy::rotations::state::RotationState,
    text,
    ui::{Show, view},
};

/// Nothing, unless the list's search or filters hide the new key.
#[component]
pub(super) fn HiddenKey(new: KeyId, state: RotationState) -> impl IntoView {
    let is_hidden =
        move || state.shared.hidden().with(|hidden| hidden.as_ref() == Some(&new)) && state.find_key(&new).is_some();
    view! {
        <Show when=is_hidden>
            <p>{text::rotation::relation::HIDDEN}</p>
        </Show>
    }
}
