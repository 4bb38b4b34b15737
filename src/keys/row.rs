//! One key of the list.

use std::sync::Arc;

use leptos::prelude::*;
use portal_api::{Key, KeyStatus, ServerTime};
use portal_core::{config::Show, keys};

use super::{
    cursor::{Cursor, element_id},
    rotate::{RotateButton, Rotations},
};
use crate::{
    reactive::{RwSignal, StoredValue, memo},
    routes::Page,
    text::{self, columns, formats, keys as words},
    ui::{Moment, view, when},
};

/// A row of the table; on a narrow screen, a card.
#[component]
pub(super) fn KeyRow(
    key: Arc<Key>,
    /// The server's time, as it goes on.
    now: RwSignal<ServerTime>,
    cursor: Cursor,
    show: Show,
) -> impl IntoView {
    let id = StoredValue::new(key.key_id.clone());
    let number = memo(move || id.with_value(|id| cursor.row_number(id)));
    let entry = memo(move || if id.with_value(|id| cursor.is_at(id)) { "0" } else { "-1" });
    let rotations = expect_context::<Rotations>();
    let rate_limits = show.rate_limits.then(|| {
        let limits: Vec<_> = key.ratelimits.iter().map(words::rate_limit).collect();
        let limits = if limits.is_empty() { words::NONE.to_owned() } else { limits.join(", ") };
        view! { <td role="cell" class="key-fact key-limits" data-label=words::RATE_LIMITS title=limits.clone()>{limits}</td> }
    });
    let stored = StoredValue::new(Arc::clone(&key));
    // The roles stand here because a phone's cards are no table to the browser.
    view! {
        <tr role="row" aria-rowindex=number on:focusin=move |_| cursor.move_to(id.get_value())>
            <th role="rowheader" scope="row">
                <a
                    class="key-link"
                    id=element_id(&key.key_id)
                    href=Page::key_path(&key.key_id)
                    tabindex=entry
                >
                    <KeyName key=Arc::clone(&key)/>
                </a>
            </th>
            <td role="cell" class="key-start"><code class="mono">{text::key_start(&key)}</code></td>
            <td role="cell" class="key-status"><StatusBadge key=Arc::clone(&key) now/></td>
            <td role="cell" class="key-fact" data-label=columns::CREATED>
                <Moment at=key.created_at words=formats::day(key.created_at)/>
            </td>
            <td role="cell" class="key-fact" data-label=columns::EXPIRES><Expires key=Arc::clone(&key) now/></td>
            <td role="cell" class="key-fact" data-label=columns::LAST_USED><LastUsed key=Arc::clone(&key) now/></td>
            {show.credits.then(|| {
                view! { <td role="cell" class="key-fact" data-label=words::CREDITS>{words::credits(key.credits.as_ref())}</td> }
            })}
            {rate_limits}
            {when(
                move || rotations.allowed(),
                move || view! { <td role="cell" class="key-actions"><RotateButton key=stored.get_value()/></td> },
            )}
        </tr>
    }
}

/// What the key is called.
#[component]
pub(super) fn KeyName(key: Arc<Key>) -> impl IntoView {
    match keys::name(&key) {
        // `dir=auto`: a right-to-left name must not turn the row around.
        Some(name) => {
            view! { <span class="key-name" dir="auto" title=name.to_owned()>{name.to_owned()}</span> }
        }
        None => view! { <span class="key-name key-unnamed">{text::UNNAMED}</span> },
    }
}

/// Whether it works.
#[component]
pub(super) fn StatusBadge(key: Arc<Key>, now: RwSignal<ServerTime>) -> impl IntoView {
    let status = memo(move || key.status(now.get()));
    let class = move || match status.get() {
        KeyStatus::Active => "badge badge-good",
        KeyStatus::Disabled => "badge badge-idle",
        KeyStatus::Expired => "badge badge-bad",
    };
    view! { <span class=class>{move || words::status(status.get())}</span> }
}

/// When it expires; how long that is, where it is soon.
#[component]
pub(super) fn Expires(key: Arc<Key>, now: RwSignal<ServerTime>) -> impl IntoView {
    let Some(at) = key.expires else { return text::NEVER.into_any() };
    let soon = memo(move || keys::expires_soon(&key, now.get()));
    let words = Signal::derive(move || if soon.get() { formats::from_now(at, now.get()) } else { formats::day(at) });
    view! { <span class:key-soon=move || soon.get()><Moment at words/></span> }
}

/// When it was last used, as precisely as the API knows.
#[component]
pub(super) fn LastUsed(key: Arc<Key>, now: RwSignal<ServerTime>) -> impl IntoView {
    let Some(at) = key.last_used_at else { return text::NEVER.into_any() };
    let words = Signal::derive(move || formats::about(at, now.get()));
    view! { <Moment at words/> }
}
