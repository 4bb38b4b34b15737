//! The facts of a key, as a list of terms and values.

use std::sync::Arc;

use leptos::prelude::*;
use portal_api::{DAY, Key, RateLimit, ServerTime};
use portal_core::keys::{expires_soon, name};

use crate::{
    browser,
    session::use_session,
    text::{self, columns, formats},
    ui::{Show, memo, view},
};

/// The most characters of a name that its heading shows as a whole at every width.
const LONG_NAME_CHARS: usize = 40;

/// Up to this distance from now a date is told as a distance, too, in ms.
const NEAR_MS: i64 = 45 * DAY;

/// All facts that the operator shows.
#[component]
pub(super) fn Facts(key: Arc<Key>, now: Memo<ServerTime>) -> impl IntoView {
    let show = use_session().config().show;
    let stored = StoredValue::new(Arc::clone(&key));
    view! {
        <dl class="card facts">
            {long_name(&key)
                .map(|name| {
                    view! {
                        <div>
                            <dt>{columns::NAME}</dt>
                            <dd dir="auto" translate="no">
                                {name}
                            </dd>
                        </div>
                    }
                })} <div>
                <dt>{columns::KEY}</dt>
                <dd>
                    <code class="mono" translate="no">
                        {text::key_start(&key)}
                    </code>
                </dd>
            </div> <div>
                <dt>{text::keys::KEY_ID}</dt>
                <dd>
                    <CopyableId id=key.key_id.as_str().to_owned() />
                </dd>
            </div> <div>
                <dt>{columns::CREATED}</dt>
                <dd>
                    <Instant at=key.created_at />
                </dd>
            </div>
            {key
                .updated_at
                .map(|at| {
                    view! {
                        <div>
                            <dt>{text::keys::UPDATED}</dt>
                            <dd>
                                <Instant at />
                            </dd>
                        </div>
                    }
                })} <div>
                <dt>{columns::EXPIRES}</dt>
                <dd>
                    {match key.expires {
                        Some(at) => {
                            view! {
                                <span class:key-soon=move || stored.with_value(|key| expires_soon(key, now.get()))>
                                    <LocalTime at />
                                </span>
                                <Distance at now />
                                <UtcTime at />
                            }
                        }
                        None => view! { <span>{text::NEVER}</span> },
                    }}
                </dd>
            </div> <div>
                <dt>{columns::LAST_USED}</dt>
                <dd>
                    // As precise as the API knows it: to about five minutes.
                    {match key.last_used_at {
                        Some(at) => {
                            view! {
                                <span
                                    class="fact-line"
                                    prop:textContent=memo(move || formats::about(at, now.get()))
                                ></span>
                                <span class="fact-more">
                                    <LocalTime at />
                                </span>
                            }
                        }
                        None => view! { <span>{text::NEVER}</span> },
                    }}
                </dd>
            </div> {show.credits.then(|| view! { <CreditsFact key=Arc::clone(&key) /> })}
            {show.rate_limits.then(|| view! { <RateLimitsFact limits=key.ratelimits.clone() /> })}
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
                    {text::keys::rate_limit(limit)} " " <span class="fact-more" dir="auto" translate="no">
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
        <LocalTime at />
        <UtcTime at />
    }
}

#[component]
fn LocalTime(at: ServerTime) -> impl IntoView {
    view! { <time datetime=formats::machine_readable(at)>{formats::day_and_time(at)}</time> }
}

/// How long it is until a point in time, or since. Nothing where that is months: the date says it better.
#[component]
fn Distance(at: ServerTime, now: Memo<ServerTime>) -> impl IntoView {
    let is_near = memo(move || at.since(now.get()).abs() < NEAR_MS);
    view! {
        <Show when=is_near>
            <span class="fact-more" prop:textContent=memo(move || formats::from_now(at, now.get()))></span>
        </Show>
    }
}

/// For comparisons with logs. Nothing where the user's time is UTC.
#[component]
fn UtcTime(at: ServerTime) -> impl IntoView {
    let is_local = browser::js_date(at).get_timezone_offset() == 0.0;
    (!is_local).then(|| view! { <span class="fact-more">{formats::moment_utc(at)}</span> })
}

/// The name of a key, where the heading may not show all of it.
fn long_name(key: &Key) -> Option<String> {
    name(key).filter(|name| name.chars().count() > LONG_NAME_CHARS).map(str::to_owned)
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
        <code class="mono" translate="no">
            {id}
        </code>
        " "
        <button class="button button-small" type="button" aria-label=text::keys::COPY_KEY_ID on:click=copy>
            {text::COPY}
        </button>
        " "
        <span role="status" prop:textContent=memo(move || outcome.get())></span>
    }
}

#[cfg(test)]
mod tests {
    use portal_api::MINUTE;
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
            view! { <Facts key now /> }
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
        assert_eq!(fact(&view, "Last used"), "Never");
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
    async fn where_the_users_time_is_utc_it_is_told_once() {
        // As the tests' time zone is; another one is in the browser tests.
        assert_eq!(fact(&facts("").await, "Created"), formats::day_and_time(ServerTime::from_millis(0)));
    }

    #[wasm_bindgen_test]
    async fn an_expiry_is_told_as_a_date_and_as_how_long_that_is() {
        let ends = ServerTime::from_millis(1_003 * DAY);
        let view = facts(&format!(r#""expires":{}"#, ends.millis())).await;
        assert_eq!(fact(&view, "Expires"), [formats::day_and_time(ends), "in 3 days".to_owned()].concat());
        assert!(view.find(".key-soon").is_some());
        let later = ServerTime::from_millis(1_100 * DAY);
        let view = facts(&format!(r#""expires":{}"#, later.millis())).await;
        assert_eq!(fact(&view, "Expires"), formats::day_and_time(later));
    }

    #[wasm_bindgen_test]
    async fn the_last_use_is_told_without_seconds() {
        let used = ServerTime::from_millis(1_000 * DAY - 8 * MINUTE);
        let view = facts(&format!(r#""lastUsedAt":{}"#, used.millis())).await;
        let told = ["about 10 minutes ago".to_owned(), formats::day_and_time(used)].concat();
        assert_eq!(fact(&view, "Last used"), told);
    }

    #[wasm_bindgen_test]
    async fn a_name_that_the_heading_may_cut_is_told_as_a_whole() {
        let name = "n".repeat(200);
        assert_eq!(fact(&facts(&format!(r#""name":"{name}""#)).await, "Name"), name);
        let terms = facts(r#""name":"Production""#).await.text("dl");
        assert!(!terms.contains("Production"), "{terms}");
    }
}
