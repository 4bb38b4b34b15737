//! One key of the list.

use std::{rc::Rc, sync::Arc};

use leptos::prelude::*;
use portal_api::{Key, ServerTime};
use portal_core::{
    config::ShowSettings,
    keys::{self, table::RowSlot},
    page::Page,
};
use web_sys::Element;

use super::{
    cursor::{Cursor, element_id},
    facts::{expires, last_used, rate_limits, status_badge},
    rotate::{rotate_button, rotate_id},
};
use crate::{
    browser,
    reactive::StoredValue,
    text::{self, columns, formats, keys as words},
    ui::view,
};

/// What a row says: of a key, at a moment.
#[derive(Clone, PartialEq)]
pub(super) struct RowContent {
    pub(super) key: Arc<Key>,
    pub(super) placed: RowSlot,
    pub(super) now: ServerTime,
    /// Why the key can't be rotated now; absent where it can.
    pub(super) why_not_rotate: Option<&'static str>,
    /// Whether the keyboard comes into the list here: by Tab once, and from row to row by the arrows.
    pub(super) is_entry: bool,
}

impl RowContent {
    const fn tab_index(&self) -> &'static str {
        if self.is_entry { "0" } else { "-1" }
    }
}

/// A row of the table; on a narrow screen, a card. It goes on with what it is to say, be that another key. `may_rotate`: whether
/// the session may.
pub(super) fn key_row(row: StoredValue<RowContent>, cursor: Cursor, show: ShowSettings, may_rotate: bool) -> AnyView {
    let credits = show.credits.then(|| {
        let left = move || row.with_value(|row| words::credits(row.key.credits.as_ref()));
        view! { <td role="cell" class="column-credits key-fact" data-label=words::CREDITS>{left}</td> }
    });
    let rate_limits = show.rate_limits.then(|| {
        let limits = move || row.with_value(|row| rate_limits(&row.key));
        view! { <td role="cell" class="column-limits key-fact" data-label=words::RATE_LIMITS>{limits}</td> }
    });
    let rotate = may_rotate.then(|| {
        let key = move || row.with_value(|row| Arc::clone(&row.key));
        let why_not = move || row.with_value(|row| row.why_not_rotate);
        let tab_index = move || Some(row.with_value(RowContent::tab_index));
        let button = rotate_button(rotate_id, Rc::new(key), Rc::new(why_not), Rc::new(tab_index));
        view! { <td role="cell" class="column-actions">{button}</td> }
    });
    let created = move || row.with_value(|row| formats::day(row.key.created_at));
    let expires = move || or_never(row.with_value(|row| expires(&row.key, row.now)));
    let last_used = move || or_never(row.with_value(|row| last_used(&row.key, row.now)));
    let soon = move || row.with_value(|row| keys::expires_soon(&row.key, row.now));
    let id = move || row.with_value(|row| element_id(&row.key.key_id));
    let path = move || row.with_value(|row| Page::key_path(&row.key.key_id));
    let focused = move |_| cursor.move_to(row.with_value(|row| row.key.key_id.clone()));
    // The roles stand here because what looks like this is no table to the browser. The whole of a name and of a moment is
    // written by the table, where somebody points at it.
    view! {
        <tr
            role="row"
            aria-rowindex=move || row.with_value(|row| row.placed.index + 2)
            style:margin-block-start=move || row.with_value(|row| browser::pixels(row.placed.spacer_px))
            on:focusin=focused
        >
            <th role="rowheader" scope="row" class="column-name">
                <a class="key-link" id=id href=path tabindex=move || row.with_value(RowContent::tab_index)>{key_name(row)}</a>
            </th>
            <td role="cell" class="column-key mono">{move || row.with_value(|row| text::key_start(&row.key))}</td>
            <td role="cell" class="column-status">{status_badge(move || row.with_value(|row| row.key.status(row.now)))}</td>
            <td role="cell" class="column-created key-fact" data-label=columns::CREATED>{created}</td>
            <td role="cell" class="column-expires key-fact" class:key-soon=soon data-label=columns::EXPIRES>{expires}</td>
            <td role="cell" class="column-used key-fact" data-label=columns::LAST_USED>{last_used}</td>
            {credits}
            {rate_limits}
            {rotate}
        </tr>
    }
}

/// The whole of what stands in an element of a row, if that may be a part of it: a name or limits without room, a moment in few words.
pub(super) fn whole_of(element: &Element, key: &Key) -> Option<String> {
    let classes = element.class_list();
    if classes.contains("key-name") {
        return keys::name(key).map(str::to_owned);
    }
    if classes.contains("column-limits") {
        return Some(rate_limits(key));
    }
    let moment = if classes.contains("column-created") {
        Some(key.created_at)
    } else if classes.contains("column-expires") {
        key.expires
    } else if classes.contains("column-used") {
        key.last_used_at
    } else {
        None
    };
    moment.map(formats::moment)
}

/// What the key is called.
fn key_name(row: StoredValue<RowContent>) -> AnyView {
    let is_named = move || row.with_value(|row| keys::name(&row.key).is_some());
    let class = move || if is_named() { "key-name" } else { "key-name key-unnamed" };
    let words = move || row.with_value(|row| text::key_name(&row.key).to_owned());
    // `dir=auto`: a right-to-left name must not turn the row around.
    view! { <span class=class dir="auto">{words}</span> }
}

fn or_never(words: Option<String>) -> String {
    words.unwrap_or_else(|| text::NEVER.to_owned())
}
