//! One key of the list.

use std::sync::Arc;

use leptos::prelude::*;
use portal_api::{Key, ServerTime};
use portal_core::{
    config::ShowSettings,
    keys::{expires_soon, name, table::RowSlot},
    page::Page,
};
use web_sys::Element;

use super::navigation::{Cursor, element_id};
use crate::{
    browser,
    keys::{
        key_cells::{expires, last_used, rate_limits, status_badge},
        rotation::button::{PlainRotateButton, rotate_id},
    },
    text::{self, columns, formats, keys as words},
};

/// What a row says: of a key, at a moment.
#[derive(Clone, PartialEq)]
pub(crate) struct RowContent {
    pub(crate) key: Arc<Key>,
    pub(crate) placed: RowSlot,
    pub(crate) now: ServerTime,
    /// Why the key can't be rotated now; absent where it can.
    pub(crate) rotation_blocker: Option<&'static str>,
    /// Whether the keyboard comes into the list here: by Tab once, and from row to row by the arrows.
    pub(crate) is_entry: bool,
}

impl RowContent {
    const fn tab_index(&self) -> &'static str {
        if self.is_entry { "0" } else { "-1" }
    }
}

/// A row of the table; on a narrow screen, a card.
#[component]
pub(crate) fn KeyRow(
    row: Memo<RowContent>,
    cursor: Cursor,
    show: ShowSettings,
    /// Whether the session may rotate keys.
    may_rotate: Memo<bool>,
) -> impl IntoView {
    let credits = show.credits.then(|| {
        let left = move || row.with(|row| words::credits(row.key.credits.as_ref()));
        view! {
            <td role="cell" class="column-credits key-fact" data-label=words::CREDITS>
                {left}
            </td>
        }
    });
    let rate_limits = show.rate_limits.then(|| {
        let limits = move || row.with(|row| rate_limits(&row.key));
        view! {
            <td role="cell" class="column-limits key-fact" data-label=words::RATE_LIMITS>
                {limits}
            </td>
        }
    });
    let key = Signal::derive(move || row.with(|row| Arc::clone(&row.key)));
    let blocker = Signal::derive(move || row.with(|row| row.rotation_blocker));
    let tab_index = move || row.with(RowContent::tab_index);
    let created = move || row.with(|row| formats::day(row.key.created_at));
    let expires = move || or_never(row.with(|row| expires(&row.key, row.now)));
    let last_used = move || or_never(row.with(|row| last_used(&row.key, row.now)));
    let soon = move || row.with(|row| expires_soon(&row.key, row.now));
    let id = row.with_untracked(|row| row.key.key_id.clone());
    let path = Page::key_path(&id);
    let element_id = element_id(&id);
    // The table's CSS makes these elements flex boxes, which takes their implicit roles away. Tooltips with the full text are
    // set by the table, where somebody points.
    view! {
        <tr
            role="row"
            aria-rowindex=move || row.with(|row| row.placed.index + 2)
            style:margin-block-start=move || row.with(|row| browser::pixels(row.placed.spacer_px))
            on:focusin=move |_| cursor.move_to(id.clone())
        >
            <th role="rowheader" scope="row" class="column-name">
                <a class="key-link" id=element_id href=path tabindex=tab_index>
                    <KeyName row/>
                </a>
            </th>
            <td role="cell" class="column-key mono">
                {move || row.with(|row| text::key_start(&row.key))}
            </td>
            <td role="cell" class="column-status">
                {status_badge(move || row.with(|row| row.key.status(row.now)))}
            </td>
            <td role="cell" class="column-created key-fact" data-label=columns::CREATED>
                {created}
            </td>
            <td
                role="cell"
                class="column-expires key-fact"
                class:key-soon=soon
                data-label=columns::EXPIRES
            >
                {expires}
            </td>
            <td role="cell" class="column-used key-fact" data-label=columns::LAST_USED>
                {last_used}
            </td>
            {credits}
            {rate_limits}
            <Show when=move || may_rotate.get()>
                <td role="cell" class="column-actions">
                    <PlainRotateButton
                        id=rotate_id
                        key
                        blocker
                        tab_index=Signal::derive(move || Some(tab_index()))
                    />
                </td>
            </Show>
        </tr>
    }
}

/// The full text of an element of a row that may show only a part: a truncated name or limits, a date without its time.
pub(crate) fn full_text_of(element: &Element, key: &Key) -> Option<String> {
    let classes = element.class_list();
    if classes.contains("key-name") {
        return name(key).map(str::to_owned);
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

/// The key's name.
#[component]
fn KeyName(row: Memo<RowContent>) -> impl IntoView {
    let unnamed = move || row.with(|row| name(&row.key).is_none());
    let name = move || row.with(|row| text::key_name(&row.key).to_owned());
    // `dir=auto`: a right-to-left name must not turn the row around.
    view! {
        <span class="key-name" class:key-unnamed=unnamed dir="auto">
            {name}
        </span>
    }
}

fn or_never(words: Option<String>) -> String {
    words.unwrap_or_else(|| text::NEVER.to_owned())
}
