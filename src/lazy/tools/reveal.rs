//! After a rotation: the new key's row is shown.

use leptos::prelude::*;
use portal_api::KeyId;

use crate::{
    browser,
    keys::{list_state::ListState, rotation::rotations::Rotations},
    ui::effect,
};

/// Once the dialog is closed, the row of the new key gets the focus, in the middle of the window. Where a search or filters hide
/// it, its link in the notice does.
pub(super) fn reveal_new_key(list: ListState) {
    let ListState { results, navigation, .. } = list;
    let rotations = expect_context::<Rotations>();
    effect(move || {
        let Some(id) = rotations.finished().get() else { return };
        untrack(|| {
            rotations.finished().set(None);
            if results.with(|results| results.position(&id).is_some()) {
                navigation.reveal(id);
            } else {
                rotations.hidden().set(Some(id));
                browser::reveal(|| document().query_selector(".rotation a").ok().flatten());
            }
        });
    });
    effect(move || {
        let is_shown = |id: &KeyId| results.with(|results| results.position(id).is_some());
        if rotations.hidden().with(|id| id.as_ref().is_some_and(is_shown)) {
            rotations.hidden().set(None);
        }
    });
}
