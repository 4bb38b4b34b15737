//! One key of the list.

use std::{rc::Rc, sync::Arc};

use leptos::prelude::*;
use portal_api::{Key, ServerTime};
use portal_core::{
    config::Show,
    keys::{self, window::Placed},
    page::Page,
};
use web_sys::Element;

use super::{
    cursor::{Cursor, element_id},
    facts::{expires, last_used, status_badge},
    rotate::rotate_button,
};
use crate::{
    browser,
    reactive::RwSignal,
    text::{self, columns, formats, keys as words},
    ui::view,
};

/// What a row says: of a key, at a moment.
#[derive(Clone, PartialEq)]
pub(super) struct RowContent {
    pub(super) key: Arc<Key>,
    pub(super) placed: Placed,
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
pub(super) fn key_row(row: RwSignal<RowContent>, cursor: Cursor, show: Show, may_rotate: bool) -> AnyView {
    let credits = show.credits.then(|| {
        let left = move || row.with(|row| words::credits(row.key.credits.as_ref()));
        view! { <td role="cell" class="column-credits key-fact" data-label=words::CREDITS>{left}</td> }
    });
    let rate_limits = show.rate_limits.then(|| {
        let limits = move || row.with(|row| rate_limits(&row.key));
        view! { <td role="cell" class="column-limits key-fact" data-label=words::RATE_LIMITS title=limits>{limits}</td> }
    });
    let rotate = may_rotate.then(|| {
        let key = move || row.with(|row| Arc::clone(&row.key));
        let why_not = move || row.with(|row| row.why_not_rotate);
        let tab_index = move || Some(row.with(RowContent::tab_index));
        let button = rotate_button(Rc::new(key), Rc::new(why_not), Rc::new(tab_index));
        view! { <td role="cell" class="column-actions">{button}</td> }
    });
    let created = move || row.with(|row| formats::day(row.key.created_at));
    let expires = move || or_never(row.with(|row| expires(&row.key, row.now)));
    let last_used = move || or_never(row.with(|row| last_used(&row.key, row.now)));
    let soon = move || row.with(|row| keys::expires_soon(&row.key, row.now));
    let id = move || row.with(|row| element_id(&row.key.key_id));
    let path = move || row.with(|row| Page::key_path(&row.key.key_id));
    let focused = move |_| cursor.move_to(row.with_untracked(|row| row.key.key_id.clone()));
    // The roles stand here because what looks like this is no table to the browser. The whole of a moment is written by the
    // table, where somebody points at it.
    view! {
        <tr
            role="row"
            aria-rowindex=move || row.with(|row| row.placed.index + 2)
            style:margin-block-start=move || row.with(|row| browser::pixels(row.placed.gap))
            on:focusin=focused
        >
            <th role="rowheader" scope="row" class="column-name">
                <a class="key-link" id=id href=path tabindex=move || row.with(RowContent::tab_index)>{key_name(row)}</a>
            </th>
            <td role="cell" class="column-key mono">{move || row.with(|row| text::key_start(&row.key))}</td>
            <td role="cell" class="column-status">{status_badge(move || row.with(|row| row.key.status(row.now)))}</td>
            <td role="cell" class="column-created key-fact" data-label=columns::CREATED>{created}</td>
            <td role="cell" class="column-expires key-fact" class:key-soon=soon data-label=columns::EXPIRES>{expires}</td>
            <td role="cell" class="column-used key-fact" data-label=columns::LAST_USED>{last_used}</td>
            {credits}
            {rate_limits}
            {rotate}
        </tr>
    }
}

/// The moment that a cell of a row stands for, if it does.
pub(super) fn moment_in(cell: &Element, key: &Key) -> Option<ServerTime> {
    let classes = cell.class_list();
    if classes.contains("column-created") {
        Some(key.created_at)
    } else if classes.contains("column-expires") {
        key.expires
    } else if classes.contains("column-used") {
        key.last_used_at
    } else {
        None
    }
}

/// What the key is called.
fn key_name(row: RwSignal<RowContent>) -> AnyView {
    let name = move || row.with(|row| keys::name(&row.key).map(str::to_owned));
    let class = move || if name().is_some() { "key-name" } else { "key-name key-unnamed" };
    let words = move || name().unwrap_or_else(|| text::UNNAMED.to_owned());
    // `dir=auto`: a right-to-left name must not turn the row around.
    view! { <span class=class dir="auto" title=name>{words}</span> }
}

fn rate_limits(key: &Key) -> String {
    let limits: Vec<_> = key.ratelimits.iter().map(words::rate_limit).collect();
    if limits.is_empty() { words::NONE.to_owned() } else { limits.join(", ") }
}

fn or_never(words: Option<String>) -> String {
    words.unwrap_or_else(|| text::NEVER.to_owned())
}
