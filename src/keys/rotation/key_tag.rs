//! Where a key's row says that it is new, or was replaced.

use std::sync::Arc;

use leptos::prelude::*;
use portal_api::Key;

use super::rotations::Rotations;
use crate::ui::view;

/// The tag beside a key's name. Empty until the rotation module is loaded, and for most keys.
#[component]
pub(crate) fn KeyTag(#[prop(into)] key: Signal<Arc<Key>>) -> impl IntoView {
    let rotations = use_context::<Rotations>();
    view! { {move || rotations.and_then(Rotations::views).map(|views| views.tag.run(key))} }
}
