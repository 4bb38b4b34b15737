//! The page of keys: the list and everything that may be said in its place.

use leptos::{html, prelude::*};
use portal_core::keys::{
    list::Continuation,
    list::LoadTarget,
    view::KeyIndex,
    view::{Column, KeysView},
};

use super::{export::Export, list_view::ListView, shortcuts::Shortcuts, table::KeysTable, toolbar::Toolbar};
use crate::{
    browser::{self, debounce::Debounce},
    keys::{
        load_failure::Trouble,
        rotation::notices::RotationNotices,
        store::{KeysStore, Progress},
    },
    lazy::details::{whose_field, whose_result},
    session::{Resumed, use_session},
    text::{self, keys as words, normalize::fold},
    ui::{Button, Dialog, Heading, SkeletonCard},
};

/// How long the number of keys rests before it is announced, in milliseconds: not at each letter of a search.
const ANNOUNCED_AFTER_MS: u32 = 700;

/// What stands below the heading.
#[derive(Clone, Copy, PartialEq)]
enum Shown {
    /// The first page is under way, or has failed.
    NothingYet,
    /// There are no keys.
    Empty,
    /// Keys.
    List,
}

/// `/keys`
#[component]
pub(crate) fn KeysPage() -> impl IntoView {
    let store = expect_context::<KeysStore>();
    let shown = Memo::new(move |_| {
        store.list().with(|list| match (list.continuation(), list.keys().is_empty()) {
            (Continuation::Page(None), _) => Shown::NothingYet,
            (_, true) => Shown::Empty,
            (_, false) => Shown::List,
        })
    });
    let busy = move || (store.progress().get() == Progress::Loading).to_string();
    view! {
        <main class="page" id="main" aria-busy=busy>
            {move || match shown.get() {
                Shown::NothingYet => view! { <NothingYet store/> }.into_any(),
                Shown::Empty => view! { <Empty/> }.into_any(),
                Shown::List => view! { <List store/> }.into_any(),
            }}
        </main>
    }
}

#[component]
fn NothingYet(store: KeysStore) -> impl IntoView {
    view! {
        <div class="page-head"><Heading text=text::API_KEYS.to_owned()/></div>
        <Trouble store title=|_| text::KEYS_FAILED.to_owned() go_on=text::TRY_AGAIN/>
        <Show when=move || store.progress().with(|progress| !matches!(progress, Progress::Failed(_)))>
            <p class="visually-hidden" role="status">
                {text::LOADING_KEYS}
            </p>
            <SkeletonCard/>
        </Show>
    }
}

#[component]
fn Empty() -> impl IntoView {
    let config = use_session().config();
    view! {
        <div class="page-head"><Heading text=text::API_KEYS.to_owned()/></div>
        <div class="card empty">
            <h2>{text::NO_KEYS_TITLE}</h2>
            <p class="soft">{text::no_keys(config.app_name.as_deref())}</p>
        </div>
    }
}

#[component]
fn List(store: KeysStore) -> impl IntoView {
    let now = store.now();
    let view = ListView::from_address(store);
    let search = NodeRef::<html::Input>::new();
    let index = StoredValue::new(KeyIndex::new(fold));
    // Each page is taken in once, however often something is searched for in it.
    let pages = Memo::new(move |before: Option<&usize>| {
        store.list().with(|list| index.update_value(|index| index.update(list)));
        before.map_or(0, |pages| pages + 1)
    });
    let whole_key = Memo::new(move |_| view.whole_key());
    // A whole key is no search.
    let shown = Memo::new(move |_| {
        let view = view.view().get();
        match whole_key.get() {
            Some(_) => KeysView { query: String::new(), ..view },
            None => view,
        }
    });
    let found = Memo::new(move |_| {
        pages.get();
        shown.with(|view| {
            let moment = if needs_time(view) { now.get() } else { now.get_untracked() };
            index.try_update_value(|index| index.find(view, moment)).unwrap_or_default()
        })
    });
    let resumed = expect_context::<Resumed>();
    Effect::new(move |_| {
        if store.progress().get() == Progress::Resting {
            resumed.scroll();
        }
    });
    let pasted = Signal::derive(move || whole_key.get().unwrap_or_default());
    let empty = Memo::new(move |_| found.with(|found| found.is_empty()));
    view! {
        <Head store shown found/>
        <Toolbar view search/>
        <Show when=move || whole_key.with(Option::is_some)>
            <div class="card panel">
                <p class="soft">{words::WHOSE_IN_SEARCH}</p>
                {whose_result(store, pasted)}
            </div>
        </Show>
        <RotationNotices/>
        <Trouble store title=text::loading_stopped go_on=text::GO_ON/>
        <Show when=move || empty.get()>
            <NoMatch store view shown/>
        </Show>
        <KeysTable store view found hidden=empty/>
        <Foot store search/>
    }
}

