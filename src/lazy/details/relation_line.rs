//! Below a key's name: which key replaced it, or which one it replaced.

use std::sync::Arc;

use leptos::prelude::*;
use portal_api::Key;
use portal_core::{
    keys::rotation::relation::{KeyRelation, OldKeyEnd, RelatedKey},
    page::Page,
};

use crate::{
    keys::store::KeysStore,
    text::{self, rotation::relation as words},
    ui::{fresh, memo, view},
};

/// Nothing for a key that has no part in a rotation.
#[component]
pub(super) fn RelationLine(
    key: Memo<Option<Arc<Key>>>,
    relation: Memo<Option<KeyRelation>>,
    store: KeysStore,
) -> impl IntoView {
    let ends = memo(move || {
        let end = key.get().map(|key| OldKeyEnd::of(&key));
        end.map(|end| words::ends(end, store.now().get())).unwrap_or_default()
    });
    view! {
        {move || {
            let KeyRelation { replaced_by, replaces } = relation.get().unwrap_or_default();
            let is_new = replaced_by.is_none() && replaces.as_ref().is_some_and(|old| old.certain);
            (replaced_by.is_some() || replaces.is_some())
                .then(|| {
                    fresh(
                        view! {
                            <p class="key-relation">
                                {replaced_by
                                    .map(|new| {
                                        view! {
                                            <span>
                                                <RelatedLink words=words::replaced_by(new.certain) other=new store />
                                                <span class="soft" prop:textContent=ends></span>
                                            </span>
                                        }
                                    })}
                                {is_new.then(|| view! { <span class="key-tag key-tag-new">{words::NEW}</span> })}
                                {replaces
                                    .map(|old| {
                                        view! { <RelatedLink words=words::replaces(old.certain) other=old store /> }
                                    })}
                            </p>
                        },
                    )
                })
        }}
    }
}

/// A link to the other key; its words alone where that key isn't loaded.
#[component]
fn RelatedLink(words: words::Relation, other: RelatedKey, store: KeysStore) -> impl IntoView {
    let start = store.list().with(|list| list.get(&other.id).map(|key| text::key_start(key)));
    match start {
        Some(start) => {
            view! {
                <a href=Page::key_path(
                    &other.id,
                )>
                    {words.before} " " <code class="mono" translate="no">
                        {start}
                    </code> <span aria-hidden="true">" →"</span>
                </a>
            }
        }
        None => view! { <span>{words.alone}</span> },
    }
}
