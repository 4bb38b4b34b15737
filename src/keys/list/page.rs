//! The page `/keys`.

use leptos::{html, prelude::*};
use portal_core::keys::{
    identify::may_be,
    list::Continuation,
    view::{KeyIndex, KeysView, SearchResults},
};

use super::table::KeysTable;
use crate::{
    keys::{
        list_state::{ListNavigation, ListState, ListView},
        load_failure::LoadFailure,
        rotation::notices::RotationNotices,
        store::{KeysStore, Progress},
    },
    lazy::tools::{Place, Tools, ToolsModule},
    session::{ResumeLocation, use_session},
    text::{self, normalize::fold},
    ui::{DocsLink, Heading, ListSkeleton, Show, TextContent, effect, fresh, memo, view},
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
pub(crate) fn KeysPage(tools: ToolsModule) -> impl IntoView {
    let store = expect_context::<KeysStore>();
    let content = memo(move || {
        store.list().with(|list| match (list.continuation(), list.keys().is_empty()) {
            (Continuation::Page(None), _) => Content::Loading,
            (_, true) => Content::Empty,
            (_, false) => Content::List,
        })
    });
    let has_wide_table = use_session().config().show.rate_limits;
    view! {
        <main
            class="page list-page"
            class:list-page-wide=has_wide_table
            id="main"
            aria-busy=move || (store.progress().get() == Progress::Loading).to_string()
        >
            {move || fresh(
                match content.get() {
                    Content::Loading => view! { <Loading store /> },
                    Content::Empty => view! { <Empty /> },
                    Content::List => view! { <List store tools /> },
                },
            )}
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
        // Not below a failure, which would move it.
        <Show when=move || {
            store.progress().with(|progress| matches!(progress, Progress::Loading | Progress::Resting))
        }>
            <p class="visually-hidden" role="status">
                {text::LOADING_KEYS}
            </p>
            <ListSkeleton />
        </Show>
    }
}

#[component]
fn Empty() -> impl IntoView {
    let config = use_session().config();
    let back = config.return_url.as_ref().map(|url| {
        view! {
            <a class="button" href=url.to_string()>
                {text::back_to(config.app_name.as_deref())}
            </a>
        }
    });
    let docs = config.docs_url.as_ref().map(|url| view! { <DocsLink class="button button-quiet" url /> });
    view! {
        <div class="page-head">
            <Heading text=text::API_KEYS.to_owned() />
        </div>
        <div class="card empty empty-list">
            <h2>{text::NO_KEYS_TITLE}</h2>
            <p class="soft">{text::no_keys(config.app_name.as_deref())}</p>
            <div class="empty-actions">{back} {docs}</div>
        </div>
    }
}

#[component]
fn List(store: KeysStore, tools: ToolsModule) -> impl IntoView {
    let view = ListView::from_address(store);
    let searched_key = memo(move || view.searched_key());
    let results = search_results(store, view, searched_key);
    let is_empty = memo(move || results.with(SearchResults::is_empty));
    let body = NodeRef::<html::Tbody>::new();
    let navigation = ListNavigation::new(body, results, store.last_opened());
    let is_printed = RwSignal::new(false);
    let list = ListState {
        store,
        view,
        searched_key,
        is_filtered: memo(move || view.get().with(KeysView::is_filtered)),
        results,
        navigation,
        rows: navigation.visible_rows(is_printed),
        is_printed,
        shortcuts_are_on: RwSignal::new(true),
    };
    let resumed = expect_context::<ResumeLocation>();
    effect(move || {
        if store.progress().get() == Progress::Resting {
            resumed.restore_scroll();
        }
    });
    view! {
        <div class="page-head">
            <Heading text=text::API_KEYS.to_owned() />
            // Said once: the status has the same words, a moment later.
            <p class="count" aria-hidden="true" prop:textContent=move || TextContent(count_line(list))></p>
            <Tools module=tools list place=Place::Head />
        </div>
        <Tools module=tools list place=Place::Toolbar />
        <RotationNotices />
        <LoadFailure store title=text::loading_stopped resume_label=text::GO_ON />
        <Tools module=tools list place=Place::AboveTable />
        <KeysTable list body hidden=is_empty />
        <div class="list-foot">
            <p class="soft" role="status" prop:textContent=move || TextContent(stopped(store))></p>
            <Tools module=tools list place=Place::Foot />
        </div>
    }
}

/// How many keys are shown, of how many.
fn count_line(list: ListState) -> String {
    let count = list.count();
    let is_loading = list.store.progress().get() == Progress::Loading && !list.is_filtered.get();
    if is_loading { [&count, ", ", text::keys::LOADING_MORE].concat() } else { count }
}

/// That the server has stopped before the end of the list; otherwise nothing.
fn stopped(store: KeysStore) -> String {
    store.list().with(|list| match list.continuation() {
        Continuation::CursorStuck => text::server_stopped(list.keys().len()),
        Continuation::Page(_) | Continuation::Complete => String::new(),
    })
}

/// The keys that a view shows, in order. A whole key is not searched for: it shows the keys that it may be.
fn search_results(store: KeysStore, view: ListView, searched_key: Memo<Option<String>>) -> Memo<SearchResults> {
    let now = store.now();
    let index = StoredValue::new(KeyIndex::new(fold));
    // The index takes each page in once, however many searches follow.
    let index_revision = Memo::new(move |before: Option<&u32>| {
        store.list().with(|list| index.update_value(|index| index.update(list)));
        before.map_or(0, |revision| revision + 1)
    });
    memo(move || {
        // Read, not only tracked: a memo is computed when it is read.
        index_revision.get();
        let mut view = view.get().get();
        let now = if view.depends_on_time() { now.get() } else { now.get_untracked() };
        let searched_key = searched_key.get();
        if searched_key.is_some() {
            view.query.clear();
        }
        let results = index.try_update_value(|index| index.find(&view, now)).unwrap_or_default();
        match searched_key {
            Some(pasted) => results.filter(|key| may_be(&pasted, key)),
            None => results,
        }
    })
}
