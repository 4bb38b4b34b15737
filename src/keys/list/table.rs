//! The table of keys, of which only the visible rows are in the document.

use leptos::{html, prelude::*};
use portal_core::keys::{
    list::LoadTarget,
    table::{RowSlot, VisibleRows},
    view::{Column, Direction, SearchResults, SharedNames, Sort},
};
use web_sys::Node;

use super::{columns, row::KeyRow, row_content::RowContent};
use crate::{
    browser,
    keys::{
        list_state::{ListState, ListView},
        rotation::{
            button::{RotationBlocker, rotation_blocker},
            rotations::Rotations,
        },
    },
    session::use_session,
    text,
    ui::{Show, effect, memo, view},
};

/// The table. It stays in the document while nothing is found, hidden, so that it keeps its state.
#[component]
pub(super) fn KeysTable(
    list: ListState,
    /// Set to the table's body.
    body: NodeRef<html::Tbody>,
    hidden: Memo<bool>,
) -> impl IntoView {
    let ListState { store, view, results, navigation, rows: visible_rows, .. } = list;
    let session = use_session();
    let show = session.config().show;
    let columns: Vec<_> = Column::ALL.into_iter().filter(|column| column.is_shown(show)).collect();
    let headings = columns.iter().map(|column| view! { <ColumnHeading column=*column view /> }).collect_view();
    let columns = StoredValue::new(columns);
    let rotations = expect_context::<Rotations>();
    let can_rotate = memo(move || rotations.allowed());
    let shared_names = memo(move || store.list().with(SharedNames::of));
    let rows = memo(move || {
        let (now, blocker, tab_stop) =
            (store.now().get(), RotationBlocker::current(session, rotations), navigation.tab_stop());
        let row = |slot: RowSlot| {
            let key = results.with(|results| results.get(slot.index).cloned())?;
            let rotation_blocker = rotation_blocker(&key, now, blocker);
            let is_name_shared = shared_names.with(|names| names.contain(&key));
            let is_tab_stop = tab_stop.as_ref() == Some(&key.key_id);
            Some(RowContent { key, slot, now, rotation_blocker, is_name_shared, is_tab_stop })
        };
        visible_rows.with(VisibleRows::slots).into_iter().filter_map(row).collect::<Vec<_>>()
    });
    // Each row follows its own content, so that a change of one is a change of one.
    let row_content = move |first: RowContent| {
        let id = first.key.key_id.clone();
        Memo::new(move |before: Option<&RowContent>| {
            let row = rows.with(|rows| rows.iter().find(|row| row.key.key_id == id).cloned());
            // A row that is about to be removed keeps its content.
            row.or_else(|| before.cloned()).unwrap_or_else(|| first.clone())
        })
    };
    effect(move || {
        rows.track();
        untrack(|| navigation.restore_focus());
        if body.get_untracked().is_some_and(|body| !can_take_rows(&body)) {
            browser::report_lost_part();
        }
    });
    let is_near_end = memo(move || visible_rows.with(VisibleRows::is_near_end));
    effect(move || {
        // Only after scrolling: the end of a short list is in sight from the start.
        if is_near_end.get() && navigation.is_scrolled() {
            store.load_to(store.list().with(LoadTarget::one_page_more));
        }
    });
    // Cards that are in an order of their own show by which value.
    let sorted_by = move || {
        let sort = view.get().with(|view| view.sort);
        (sort != Sort::default()).then(|| sort.column.url_name())
    };
    view! {
        <div class="card keys-frame" hidden=move || hidden.get()>
            <table
                class="keys"
                role="table"
                aria-label=text::API_KEYS
                aria-rowcount=move || results.with(row_count)
                data-sort=sorted_by
            >
                <thead role="rowgroup">
                    <tr role="row" aria-rowindex="1">
                        {headings}
                        <Show when=can_rotate>
                            <th class="column-actions" role="columnheader" scope="col">
                                <span class="visually-hidden">{text::keys::ACTIONS}</span>
                            </th>
                        </Show>
                    </tr>
                </thead>
                <tbody
                    role="rowgroup"
                    node_ref=body
                    style:min-block-size=move || { visible_rows.with(|rows| browser::pixels(rows.height_px())) }
                    on:focusin=move |event| navigation.on_focus_in(&event)
                    on:focusout=move |event| navigation.on_focus_out(&event)
                >
                    <For each=move || rows.get() key=|row| (row.key.key_id.clone(), row.key.name.clone()) let:row>
                        <KeyRow row=row_content(row) navigation columns can_rotate />
                    </For>
                </tbody>
            </table>
        </div>
    }
}

/// `aria-rowcount`: the headings are a row, too. -1, unknown, while the list isn't whole.
fn row_count(results: &SearchResults) -> String {
    if results.coverage.complete { (results.len() + 1).to_string() } else { "-1".to_owned() }
}

/// Whether the comment is there that Leptos adds rows in front of: extensions may remove it.
fn can_take_rows(body: &Node) -> bool {
    // The last node, unless something was added behind it.
    std::iter::successors(body.last_child(), Node::previous_sibling).any(|node| node.node_type() == Node::COMMENT_NODE)
}

/// A column's heading, a button that sorts.
#[component]
fn ColumnHeading(column: Column, view: ListView) -> impl IntoView {
    let label = columns::view(column).label;
    let direction = memo(move || view.get().with(|view| (view.sort.column == column).then_some(view.sort.direction)));
    view! {
        <th
            class=columns::class(column)
            role="columnheader"
            scope="col"
            aria-sort=move || {
                direction
                    .get()
                    .map(|direction| match direction {
                        Direction::Ascending => "ascending",
                        Direction::Descending => "descending",
                    })
            }
        >
            <button
                class="sort"
                type="button"
                title=text::keys::sort_by(label)
                on:click=move |_| view.update(|view| view.sort = view.sort.toggled(column))
            >
                {label}
                <span
                    class="sort-arrow"
                    aria-hidden="true"
                    prop:textContent=move || match direction.get() {
                        Some(Direction::Ascending) => "↑",
                        Some(Direction::Descending) => "↓",
                        None => "",
                    }
                ></span>
            </button>
        </th>
    }
}
