//! The page of keys: the list and everything that may be said in its place.

use leptos::{either::EitherOf3, prelude::*};
use portal_core::keys::list::Next;

use super::{
    row::KeyRow,
    store::{KeysStore, Progress},
    trouble::Trouble,
};
use crate::{
    session::{Resumed, use_session},
    text::{self, columns},
    ui::{Button, Heading, SkeletonCard, when},
};

/// How often relative times are written anew, in milliseconds.
const CLOCK_MS: u32 = 15_000;

/// `/keys`
#[component]
pub(crate) fn KeysPage() -> impl IntoView {
    let store = expect_context::<KeysStore>();
    let resumed = expect_context::<Resumed>();
    Effect::new(move |_| {
        if store.progress().get() == Progress::Resting {
            resumed.scroll();
        }
    });
    let summary = Memo::new(move |_| {
        let none_yet = store.list().with(|list| *list.next() == Next::Page(None));
        (!none_yet).then(|| store.list().with(|list| (list.keys().len(), *list.next() != Next::Complete)))
    });
    let count = move || summary.get().filter(|(keys, _)| *keys > 0).map(|(keys, more)| text::count(keys, more));
    let kind = Memo::new(move |_| summary.get().map(|(keys, _)| keys > 0));
    view! {
        <main class="page" id="main" aria-busy=move || (store.progress().get() == Progress::Loading).to_string()>
            <div class="page-head">
                <Heading text=text::API_KEYS.to_owned()/>
                <p class="soft" role="status">{count}</p>
            </div>
            {move || match kind.get() {
                None => EitherOf3::A(view! { <NothingYet store/> }),
                Some(false) => EitherOf3::B(view! { <Empty/> }),
                Some(true) => EitherOf3::C(view! { <List store/> }),
            }}
        </main>
    }
}

/// The first page is under way, or has failed.
#[component]
fn NothingYet(store: KeysStore) -> impl IntoView {
    view! {
        <Trouble store title=|_| text::KEYS_FAILED.to_owned() go_on=text::TRY_AGAIN/>
        {when(move || store.progress().with(|progress| !matches!(progress, Progress::Failed(_))), move || view! { <p class="visually-hidden" role="status">{text::LOADING_KEYS}</p>
            <SkeletonCard/> })}
    }
}

/// There are no keys.
#[component]
fn Empty() -> impl IntoView {
    let config = use_session().config();
    view! {
        <div class="card empty">
            <h2>{text::NO_KEYS_TITLE}</h2>
            <p class="soft">{text::no_keys(config.app_name.as_deref())}</p>
        </div>
    }
}

#[component]
fn List(store: KeysStore) -> impl IntoView {
    let session = use_session();
    let now = session.ticking(CLOCK_MS);
    let offline = Signal::derive(move || !session.online().get());
    let resting = move || store.progress().get() == Progress::Resting;
    let next = Memo::new(move |_| store.list().with(|list| list.next().clone()));
    let keys = move || store.list().with(|list| list.keys().len());
    view! {
        <Trouble store title=text::loading_stopped go_on=text::GO_ON/>
        <div class="card">
            <table class="keys" role="table" aria-label=text::API_KEYS>
                <thead role="rowgroup">
                    <tr role="row">
                        {[columns::NAME, columns::KEY, columns::STATUS, columns::CREATED, columns::EXPIRES, columns::LAST_USED]
                            .map(|name| view! { <th role="columnheader" scope="col">{name}</th> })
                            .collect_view()}
                    </tr>
                </thead>
                <tbody role="rowgroup">
                    <For
                        each=move || store.list().with(|list| list.keys().to_vec())
                        key=|key| key.key_id.clone()
                        let:key
                    >
                        <KeyRow key now/>
                    </For>
                </tbody>
            </table>
        </div>
        <div class="list-foot">
            {move || match next.get() {
                Next::Page(_) if resting() => {
                    EitherOf3::A(view! { <Button label=text::LOAD_MORE disabled=offline on_click=move || store.load_more()/> })
                }
                Next::ServerStopped => EitherOf3::B(view! { <p class="soft" role="status">{text::server_stopped(keys())}</p> }),
                _ => EitherOf3::C(()),
            }}
        </div>
    }
}
