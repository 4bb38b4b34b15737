//! One key of the list.

use std::sync::Arc;

use leptos::prelude::*;
use portal_api::{Key, KeyStatus, ServerTime};
use portal_core::{config::Show, keys};

use super::{
    cursor::{Cursor, element_id},
    facts::{expires, key_name, last_used, moment, status_badge},
    rotate::rotate_button,
};
use crate::{
    reactive::Memo,
    routes::Page,
    text::{self, columns, formats, keys as words},
    ui::view,
};

/// What a row says, at one moment. A row that would say something else is drawn anew, so that none has to follow the time.
#[derive(Clone)]
pub(super) struct RowLook {
    key: Arc<Key>,
    status: KeyStatus,
    soon: bool,
    expires: Option<String>,
    last_used: Option<String>,
    /// Absent where the session may not rotate.
    rotate: Option<Option<&'static str>>,
}

impl RowLook {
    /// Of `key`. `rotate`: whether the session may, and why it can't be done now.
    pub(super) fn new(key: &Arc<Key>, now: ServerTime, rotate: Option<Option<&'static str>>) -> Self {
        Self {
            key: Arc::clone(key),
            status: key.status(now),
            soon: keys::expires_soon(key, now),
            expires: expires(key, now),
            last_used: last_used(key, now),
            rotate,
        }
    }

    /// Two rows that look the same have the same.
    pub(super) fn id(&self) -> String {
        let credits = self.key.credits.as_ref().and_then(|credits| credits.remaining).unwrap_or(-1);
        let rotate = match self.rotate {
            None => "",
            Some(None) => "rotate",
            Some(Some(why_not)) => why_not,
        };
        let (id, status) = (self.key.key_id.as_str(), words::status(self.status));
        let (expires, last_used) = (self.expires.as_deref(), self.last_used.as_deref());
        [id, status, expires.unwrap_or_default(), last_used.unwrap_or_default(), rotate, &credits.to_string()]
            .join("\n")
    }
}

/// A row of the table; on a narrow screen, a card. `drawn`: the rows that are in the page.
pub(super) fn key_row(look: &RowLook, cursor: Cursor, drawn: Memo<Vec<(usize, Arc<Key>)>>, show: Show) -> AnyView {
    let key = &look.key;
    let (id, same, entered) = (key.key_id.clone(), key.key_id.clone(), key.key_id.clone());
    let number = move || Cursor::row_number(&id, drawn);
    let entry = move || if cursor.is_at(&same) { "0" } else { "-1" };
    let credits = show.credits.then(|| {
        let left = words::credits(key.credits.as_ref());
        view! { <td role="cell" class="key-fact" data-label=words::CREDITS>{left}</td> }
    });
    let rate_limits = show.rate_limits.then(|| {
        let limits: Vec<_> = key.ratelimits.iter().map(words::rate_limit).collect();
        let limits = if limits.is_empty() { words::NONE.to_owned() } else { limits.join(", ") };
        view! { <td role="cell" class="key-fact key-limits" data-label=words::RATE_LIMITS title=limits.clone()>{limits}</td> }
    });
    let rotate = look.rotate.map(|why_not| {
        view! { <td role="cell" class="key-actions">{rotate_button(key, why_not)}</td> }
    });
    let expires = moment(key.expires, look.expires.clone());
    let expires = if look.soon {
        view! { <span class="key-soon">{expires}</span> }
    } else {
        expires
    };
    // The roles stand here because a phone's cards are no table to the browser.
    view! {
        <tr role="row" aria-rowindex=number on:focusin=move |_| cursor.move_to(entered.clone())>
            <th role="rowheader" scope="row">
                <a class="key-link" id=element_id(&key.key_id) href=Page::key_path(&key.key_id) tabindex=entry>
                    {key_name(key)}
                </a>
            </th>
            <td role="cell" class="key-start mono">{text::key_start(key)}</td>
            <td role="cell" class="key-status">{status_badge(look.status)}</td>
            <td role="cell" class="key-fact" data-label=columns::CREATED>
                {moment(Some(key.created_at), Some(formats::day(key.created_at)))}
            </td>
            <td role="cell" class="key-fact" data-label=columns::EXPIRES>{expires}</td>
            <td role="cell" class="key-fact" data-label=columns::LAST_USED>
                {moment(key.last_used_at, look.last_used.clone())}
            </td>
            {credits}
            {rate_limits}
            {rotate}
        </tr>
    }
}
