//! One key with all its facts.

use std::sync::Arc;

use leptos::prelude::*;
use portal_api::{Key, KeyId};
use portal_core::keys::{
    list::{Continuation, LoadTarget},
    name,
};

use super::{facts::Facts, last_day::LastDay, relation_line::RelationLine};
use crate::{
    browser,
    keys::{
        key_cells::StatusBadge,
        load_failure::LoadFailure,
        rotation::{button::RotateButton, notices::RotationNotices, rotations::Rotations},
        store::{KeysStore, Progress},
    },
    text,
    ui::{Heading, Show, SkeletonCard, effect, fresh, memo, view},
};

/// `/keys/<id>`
#[component]
pub(super) fn KeyDetails(id: KeyId) -> impl IntoView {
    let store = expect_context::<KeysStore>();
    store.set_last_opened(id.clone());
    let key = memo(move || store.list().with(|list| list.get(&id).cloned()));
    // Changes of the key update the page; it is not created anew, which would move the focus.
    let is_known = memo(move || key.with(Option::is_some));
    let has_more = memo(move || store.list().with(|list| matches!(list.continuation(), Continuation::Page(_))));
    // A key that isn't among those that are loaded may be among the rest.
    effect(move || {
        if key.with(Option::is_none) {
            store.load_to(LoadTarget::All);
        }
    });
    view! {
        <p class="back">
            <a href=store.list_address()>"← " {text::keys::ALL_KEYS}</a>
        </p>
        {move || fresh(
            match is_known.get().then(|| key.get_untracked()).flatten() {
                Some(first) => view! { <Known key first store /> },
                None if has_more.get() => view! { <Loading store /> },
                None => {
                    view! {
                        <Heading text=text::keys::KEY_GONE_TITLE.to_owned() />
                        <p class="soft">{text::keys::KEY_GONE}</p>
                    }
                }
            },
        )}
    }
}

#[component]
fn Loading(store: KeysStore) -> impl IntoView {
    view! {
        <Heading text=text::LOADING_KEYS.to_owned() />
        <LoadFailure store title=|_| text::KEYS_FAILED.to_owned() resume_label=text::TRY_AGAIN />
        <Show when=move || store.progress().with(|progress| !matches!(progress, Progress::Failed(_)))>
            <SkeletonCard />
        </Show>
    }
}

#[component]
fn Known(
    key: Memo<Option<Arc<Key>>>,
    /// The key as it was when the page was opened.
    first: Arc<Key>,
    store: KeysStore,
) -> impl IntoView {
    let now = store.now();
    let rotations = expect_context::<Rotations>();
    let relation = memo(move || {
        let (views, key) = (rotations.views()?, key.get()?);
        Some(views.relation.run(key))
    });
    let replaced_by = move || relation.get().and_then(|relation| relation.replaced_by);
    let is_replaced = memo(move || replaced_by().is_some());
    let is_surely_old = memo(move || replaced_by().is_some_and(|new| new.certain));
    let title = {
        let first = Arc::clone(&first);
        memo(move || {
            let key = key.get().unwrap_or_else(|| Arc::clone(&first));
            text::rotation::relation::title(text::key_name(&key), is_surely_old.get())
        })
    };
    // After a rotation the new key is one click away.
    effect(move || {
        if rotations.finished().with(Option::is_some) {
            rotations.finished().set(None);
            browser::reveal(|| document().query_selector(".key-relation a").ok().flatten());
        }
    });
    view! {
        <div class="page-head key-head">
            <Heading text=title translate=name(&first).map(|_| "no") />
            {move || {
                key.get()
                    .map(|key| {
                        let same = Arc::clone(&key);
                        let class = if is_replaced.get() { "button" } else { "button button-primary" };
                        view! {
                            <StatusBadge status=Signal::derive(move || same.status(now.get())) />
                            <div class="page-actions">
                                <RotateButton key on_page=class />
                            </div>
                        }
                    })
            }}
        </div>
        <RelationLine key relation store />
        <RotationNotices key=first.key_id.clone() />
        {move || key.get().map(|key| fresh(view! { <Facts key now /> }))}
        <LastDay key=first />
    }
}
