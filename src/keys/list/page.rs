//! The page `/keys`.

use leptos::{html, prelude::*};
use portal_core::keys::{
    list::Continuation,
    view::{KeyIndex, KeysView, SearchResults},
};

use super::{
    head::PageHead, list_view::ListView, no_match::NoMatch, shortcuts::Shortcuts, table::KeysTable, toolbar::Toolbar,
};
use crate::{
    keys::{
        load_failure::LoadFailure,
        rotation::notices::RotationNotices,
        store::{KeysStore, Progress},
    },
    lazy::details,
    session::{ResumeLocation, use_session},
    text::{self, normalize::fold},
    ui::{Heading, Show, SkeletonCard, effect, memo, view},
};

/// What is below the heading.
#[derive(Clone, Copy, PartialEq)]
enum Content {
    /// The first page is being loaded, or has failed.
    Loading,
    /// The user has no keys.
    Empty,
    /// The user has keys.
    List,
}

/// `/keys`
#[component]
pub(crate) fn KeysPage() -> impl IntoView {
    let store = expect_context::<KeysStore>();
    let content = memo(move || {
        store.list().with(|list| match (list.continuation(), list.keys().is_empty()) {
            (Continuation::Page(None), _) => Content::Loading,
            (_, true) => Content::Empty,
            (_, false) => Content::List,
        })
    });
    view! {
        <main class="page" id="main" aria-busy=move || (store.progress().get() == Progress::Loading).to_string()>
            {move || match content.get() {
                Content::Loading => view! { <Loading store /> },
                Content::Empty => view! { <Empty /> },
                Content::List => view! { <List store /> },
            }}
        </main>
    }
}

#[component]
fn Loading(store: KeysStore) -> impl IntoView {
    view! {
        <div class="page-head">
            <Heading text=text::API_KEYS.to_owned() />
        </div>
        <LoadFailure store title=|_| text::KEYS_FAILED.to_owned() resume_label=text::TRY_AGAIN />
        <Show when=move || store.progress().with(|progress| !matches!(progress, Progress::Failed(_)))>
            <p class="visually-hidden" role="status">
                {text::LOADING_KEYS}
            </p>
            <SkeletonCard />
        </Show>
    }
}

#[component]
fn Empty() -> impl IntoView {
    let config = use_session().config();
    view! {
        <div class="page-head">
            <Heading text=text::API_KEYS.to_owned() />
        </div>
        <div class="card empty">
            <h2>{text::NO_KEYS_TITLE}</h2>
            <p class="soft">{text::no_keys(config.app_name.as_deref())}</p>
        </div>
    }
}

#[component]
fn List(store: KeysStore) -> impl IntoView {
    let view = ListView::from_address(store);
    let search = NodeRef::<html::Input>::new();
    let searched_key = memo(move || view.searched_key());
    // A whole key is looked up, not searched for.
    let applied = memo(move || {
        let view = view.get().get();
        match searched_key.get() {
            Some(_) => KeysView { query: String::new(), ..view },
            None => view,
        }
    });
    let results = search_results(store, applied);
    let is_empty = memo(move || results.with(SearchResults::is_empty));
    let resumed = expect_context::<ResumeLocation>();
    effect(move || {
        if store.progress().get() == Progress::Resting {
            resumed.restore_scroll();
        }
    });
    view! {
        <PageHead store view=applied results />
        <Toolbar view search />
        <Show when=move || searched_key.with(Option::is_some)>
            <div class="card panel">
                <p class="soft">{text::keys::IDENTIFY_IN_SEARCH}</p>
                {details::key_matches(store, Signal::derive(move || searched_key.get().unwrap_or_default()))}
            </div>
        </Show>
        <RotationNotices />
        <LoadFailure store title=text::loading_stopped resume_label=text::GO_ON />
        <Show when=is_empty>
            <NoMatch store view applied />
        </Show>
        <KeysTable store view results hidden=is_empty />
        <Foot store search />
    }
}

/// The keys that a view shows, in order.
fn search_results(store: KeysStore, view: Memo<KeysView>) -> Memo<SearchResults> {
    let now = store.now();
    let index = StoredValue::new(KeyIndex::new(fold));
    // The index takes each page in once, however many searches follow.
    let index_revision = Memo::new(move |before: Option<&usize>| {
        store.list().with(|list| index.update_value(|index| index.update(list)));
        before.map_or(0, |revision| revision + 1)
    });
    memo(move || {
        // Read, not only tracked: a memo is computed when it is read.
        index_revision.get();
        view.with(|view| {
            let now = if view.depends_on_time() { now.get() } else { now.get_untracked() };
            index.try_update_value(|index| index.find(view, now)).unwrap_or_default()
        })
    })
}

#[component]
fn Foot(store: KeysStore, search: NodeRef<html::Input>) -> impl IntoView {
    view! {
        <div class="list-foot">
            <p class="soft" role="status">
                {move || {
                    store
                        .list()
                        .with(|list| {
                            (*list.continuation() == Continuation::CursorStuck)
                                .then(|| text::server_stopped(list.keys().len()))
                        })
                }}
            </p>
            <Shortcuts search />
        </div>
    }
}
