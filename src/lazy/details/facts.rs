//! The facts of a key, as a list of terms and values.

use std::sync::Arc;

use leptos::prelude::*;
use portal_api::{Key, RateLimit, ServerTime};
use portal_core::keys::expires_soon;

use crate::{
    browser,
    keys::key_cells,
    session::use_session,
    text::{self, columns, formats},
    ui::view,
};

/// All facts that the operator shows.
#[component]
pub(super) fn Facts(key: Arc<Key>, now: Memo<ServerTime>) -> impl IntoView {
    let show = use_session().config().show;
    let stored = StoredValue::new(Arc::clone(&key));
    view! {
        <dl class="card facts">
            <div>
                <dt>{columns::KEY}</dt>
                <dd>
                    <code class="mono">{text::key_start(&key)}</code>
                </dd>
            </div>
            <div>
                <dt>{text::keys::KEY_ID}</dt>
                <dd>
                    <CopyableId id=key.key_id.as_str().to_owned()/>
                </dd>
            </div>
            <div>
                <dt>{columns::CREATED}</dt>
                <dd>
                    <Instant at=key.created_at/>
                </dd>
            </div>
            {key
                .updated_at
                .map(|at| {
                    view! {
                        <div>
                            <dt>{text::keys::UPDATED}</dt>
                            <dd>
                                <Instant at/>
                            </dd>
                        </div>
                    }
                })}
            <div>
                <dt>{columns::EXPIRES}</dt>
                <dd>
                    <span class:key-soon=move || {
                        stored.with_value(|key| expires_soon(key, now.get()))
                    }>{move || or_never(stored.with_value(|key| key_cells::expires(key, now.get())))}</span>
                    " "
                    {key.expires.map(|at| view! { <Instant at/> })}
                </dd>
            </div>
            <div>
                <dt>{columns::LAST_USED}</dt>
                <dd>
                    <span>
                        {move || or_never(stored.with_value(|key| key_cells::last_used(key, now.get())))}
                    </span>
                    {key
                        .last_used_at
                        .map(|at| {
                            view! {
                                <Instant at/>
                                <span class="fact-more">{text::keys::PRECISION}</span>
                            }
                        })}
                </dd>
            </div>
            {show.credits.then(|| view! { <CreditsFact key=Arc::clone(&key)/> })}
            {show.rate_limits.then(|| view! { <RateLimitsFact limits=key.ratelimits.clone()/> })}
        </dl>
    }
}

#[component]
fn CreditsFact(key: Arc<Key>) -> impl IntoView {
    let refill = text::keys::refill(key.credits.as_ref());
    view! {
        <div>
            <dt>{text::keys::CREDITS}</dt>
            <dd>
                {text::keys::credits(key.credits.as_ref())}
                {refill.map(|refill| view! { <span class="fact-more">{refill}</span> })}
            </dd>
        </div>
    }
}

#[component]
fn RateLimitsFact(limits: Vec<RateLimit>) -> impl IntoView {
    let lines = limits
        .iter()
        .map(|limit| {
            view! {
                <span class="fact-line">
                    {text::keys::rate_limit(limit)} " "
                    <span class="fact-more" dir="auto">
                        {limit.name.clone()}
                    </span>
                </span>
            }
        })
        .collect_view();
    view! {
        <div>
            <dt>{text::keys::RATE_LIMITS}</dt>
            <dd>{lines} {limits.is_empty().then_some(text::keys::NONE)}</dd>
        </div>
    }
}

/// A point in time, in the user's zone and in UTC.
#[component]
fn Instant(at: ServerTime) -> impl IntoView {
    view! {
        <time class="fact-line" datetime=formats::machine_readable(at)>
            {formats::moment(at)}
            " "
            <span class="fact-more">{formats::moment_utc(at)}</span>
        </time>
    }
}

#[component]
fn CopyableId(id: String) -> impl IntoView {
    let outcome = RwSignal::new("");
    let copied = id.clone();
    let copy = move |_| {
        let id = copied.clone();
        browser::spawn(async move {
            outcome.try_set(if browser::copy_text(&id).await { text::COPIED } else { text::NOT_COPIED });
        });
    };
    view! {
        <code class="mono breaks">{id}</code>
        " "
        <button class="button button-small" type="button" aria-label=text::keys::COPY_KEY_ID on:click=copy>
            {text::COPY}
        </button>
        " "
        <span role="status">{outcome}</span>
    }
}

fn or_never(text: Option<String>) -> String {
    text.unwrap_or_else(|| text::NEVER.to_owned())
}
