//! What is said of a key in the list and on its page.

use leptos::prelude::*;
use portal_api::{Key, KeyStatus, MINUTE, ServerTime};
use portal_core::keys;

use crate::text::{formats, keys as words};

/// Whether it works.
pub(crate) fn status_badge(status: impl Fn() -> KeyStatus + Clone + Send + Sync + 'static) -> impl IntoView {
    let shown = status.clone();
    let class = move || match shown() {
        KeyStatus::Active => "badge badge-good",
        KeyStatus::Disabled => "badge badge-idle",
        KeyStatus::Expired => "badge badge-bad",
    };
    view! { <span class=class>{move || words::status(status())}</span> }
}

/// When it expires, in words; how long that is, where it is soon.
pub(crate) fn expires(key: &Key, now: ServerTime) -> Option<String> {
    let at = key.expires?;
    Some(match at.since(now) {
        0..MINUTE => words::WITHIN_A_MINUTE.to_owned(),
        _ if keys::expires_soon(key, now) => formats::from_now(at, now),
        _ => formats::day(at),
    })
}

/// When it was last used, in words, as precisely as the API knows.
pub(crate) fn last_used(key: &Key, now: ServerTime) -> Option<String> {
    key.last_used_at.map(|at| formats::about(at, now))
}

/// All its rate limits in one line.
pub(crate) fn rate_limits(key: &Key) -> String {
    let limits: Vec<_> = key.ratelimits.iter().map(words::rate_limit).collect();
    if limits.is_empty() { words::NONE.to_owned() } else { limits.join(", ") }
}
