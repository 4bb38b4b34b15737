//! How facts of a key are shown, in the list and on the key's page.

use leptos::prelude::*;
use portal_api::{Key, KeyStatus, MINUTE, ServerTime};
use portal_core::keys;

use crate::{
    text::{self, formats},
    ui::view,
};

/// Whether a key works.
#[component]
pub(crate) fn StatusBadge(#[prop(into)] status: Signal<KeyStatus>) -> impl IntoView {
    view! {
        <span
            class="badge"
            class:badge-good=move || status.get() == KeyStatus::Active
            class:badge-idle=move || status.get() == KeyStatus::Disabled
            class:badge-bad=move || status.get() == KeyStatus::Expired
        >
            {move || text::keys::status(status.get())}
        </span>
    }
}

/// When a key expires: how long that is where it is soon, else the day. None where it never does.
pub(crate) fn expires(key: &Key, now: ServerTime) -> Option<String> {
    let at = key.expires?;
    Some(match at.since(now) {
        0..MINUTE => text::keys::WITHIN_A_MINUTE.to_owned(),
        _ if keys::expires_soon(key, now) => formats::from_now(at, now),
        _ => formats::day(at),
    })
}

/// When a key was last used, as precisely as the API knows. None where it never was.
pub(crate) fn last_used(key: &Key, now: ServerTime) -> Option<String> {
    key.last_used_at.map(|at| formats::about(at, now))
}

/// All rate limits of a key, in one line.
pub(crate) fn rate_limits(key: &Key) -> String {
    let limits: Vec<_> = key.ratelimits.iter().map(text::keys::rate_limit).collect();
    if limits.is_empty() { text::keys::NONE.to_owned() } else { limits.join(", ") }
}
