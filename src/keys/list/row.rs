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
        rotation::{
            button::{PlainRotateButton, rotate_id},
            key_tag::KeyTag,
        },
    },
    ui::{Show, view},
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
            Column::Name => view! { <NameCell row /> },
            Column::Status => view! { <StatusCell row /> },
            column => view! { <TextCell row column=*column /> },
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
                <span class="key-name" class:key-unnamed=move || row.with(|row| name(&row.key).is_none()) dir="auto">
                    {move || row.with(text)}
                </span>
            </a>
            <KeyTag key=Signal::derive(move || row.with(|row| Arc::clone(&row.key))) />
        </th>
    }
}

#[component]
fn StatusCell(row: Memo<RowContent>) -> impl IntoView {
    view! {
        <td role="cell" class=columns::class(Column::Status)>
            <StatusBadge status=Signal::derive(move || row.with(|row| row.key.status(row.now))) />
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

#[cfg(test)]
mod tests {
    use leptos::html;
    use portal_api::{DAY, Key, ServerTime};
    use portal_core::keys::{table::RowSlot, view::SearchResults};
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;
    use crate::{
        testing::{Mounted, key, mount_with, settle},
        ui::memo,
    };

    /// A row in a table, without a session.
    async fn row(key: Key) -> (RwSignal<RowContent>, Mounted) {
        mount_with(|| {
            let content = RwSignal::new(RowContent {
                key: Arc::new(key),
                slot: RowSlot { index: 3, spacer_px: 0.0 },
                now: ServerTime::from_millis(DAY),
                rotation_blocker: None,
                is_tab_stop: true,
            });
            let body = NodeRef::<html::Tbody>::new();
            let navigation = ListNavigation::new(body, memo(SearchResults::default), None);
            let columns = StoredValue::new(Column::ALL.to_vec());
            let table = view! {
                <table>
                    <tbody node_ref=body>
                        <KeyRow row=memo(move || content.get()) navigation columns can_rotate=memo(|| false) />
                    </tbody>
                </table>
            };
            (content, table)
        })
        .await
    }

    #[wasm_bindgen_test]
    async fn a_row_leads_to_its_keys_page_and_says_its_place() {
        let (_, view) = row(key(r#""name":"Production""#)).await;
        assert_eq!(view.element("a.key-link").get_attribute("href").as_deref(), Some("/keys/key_1"));
        // Row 1 is the heading.
        assert_eq!(view.element("tr").get_attribute("aria-rowindex").as_deref(), Some("5"));
        assert_eq!(view.text("td.mono"), "acme_1…");
    }

    #[wasm_bindgen_test]
    async fn a_name_with_markup_is_shown_as_it_was_written() {
        let (_, view) = row(key(r#""name":"<img src=x><b>bold</b>{{7*7}} &lt;""#)).await;
        assert_eq!(view.text("th"), "<img src=x><b>bold</b>{{7*7}} &lt;");
        assert!(view.find("img, b").is_none());
    }

    #[wasm_bindgen_test]
    async fn a_right_to_left_name_turns_nothing_around() {
        let (_, view) = row(key(r#""name":"مفتاح""#)).await;
        assert_eq!(view.element("th .key-name").get_attribute("dir").as_deref(), Some("auto"));
    }

    #[wasm_bindgen_test]
    async fn a_name_of_spaces_is_none() {
        let (_, view) = row(key(r#""name":"   ""#)).await;
        assert_eq!(view.text("th .key-unnamed"), "Unnamed key");
    }

    #[wasm_bindgen_test]
    async fn a_key_that_expires_changes_its_status_and_keeps_the_focus() {
        let expires = ServerTime::from_millis(2 * DAY);
        let (content, view) = row(key(&format!(r#""expires":{}"#, expires.millis()))).await;
        let link = view.element("a.key-link");
        browser::focus_without_scroll(&link);
        assert_eq!(view.text(".badge"), "Active");
        content.update(|row| row.now = expires);
        settle().await;
        assert_eq!(view.text(".badge"), "Expired");
        assert_eq!(document().active_element(), Some(link.into()));
    }
}
