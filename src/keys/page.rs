//! The page of keys: the list and everything that may be said in its place.

use leptos::{either::EitherOf3, prelude::*};
use portal_api::{Cause, Failure};
use portal_core::keys::list::Next;

use super::{
    row::KeyRow,
    store::{KeysStore, Progress},
};
use crate::{
    session::{Resumed, use_session},
    text::{self, columns},
    ui::{Alert, Button, Heading, SkeletonCard},
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
        <Show when=move || store.progress().with(|progress| !matches!(progress, Progress::Failed(_)))>
            <p class="visually-hidden" role="status">{text::LOADING_KEYS}</p>
            <SkeletonCard/>
        </Show>
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
                    EitherOf3::A(view! { <Button label=text::LOAD_MORE disabled=offline on_click=move || store.go_on()/> })
                }
                Next::ServerStopped => EitherOf3::B(view! { <p class="soft" role="status">{text::server_stopped(keys())}</p> }),
                _ => EitherOf3::C(()),
            }}
        </div>
    }
}

/// What went wrong with a page of the list, and what happens next.
#[component]
fn Trouble(
    store: KeysStore,
    /// What went wrong, by how many keys are there.
    title: fn(usize) -> String,
    /// The button's words when only the user's hand goes on.
    go_on: &'static str,
) -> impl IntoView {
    let progress = store.progress();
    // The countdown must not make the alert anew each second: it would be announced each time.
    let failure = Memo::new(move |_| {
        progress.with(|progress| match progress {
            Progress::Waiting { failure, .. } => Some((failure.clone(), true)),
            Progress::Failed(failure) => Some((failure.clone(), false)),
            Progress::Loading | Progress::Resting => None,
        })
    });
    let words = move || {
        progress.with(|progress| match progress {
            Progress::Waiting { seconds, .. } => text::trying_again_in(*seconds),
            Progress::Failed(failure) => reason(failure).to_owned(),
            Progress::Loading | Progress::Resting => String::new(),
        })
    };
    move || {
        failure.get().map(|(failure, waiting)| {
            let title = title(store.list().with_untracked(|list| list.keys().len()));
            let label = if waiting { text::TRY_AGAIN_NOW } else { go_on };
            let on_click = move || if waiting { store.hurry() } else { store.go_on() };
            view! {
                <div class="list-trouble">
                    <Alert title words=Signal::derive(words) failure>
                        <Button label on_click/>
                    </Alert>
                </div>
            }
        })
    }
}

fn reason(failure: &Failure) -> &'static str {
    match failure.cause {
        Cause::NotAllowed => text::NOT_ALLOWED_ANY_MORE,
        Cause::Temporary => text::FAILED_FOR_NOW,
        _ => text::REQUEST_AT_FAULT,
    }
}
