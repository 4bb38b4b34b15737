//! One key of the list.

use std::sync::Arc;

use leptos::{either::Either, prelude::*};
use portal_api::{Key, KeyStatus, ServerTime};
use portal_core::keys;

use crate::{
    text::{self, columns, formats},
    ui::Moment,
};

/// A row of the table; on a phone, a card.
#[component]
pub(crate) fn KeyRow(
    key: Arc<Key>,
    /// The server's time, as it goes on.
    now: RwSignal<ServerTime>,
) -> impl IntoView {
    let created = key.created_at;
    let status = {
        let key = Arc::clone(&key);
        Memo::new(move |_| key.status(now.get()))
    };
    // The roles stand here because a phone's cards are no table to the browser.
    view! {
        <tr role="row">
            <th role="rowheader" scope="row"><KeyName key=Arc::clone(&key)/></th>
            <td role="cell" class="key-start"><code class="mono">{format!("{}…", key.start)}</code></td>
            <td role="cell" class="key-status">{move || view! { <StatusBadge status=status.get()/> }}</td>
            <td role="cell" class="key-time" data-label=columns::CREATED>
                <Moment at=created words=formats::day(created)/>
            </td>
            <td role="cell" class="key-time" data-label=columns::EXPIRES>
                {key.expires.map_or_else(|| Either::Left(text::NEVER), |at| Either::Right(view! { <Expiry key=Arc::clone(&key) at now/> }))}
            </td>
            <td role="cell" class="key-time" data-label=columns::LAST_USED>
                {key.last_used_at.map_or_else(
                    || Either::Left(text::NEVER),
                    |at| Either::Right(view! { <Moment at words=Signal::derive(move || formats::from_now(at, now.get()))/> }),
                )}
            </td>
        </tr>
    }
}

#[component]
fn KeyName(key: Arc<Key>) -> impl IntoView {
    match keys::name(&key) {
        // `dir=auto`: a right-to-left name must not turn the row around.
        Some(name) => {
            Either::Left(view! { <span class="key-name" dir="auto" title=name.to_owned()>{name.to_owned()}</span> })
        }
        None => Either::Right(view! { <span class="key-name key-unnamed">{text::UNNAMED}</span> }),
    }
}

#[component]
fn StatusBadge(status: KeyStatus) -> impl IntoView {
    let (class, words) = match status {
        KeyStatus::Active => ("badge badge-good", text::ACTIVE),
        KeyStatus::Disabled => ("badge badge-idle", text::DISABLED),
        KeyStatus::Expired => ("badge badge-bad", text::EXPIRED),
    };
    view! { <span class=class>{words}</span> }
}

#[component]
fn Expiry(key: Arc<Key>, at: ServerTime, now: RwSignal<ServerTime>) -> impl IntoView {
    let soon = Memo::new(move |_| keys::expires_soon(&key, now.get()));
    let words = Signal::derive(move || if soon.get() { formats::from_now(at, now.get()) } else { formats::day(at) });
    view! { <span class:key-soon=soon><Moment at words/></span> }
}
