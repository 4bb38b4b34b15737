//! Where a page shows notices about rotations.

use leptos::prelude::*;
use portal_api::KeyId;

use super::rotations::Rotations;
use crate::ui::view;

/// The notices that were not dismissed; with `key`, all about rotations to and from that key. Empty until the rotation module
/// is loaded, which happens only in tabs that have rotated a key or heard of it.
#[component]
pub(crate) fn RotationNotices(#[prop(optional)] key: Option<KeyId>) -> impl IntoView {
    let rotations = expect_context::<Rotations>();
    view! { {move || rotations.views().map(|views| views.notices.run(key.clone()))} }
}
