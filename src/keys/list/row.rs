//! A row of the list.

use std::sync::Arc;

use leptos::prelude::*;
use portal_core::{
    keys::{name, view::Column},
    page::Page,
};

use super::{
    columns::{self, ColumnView},
    navigation::{ListNavigation, link_id},
    row_content::RowContent,
};
use crate::{
    browser,
    keys::{
        key_cells::StatusBadge,
        rotation::button::{PlainRotateButton, rotate_id},
    },
    ui::Show,
};

/// A row of the table; on a narrow screen, a card.
#[component]
pub(super) fn KeyRow(
    row: Memo<RowContent>,
    navigation: ListNavigation,
    /// The columns that are shown, in order.
    columns: StoredValue<Vec<Column>>,
    /// Whether the session may rotate keys.
    can_rotate: Memo<bool>,
) -> impl IntoView {
    let id = row.with_untracked(|row| row.key.key_id.clone());
    let cells = columns.with_value(|columns| {
        let cell = |column: &Column| match column {
            Column::Name => view! { <NameCell row/> }.into_any(),
            Column::Status => view! { <StatusCell row/> }.into_any(),
            column => view! { <TextCell row column=*column/> }.into_any(),
        };
        columns.iter().map(cell).collect::<Vec<_>>()
    });
    // The roles are explicit: the stylesheet's `display` values remove the implicit ones.
    view! {
        <tr
            role="row"
            aria-rowindex=move || row.with(|row| (row.slot.index + 2).to_string())
            style:margin-block-start=move || row.with(|row| browser::pixels(row.slot.spacer_px))
            on:focusin=move |_| navigation.move_to(id.clone())
        >
            {cells}
            <Show when=can_rotate>
                <td role="cell" class="column-actions">
                    <PlainRotateButton
                        id=rotate_id
                        key=Signal::derive(move || row.with(|row| Arc::clone(&row.key)))
                        blocker=Signal::derive(move || row.with(|row| row.rotation_blocker))
                        tab_index=Signal::derive(move || row.with(|row| Some(row.tab_index())))
                    />
                </td>
            </Show>
        </tr>
    }
}

/// The key's name, which links to its page.
#[component]
fn NameCell(row: Memo<RowContent>) -> impl IntoView {
    let ColumnView { text, .. } = columns::view(Column::Name);
    let (id, path) = row.with_untracked(|row| (link_id(&row.key.key_id), Page::key_path(&row.key.key_id)));
    // `dir=auto`: a right-to-left name must not turn the row around.
    view! {
        <th role="rowheader" scope="row" class=columns::class(Column::Name)>
            <a class="key-link" id=id href=path tabindex=move || row.with(RowContent::tab_index)>
                <span
                    class="key-name"
                    class:key-unnamed=move || row.with(|row| name(&row.key).is_none())
                    dir="auto"
                >
                    {move || row.with(text)}
                </span>
            </a>
        </th>
    }
}

#[component]
fn StatusCell(row: Memo<RowContent>) -> impl IntoView {
    view! {
        <td role="cell" class=columns::class(Column::Status)>
            <StatusBadge status=Signal::derive(move || row.with(|row| row.key.status(row.now)))/>
        </td>
    }
}

#[component]
fn TextCell(row: Memo<RowContent>, column: Column) -> impl IntoView {
    let ColumnView { label, text, is_highlighted, .. } = columns::view(column);
    // On cards the facts stand below the name, each with its label; the key's first characters need none.
    let is_fact = column != Column::Start;
    view! {
        <td
            role="cell"
            class=columns::class(column)
            class:mono=!is_fact
            class:key-fact=is_fact
            class:key-soon=move || row.with(is_highlighted)
            data-label=is_fact.then_some(label)
        >
            {move || row.with(text)}
        </td>
    }
}
