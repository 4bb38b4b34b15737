//! A row of the list.

use std::sync::Arc;

use leptos::prelude::*;
use portal_core::{
    keys::{name, view::Column},
    page::Page,
};

use super::{
    columns::{self, ColumnView},
    row_content::RowContent,
};
use crate::{
    browser,
    keys::{
        key_cells::StatusBadge,
        list_state::{ListNavigation, link_id},
        rotation::{
            button::{PlainRotateButton, rotate_id},
            key_tag::KeyTag,
        },
    },
    ui::{TextContent, view},
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
            {move || can_rotate.get().then(|| view! { <RotateCell row /> })}
        </tr>
    }
}

/// The button that rotates the key.
#[component]
fn RotateCell(row: Memo<RowContent>) -> impl IntoView {
    view! {
        <td role="cell" class="column-actions">
            <PlainRotateButton
                class="button button-small button-quiet"
                id=rotate_id
                key=Signal::derive(move || row.with(|row| Arc::clone(&row.key)))
                label=Signal::derive(move || row.with(RowContent::rotate_label))
                blocker=Signal::derive(move || row.with(|row| row.rotation_blocker))
                tab_index=Signal::derive(move || row.with(|row| Some(row.tab_index())))
            />
        </td>
    }
}

/// The key's name, which links to its page. A key that gets another name gets another row.
#[component]
fn NameCell(row: Memo<RowContent>) -> impl IntoView {
    let ColumnView { text, .. } = columns::view(Column::Name);
    let (id, path) = row.with_untracked(|row| (link_id(&row.key.key_id), Page::key_path(&row.key.key_id)));
    let (text, has_name) = row.with_untracked(|row| (text(row), name(&row.key).is_some()));
    // `dir=auto`: a right-to-left name must not turn the row around.
    view! {
        <th role="rowheader" scope="row" class=columns::class(Column::Name)>
            <a
                class="key-link"
                id=id
                href=path
                tabindex=move || row.with(RowContent::tab_index)
                aria-label=move || row.with(RowContent::link_label)
                translate=has_name.then_some("no")
            >
                <span class=if has_name { "key-name" } else { "key-name key-unnamed" } dir="auto">
                    {text}
                </span>
            </a>
            <KeyTag key=Signal::derive(move || row.with(|row| Arc::clone(&row.key))) />
        </th>
    }
}

/// The text of a cell. One closure for all cells: each type of closure is 0.5 kB of wasm.
fn cell_text(row: Memo<RowContent>, text: fn(&RowContent) -> String) -> impl Fn() -> TextContent + Clone {
    move || TextContent(row.with(text))
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
    let class = columns::class(column);
    // What a key keeps for life is written once: each effect takes time where rows come and go while one scrolls.
    match column {
        // The key's first characters are no word, and run from left to right.
        Column::Start => {
            return view! {
                <td role="cell" class=[&class, " mono"].concat() dir="ltr" translate="no">
                    <span>{row.with_untracked(text)}</span>
                </td>
            };
        }
        Column::Created => {
            return view! {
                <td role="cell" class=[&class, " key-fact"].concat() data-label=label>
                    <span>{row.with_untracked(text)}</span>
                </td>
            };
        }
        _ => {}
    }
    let class = move || {
        let more = row.with(|row| match () {
            () if is_highlighted(row) => " key-soon",
            () if columns::is_never(column, &row.key) => " key-never",
            () => "",
        });
        [&class, " key-fact", more].concat()
    };
    // On cards each fact has its label.
    view! {
        <td role="cell" class=class data-label=label>
            <span prop:textContent=cell_text(row, text)></span>
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
                is_name_shared: false,
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
    async fn a_shared_name_gets_the_first_characters_for_those_who_hear_it() {
        let (content, view) = row(key(r#""name":"Production""#)).await;
        assert_eq!(view.element("a.key-link").get_attribute("aria-label"), None);
        content.update(|row| row.is_name_shared = true);
        settle().await;
        assert_eq!(view.element("a.key-link").get_attribute("aria-label").as_deref(), Some("Production, acme_1…"));
        assert_eq!(content.get_untracked().rotate_label(), "Rotate Production, acme_1…");
        assert_eq!(view.text("a.key-link"), "Production");
    }

    #[wasm_bindgen_test]
    async fn names_and_first_characters_are_not_translated() {
        let (_, named) = row(key(r#""name":"Production""#)).await;
        // The link's label and the name's tooltip are attributes.
        for selector in [".key-link", "td.mono"] {
            assert_eq!(named.element(selector).get_attribute("translate").as_deref(), Some("no"), "{selector}");
        }
        let (_, unnamed) = row(key("")).await;
        assert_eq!(unnamed.element(".key-link").get_attribute("translate"), None);
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
