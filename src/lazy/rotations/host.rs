//! What lives beside the pages once the module is loaded: the state of all rotations, and the dialog of the current one.

use std::sync::Arc;

use leptos::prelude::*;
use portal_api::Key;
use portal_core::keys::rotation::relation::Relations;

use super::{key_tag::KeyTagView, notices::Notices, state::RotationState};
use crate::{
    keys::{
        rotation::rotations::{RotationViews, Rotations},
        store::KeysStore,
    },
    lazy::rotate::{self, DialogModule},
    ui::{Show, effect, view},
};

/// Creates the state, takes over what the first page has collected, and shows the dialog while a rotation is current.
#[component]
pub(crate) fn LoadedHost(rotations: Rotations, dialog: DialogModule) -> impl IntoView {
    let state = RotationState::new(rotations);
    state.resume_pending();
    state.handle_messages();
    effect(move || {
        let Some(key) = rotations.requested().get() else { return };
        untrack(|| {
            rotations.requested().set(None);
            if state.current().with(Option::is_none) {
                state.begin(key);
            }
        });
    });
    let store = expect_context::<KeysStore>();
    // Made anew with each page of the list, by whoever asks first.
    let relations = Memo::new_with_compare(
        move |_| {
            let completed = state.completed().with(|all| all.iter().map(|notice| notice.rotation.clone()).collect());
            store.list().with(|list| Relations::new(completed, list))
        },
        |_, _| true,
    );
    rotations.provide(RotationViews {
        notices: Callback::new(move |key| view! { <Notices state key /> }),
        tag: Callback::new(move |key| view! { <KeyTagView key relations now=store.now() /> }),
        relation: Callback::new(move |key: Arc<Key>| relations.with(|relations| relations.of(&key))),
    });
    view! { <Show when=move || state.current().with(Option::is_some)>{rotate::dialog_view(dialog, state)}</Show> }
}
