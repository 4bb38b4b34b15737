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
        <span role="status">{move || outcome.get()}</span>
    }
}

fn or_never(text: Option<String>) -> String {
    text.unwrap_or_else(|| text::NEVER.to_owned())
}

#[cfg(test)]
mod tests {
    use portal_api::DAY;
    use portal_core::session::SessionState;
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;
    use crate::{
        session::SessionHandle,
        testing::{Mounted, key, mount},
    };

    async fn facts(fields: &str) -> Mounted {
        let key = Arc::new(key(fields));
        mount(move || {
            SessionHandle::stub(SessionState::Starting, r#"{"show":{"credits":true,"rateLimits":true}}"#);
            let now = Memo::new(|_| ServerTime::from_millis(1_000 * DAY));
            view! { <Facts key now/> }
        })
        .await
    }

    /// The value of a term, without spaces around it.
    fn fact(view: &Mounted, term: &str) -> String {
        let terms = view.element("dl").get_elements_by_tag_name("dt");
        let mut terms = (0..terms.length()).filter_map(|index| terms.item(index));
        let term = terms.find(|found| found.text_content().as_deref() == Some(term)).unwrap();
        term.next_element_sibling().unwrap().text_content().unwrap().trim().to_owned()
    }

    #[wasm_bindgen_test]
    async fn what_a_key_has_not_is_said() {
        let view = facts("").await;
        assert_eq!(fact(&view, "Expires"), "Never");
        assert!(fact(&view, "Last used").starts_with("Never"));
        assert_eq!(fact(&view, "Credits left"), "Unlimited");
        assert_eq!(fact(&view, "Rate limits"), "None");
    }

    #[wasm_bindgen_test]
    async fn credits_are_told_with_how_they_come_back() {
        let refill = r#"{"interval":"monthly","amount":100000,"refillDay":1}"#;
        let view = facts(&format!(r#""credits":{{"remaining":42000,"refill":{refill}}}"#)).await;
        let credits = fact(&view, "Credits left");
        assert!(credits.starts_with("42,000") && credits.ends_with("Refilled to 100,000 every month, on day 1."));
    }

    #[wasm_bindgen_test]
    async fn each_rate_limit_is_told() {
        let limits = r#""ratelimits":[{"id":"1","name":"a","limit":1000,"duration":60000},{"id":"2","name":"b","limit":20,"duration":3600000}]"#;
        let limits = fact(&facts(limits).await, "Rate limits");
        assert!(limits.contains("1,000 per minute") && limits.contains("20 per hour"), "{limits}");
    }

    #[wasm_bindgen_test]
    async fn a_time_is_told_in_local_time_and_in_utc() {
        let created = fact(&facts("").await, "Created");
        assert!(created.contains(&formats::moment(ServerTime::from_millis(0))), "{created}");
        assert!(created.contains("1 January 1970 at 00:00:00 UTC"), "{created}");
    }
}
