//! The tag beside the name of a key that is new, or was replaced.

use std::sync::Arc;

use leptos::prelude::*;
use portal_api::{Key, ServerTime};
use portal_core::keys::rotation::relation::{KeyTag, Relations};

use crate::{
    text,
    ui::{memo, view},
};

/// `New`, or `Replaced` with when that key stops; empty for all other keys.
#[component]
pub(super) fn KeyTagView(key: Signal<Arc<Key>>, relations: Memo<Relations>, now: Memo<ServerTime>) -> impl IntoView {
    let tag = move || relations.with(|relations| key.with(|key| relations.tag(key)));
    let words = memo(move || tag().map(|tag| text::rotation::relation::tag(tag, now.get())).unwrap_or_default());
    let class = memo(move || match tag() {
        Some(KeyTag::New) => "key-tag key-tag-new",
        Some(KeyTag::Replaced { .. }) => "key-tag key-tag-old",
        None => "key-tag",
    });
    view! { <span class=class prop:textContent=words></span> }
}