/// Whether what a view shows changes as time goes on.
fn needs_time(view: &KeysView) -> bool {
    view.status.is_some() || view.expiring_soon || view.sort.column == Column::Status
}

/// The heading, how many keys there are, and what can be done with all of them.
#[component]
fn Head(store: KeysStore, shown: Memo<KeysView>, found: Memo<portal_core::keys::view::SearchResults>) -> impl IntoView {
    let count = Memo::new(move |_| {
        let filtered = shown.with(KeysView::is_filtered);
        found.with(|found| words::found(found.len(), found.coverage, filtered))
    });
    let announced = RwSignal::new(String::new());
    let announcing = Debounce::new(ANNOUNCED_AFTER_MS);
    Effect::new(move |_| {
        let words = count.get();
        announcing.call(move || announced.set(words));
    });
    let loading = move || store.progress().get() == Progress::Loading;
    let can_load = move || {
        store.progress().get() == Progress::Resting
            && store.list().with(|list| matches!(list.continuation(), Continuation::Page(_)))
    };
    let online = use_session().online();
    let offline = Signal::derive(move || !online.get());
    let whose = RwSignal::new(false);
    let load_all = move || {
        // The button goes, and the focus must not go with it.
        browser::focus_back(None);
        store.want(LoadTarget::All);
    };
    view! {
        <div class="page-head">
            <Heading text=text::API_KEYS.to_owned()/>
            <p class="soft count">
                {count}
                {move || loading().then(|| format!(", {}", words::LOADING_MORE))}
            </p>
            <span class="visually-hidden" role="status">{announced}</span>
            <Show when=can_load>
                <Button label=words::LOAD_ALL disabled=offline on_click=load_all/>
            </Show>
            <div class="page-actions">
                <Button label=words::WHOSE on_click=move || whose.set(true)/>
                <Export store found/>
            </div>
        </div>
        <Dialog title=words::WHOSE open=whose>{whose_field(store)}</Dialog>
    }
}

/// Nothing is as it was asked for.
#[component]
fn NoMatch(store: KeysStore, view: ListView, shown: Memo<KeysView>) -> impl IntoView {
    let words = move || {
        if store.list().with(|list| matches!(list.continuation(), Continuation::Page(_))) {
            words::NO_MATCH_YET
        } else if shown.with(|shown| shown.query.trim().is_empty()) {
            words::NO_MATCH_FILTER
        } else {
            words::NO_MATCH
        }
    };
    let clear = move || {
        // The button goes, and the focus must not go with it.
        browser::focus_back(None);
        view.change(|view| *view = view.without_filters());
    };
    view! {
        <div class="card empty">
            <h2>{words::NO_MATCH_TITLE}</h2>
            <p class="soft">{words}</p>
            <Button label=words::CLEAR on_click=clear/>
        </div>
    }
}

#[component]
fn Foot(store: KeysStore, search: NodeRef<html::Input>) -> impl IntoView {
    let stopped = move || {
        store.list().with(|list| {
            (*list.continuation() == Continuation::CursorStuck).then(|| text::server_stopped(list.keys().len()))
        })
    };
    view! {
        <div class="list-foot">
            <p class="soft" role="status">{stopped}</p>
            <Shortcuts search/>
        </div>
    }
}
