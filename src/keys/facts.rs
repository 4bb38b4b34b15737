//! What is said of a key in the list and on its page: as it is at one moment, since most of it never changes.

use leptos::prelude::*;
use portal_api::{Key, KeyStatus, MINUTE, ServerTime};
use portal_core::keys;

use crate::{
    text::{self, formats, keys as words},
    ui::view,
};

/// What the key is called.
pub(super) fn key_name(key: &Key) -> AnyView {
    match keys::name(key) {
        // `dir=auto`: a right-to-left name must not turn the row around.
        Some(name) => view! { <span class="key-name" dir="auto" title=name.to_owned()>{name.to_owned()}</span> },
        None => view! { <span class="key-name key-unnamed">{text::UNNAMED}</span> },
    }
}

/// Whether it works.
pub(super) fn status_badge(status: KeyStatus) -> AnyView {
    let words = words::status(status);
    match status {
        KeyStatus::Active => view! { <span class="badge badge-good">{words}</span> },
        KeyStatus::Disabled => view! { <span class="badge badge-idle">{words}</span> },
        KeyStatus::Expired => view! { <span class="badge badge-bad">{words}</span> },
    }
}

/// When it expires, in words; how long that is, where it is soon.
pub(super) fn expires(key: &Key, now: ServerTime) -> Option<String> {
    let at = key.expires?;
    Some(match at.since(now) {
        0..MINUTE => words::WITHIN_A_MINUTE.to_owned(),
        _ if keys::expires_soon(key, now) => formats::from_now(at, now),
        _ => formats::day(at),
    })
}

/// When it was last used, in words, as precisely as the API knows.
pub(super) fn last_used(key: &Key, now: ServerTime) -> Option<String> {
    key.last_used_at.map(|at| formats::about(at, now))
}

/// A moment and its words; without one, never. The list's own table writes the whole of it where somebody points at it.
pub(super) fn moment(at: Option<ServerTime>, words: Option<String>) -> AnyView {
    match at.zip(words) {
        Some((at, words)) => view! { <time datetime=formats::machine_readable(at)>{words}</time> },
        None => view! { {text::NEVER} },
    }
}
