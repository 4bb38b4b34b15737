//! One key with all its facts.

use std::sync::Arc;

use leptos::prelude::*;
use portal_api::{Key, KeyId, ServerTime};
use portal_core::keys::{self, list::Continuation, list::LoadTarget};

use super::last_day::LastDay;
use crate::{
    browser,
    keys::{
        key_cells::{expires, last_used, status_badge},
        load_failure::Trouble,
        rotation::{button::RotateButton, notices::RotationNotices},
        store::{KeysStore, Progress},
    },
    session::use_session,
    text::{self, columns, formats, keys as words},
    ui::{Heading, SkeletonCard},
};

/// `/keys/<id>`
#[component]
pub(crate) fn KeyPage(id: KeyId) -> impl IntoView {
    let store = expect_context::<KeysStore>();
    store.open(id.clone());
    let key = Memo::new(move |_| store.list().with(|list| list.get(&id).cloned()));
    // Made once: what comes of the key while one reads about it takes no focus and closes nothing.
    let there = Memo::new(move |_| key.with(Option::is_some));
    let more = Memo::new(move |_| store.list().with(|list| matches!(list.continuation(), Continuation::Page(_))));
    // A key that isn't among the first thousand may be among the rest.
    Effect::new(move |_| {
        if key.with(Option::is_none) {
            store.want(LoadTarget::All);
        }
    });
    view! {
        <p class="back"><a href=store.address()>"← " {words::ALL_KEYS}</a></p>
        {move || match there.get().then(|| key.get_untracked()).flatten() {
            Some(first) => view! { <Facts key first now=store.now()/> }.into_any(),
            None if more.get() => view! { <Looking store/> }.into_any(),
            None => view! {
                <Heading text=words::KEY_GONE_TITLE.to_owned()/>
                <p class="soft">{words::KEY_GONE}</p>
            }
            .into_any(),
        }}
    }
}

#[component]
fn Looking(store: KeysStore) -> impl IntoView {
    view! {
        <Heading text=text::LOADING_KEYS.to_owned()/>
        <Trouble store title=|_| text::KEYS_FAILED.to_owned() go_on=text::TRY_AGAIN/>
        <Show when=move || store.progress().with(|progress| !matches!(progress, Progress::Failed(_)))>
            <SkeletonCard/>
        </Show>
    }
}

#[component]
fn Facts(
    key: Memo<Option<Arc<Key>>>,
    /// As it was when the page was opened.
    first: Arc<Key>,
    now: Memo<ServerTime>,
) -> impl IntoView {
    let id = first.key_id.clone();
    let head = move |key: Arc<Key>| {
        let same = Arc::clone(&key);
        view! {
            {status_badge(move || same.status(now.get()))}
            <div class="page-actions"><RotateButton key explained=true/></div>
        }
    };
    view! {
        <div class="page-head">
            <Heading text=text::key_name(&first).to_owned()/>
            {move || key.get().map(head)}
        </div>
        <RotationNotices key=id/>
        {move || key.get().map(|key| facts(key, now))}
        <LastDay key=first/>
    }
}

fn facts(key: Arc<Key>, now: Memo<ServerTime>) -> impl IntoView {
    let show = use_session().config().show;
    let credits = show.credits.then(|| {
        view! {
            <div>
                <dt>{words::CREDITS}</dt>
                <dd>
                    {words::credits(key.credits.as_ref())}
                    {words::refill(key.credits.as_ref()).map(|words| view! { <span class="fact-more">{words}</span> })}
                </dd>
            </div>
        }
    });
    let limits = show.rate_limits.then(|| {
        let limit = |limit: &portal_api::RateLimit| {
            let name = limit.name.clone();
            view! { <span class="fact-line">{words::rate_limit(limit)} <span class="fact-more" dir="auto">{name}</span></span> }
        };
        let limits = key.ratelimits.iter().map(limit).collect_view();
        let none = key.ratelimits.is_empty().then_some(words::NONE);
        view! { <div><dt>{words::RATE_LIMITS}</dt><dd>{limits}{none}</dd></div> }
    });
    let key = StoredValue::new(key);
    let expires = move || key.with_value(|key| expires(key, now.get())).unwrap_or_else(|| text::NEVER.to_owned());
    let last_used = move || key.with_value(|key| last_used(key, now.get())).unwrap_or_else(|| text::NEVER.to_owned());
    let soon = move || key.with_value(|key| keys::expires_soon(key, now.get()));
    let key = key.get_value();
    view! {
        <dl class="card facts">
            <div><dt>{columns::KEY}</dt><dd><code class="mono">{text::key_start(&key)}</code></dd></div>
            <div><dt>{words::ID}</dt><dd><CopyId key=Arc::clone(&key)/></dd></div>
            <div><dt>{columns::CREATED}</dt><dd><Instant at=key.created_at/></dd></div>
            {key.updated_at.map(|at| view! { <div><dt>{words::UPDATED}</dt><dd><Instant at/></dd></div> })}
            <div>
                <dt>{columns::EXPIRES}</dt>
                <dd><span class:key-soon=soon>{expires}</span> {key.expires.map(|at| view! { <Instant at/> })}</dd>
            </div>
            <div>
                <dt>{columns::LAST_USED}</dt>
                <dd>
                    <span>{last_used}</span>
                    {key.last_used_at.map(|at| view! { <Instant at/><span class="fact-more">{words::PRECISION}</span> })}
                </dd>
            </div>
            {credits}
            {limits}
        </dl>
    }
}

/// A moment in the user's time and in UTC.
#[component]
fn Instant(at: ServerTime) -> impl IntoView {
    view! {
        <time class="fact-line" datetime=formats::machine_readable(at)>
            {formats::moment(at)} <span class="fact-more">{formats::moment_utc(at)}</span>
        </time>
    }
}

#[component]
fn CopyId(key: Arc<Key>) -> impl IntoView {
    let outcome = RwSignal::new("");
    let id = key.key_id.as_str().to_owned();
    let shown = id.clone();
    let copy = move |_| {
        let id = id.clone();
        browser::spawn(async move {
            outcome.try_set(if browser::copy(&id).await { text::COPIED } else { text::NOT_COPIED });
        });
    };
    view! {
        <code class="mono breaks">{shown}</code>
        " "
        <button class="button button-small" type="button" aria-label=words::COPY_ID on:click=copy>{text::COPY}</button>
        " "
        <span role="status">{outcome}</span>
    }
}
