//! What lives beside the pages once the module is loaded: the state of all rotations, and the dialog of the current one.

use leptos::prelude::*;

use super::{notices::Notices, state::RotationState};
use crate::{
    keys::rotation::rotations::Rotations,
    lazy::rotate::{self, DialogModule},
    ui::{Show, view},
};

/// Creates the state, takes over what the first page has collected, and shows the dialog while a rotation is current.
#[component]
pub(crate) fn LoadedHost(rotations: Rotations, dialog: DialogModule) -> impl IntoView {
    let state = RotationState::new(rotations);
    state.resume_pending();
    state.handle_messages();
    Effect::watch(
        move || rotations.requested().get(),
        move |key, _, _| {
            let Some(key) = key else { return };
            rotations.requested().set(None);
            if state.current().with_untracked(Option::is_none) {
                state.begin(key.clone());
            }
        },
        true,
    );
    rotations.provide_notices(Callback::new(move |key| view! { <Notices state key /> }));
    view! { <Show when=move || state.current().with(Option::is_some)>{rotate::dialog_view(dialog, state)}</Show> }
}
