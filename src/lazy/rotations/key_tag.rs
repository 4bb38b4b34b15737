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
    let tag = memo(move || relations.with(|relations| key.with(|key| relations.tag(key))));
    let words = memo(move || tag.get().map(|tag| text::rotation::relation::tag(tag, now.get())).unwrap_or_default());
    view! {
        <span
            class="key-tag"
            class:key-tag-new=move || tag.get() == Some(KeyTag::New)
            class:key-tag-old=move || matches!(tag.get(), Some(KeyTag::Replaced { .. }))
            prop:textContent=words
        ></span>
    }
}
