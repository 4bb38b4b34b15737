//! How facts of a key are shown, in the list and on the key's page.

use leptos::prelude::*;
use portal_api::{Key, KeyStatus, ServerTime};
use portal_core::keys;

use crate::{
    text::{self, formats},
    ui::{TextContent, view},
};

/// Whether a key works.
#[component]
pub(crate) fn StatusBadge(#[prop(into)] status: Signal<KeyStatus>) -> impl IntoView {
    view! {
        <span
            class=move || match status.get() {
                KeyStatus::Active => "badge badge-good",
                KeyStatus::Disabled => "badge badge-idle",
                KeyStatus::Expired => "badge badge-bad",
            }
            prop:textContent=move || TextContent(text::keys::status(status.get()).to_owned())
        ></span>
    }
}

/// When a key expires: how long that is where it is soon, else the day. None where it never does.
pub(crate) fn expires(key: &Key, now: ServerTime) -> Option<String> {
    let at = key.expires?;
    Some(if keys::expires_soon(key, now) { formats::short(at, now) } else { formats::day(at) })
}

/// When a key was last used, as precisely as the API knows. None where it never was.
pub(crate) fn last_used(key: &Key, now: ServerTime) -> Option<String> {
    key.last_used_at.map(|at| formats::short_ago(at, now))
}

/// All rate limits of a key, in one line.
pub(crate) fn rate_limits(key: &Key) -> String {
    let limits: Vec<_> = key.ratelimits.iter().map(text::keys::rate_limit).collect();
    if limits.is_empty() { text::keys::NONE.to_owned() } else { limits.join(", ") }
}

#[cfg(test)]
mod tests {
    use portal_api::{DAY, HOUR, MINUTE};
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;
    use crate::testing::{key, mount_with, settle};

    const NOW: ServerTime = ServerTime::from_millis(1_000 * DAY);

    fn expiry(after_ms: i64) -> String {
        let key = key(&format!(r#""expires":{}"#, NOW.plus(after_ms).millis()));
        expires(&key, NOW).unwrap_or_default()
    }

    #[wasm_bindgen_test]
    fn an_expiry_within_seven_days_is_in_days_and_a_later_one_a_date() {
        // In the evening of the sixth day: the tests' time zone is UTC.
        assert_eq!(expiry(7 * DAY - HOUR), "in 6 days");
        assert_eq!(expiry(7 * DAY), "in 7 days");
        assert_eq!(expiry(8 * DAY), formats::day(NOW.plus(8 * DAY)));
    }

    #[wasm_bindgen_test]
    fn the_last_minute_of_a_key_is_short_enough_for_its_column() {
        assert_eq!(expiry(MINUTE / 2 - 1), "in < 1 min");
        assert_eq!(expiry(MINUTE), "in 1 min");
    }

    #[wasm_bindgen_test]
    fn an_expired_key_has_the_date_of_its_end() {
        assert_eq!(expiry(-1), formats::day(NOW.plus(-1)));
    }

    #[wasm_bindgen_test]
    fn what_a_key_has_not_is_none() {
        let key = key("");
        assert_eq!((expires(&key, NOW), last_used(&key, NOW)), (None, None));
        assert_eq!(rate_limits(&key), "None");
    }

    #[wasm_bindgen_test]
    fn all_rate_limits_are_named() {
        let limits = r#""ratelimits":[{"id":"1","name":"a","limit":1000,"duration":60000},{"id":"2","name":"b","limit":20,"duration":3600000}]"#;
        assert_eq!(rate_limits(&key(limits)), "1,000 per minute, 20 per hour");
    }

    #[wasm_bindgen_test]
    async fn a_status_is_in_words_and_changes_in_place() {
        let (status, view) = mount_with(|| {
            let status = RwSignal::new(KeyStatus::Active);
            (status, view! { <StatusBadge status /> })
        })
        .await;
        let badge = view.element(".badge-good");
        assert_eq!(view.whole_text(), "Active");
        for (next, text, class) in
            [(KeyStatus::Disabled, "Disabled", "badge badge-idle"), (KeyStatus::Expired, "Expired", "badge badge-bad")]
        {
            status.set(next);
            settle().await;
            assert_eq!((badge.text_content().as_deref(), badge.class_name().as_str()), (Some(text), class));
        }
    }
}
