//! The list as a table, of which only the rows in sight are in the page.

use leptos::{ev, html, prelude::*};
use portal_core::keys::{
    table::{RowSlot, VisibleRows},
    view::SearchResults,
    view::{Column, Direction},
};
use wasm_bindgen::JsCast;
use web_sys::Element;

use super::{
    list_view::ListView,
    navigation::Cursor,
    row::{KeyRow, RowContent, full_text_of},
};
use crate::{
    browser,
    keys::{
        rotation::{
            button::{RotationBlocker, rotation_blocker},
            rotations::Rotations,
        },
        store::KeysStore,
    },
    session::use_session,
    text::{self, keys as words},
};

/// The table. `found`: what is shown, in order. `hidden`: whether that is nothing.
#[component]
pub(crate) fn KeysTable(
    store: KeysStore,
    view: ListView,
    found: Memo<SearchResults>,
    hidden: Memo<bool>,
) -> impl IntoView {
    let show = use_session().config().show;
    let frame = if show.rate_limits { "card keys-frame keys-frame-wide" } else { "card keys-frame" };
    let columns = Column::ALL.into_iter().filter(|column| column.is_shown(show));
    let rotations = expect_context::<Rotations>();
    let body = NodeRef::<html::Tbody>::new();
    let cursor = Cursor::new(body, found, store.opened());
    let window = cursor.window();
    let may_rotate = Memo::new(move |_| rotations.allowed());
    let session = use_session();
    let rows = Memo::new(move |_| {
        let (now, blocker, entry) = (store.now().get(), RotationBlocker::current(session, rotations), cursor.entry());
        let row = |placed: RowSlot| {
            let key = found.with(|found| found.get(placed.index).cloned())?;
            let rotation_blocker = rotation_blocker(&key, now, blocker);
            let is_entry = entry.as_ref() == Some(&key.key_id);
            Some(RowContent { key, placed, now, rotation_blocker, is_entry })
        };
        window.with(VisibleRows::slots).into_iter().filter_map(row).collect::<Vec<_>>()
    });
    let row_of = move |first: RowContent| {
        let id = first.key.key_id.clone();
        Memo::new(move |before: Option<&RowContent>| {
            let row = rows.with(|rows| rows.iter().find(|row| row.key.key_id == id).cloned());
            // A row that leaves the list keeps its content until it is removed.
            row.or_else(|| before.cloned()).unwrap_or_else(|| first.clone())
        })
    };
    Effect::new(move |_| {
        rows.track();
        untrack(|| cursor.keep_focus());
    });
    let below = move || window.with(|window| browser::pixels(window.spacer_below_px()));
    let end = Memo::new(move |_| window.with(VisibleRows::reaches_end));
    Effect::new(move |_| {
        // Only once somebody has come down there: a short list ends in sight from the start.
        if end.get() && cursor.is_scrolled() {
            store.want(portal_core::keys::list::LoadTarget::All);
        }
    });
    let count = move || found.with(|found| found.len() + 1);
    view! {
        <div class=frame hidden=hidden>
            <table class="keys" role="table" aria-label=text::API_KEYS aria-rowcount=count>
                <thead role="rowgroup">
                    <tr role="row" aria-rowindex="1">
                        {columns.map(|column| view! { <Heading column view/> }).collect_view()}
                        <Show when=move || may_rotate.get()>
                            <th class="column-actions" role="columnheader" scope="col">
                                <span class="visually-hidden">{words::ACTIONS}</span>
                            </th>
                        </Show>
                    </tr>
                </thead>
                <tbody
                    role="rowgroup"
                    node_ref=body
                    style:padding-block-end=below
                    on:pointerover=move |event| set_full_text_tooltip(&event, found)
                    on:keydown=move |event| cursor.step(&event)
                    on:focusin=move |event| cursor.took_focus(&event)
                    on:focusout=move |event| cursor.lost_focus(&event)
                >
                    <For each=move || rows.get() key=|row| row.key.key_id.clone() let:row>
                        <KeyRow row=row_of(row) cursor show may_rotate/>
                    </For>
                </tbody>
            </table>
        </div>
    }
}

/// Sets the tooltip of the cell that is pointed at: few are, and formatting all of them takes a while.
fn set_full_text_tooltip(event: &ev::PointerEvent, found: Memo<SearchResults>) {
    let target: Option<Element> = event.target().and_then(|target| target.dyn_into().ok());
    let full_text = |element: &Element| {
        let number: usize = element.closest("tr").ok()??.get_attribute("aria-rowindex")?.parse().ok()?;
        let key = found.with_untracked(|found| found.get(number.checked_sub(2)?).cloned())?;
        full_text_of(element, &key)
    };
    if let Some((element, text)) = target.and_then(|element| full_text(&element).map(|text| (element, text))) {
        // Fails only for what can't be an attribute's name.
        let _ = element.set_attribute("title", &text);
    }
}

/// A column's heading: a button that sorts.
#[component]
fn Heading(column: Column, view: ListView) -> impl IntoView {
    let direction =
        Memo::new(move |_| view.view().with(|view| (view.sort.column == column).then_some(view.sort.direction)));
    let sorted = move || match direction.get() {
        None => None,
        Some(Direction::Ascending) => Some("ascending"),
        Some(Direction::Descending) => Some("descending"),
    };
    let arrow = move || match direction.get() {
        None => "",
        Some(Direction::Ascending) => "↑",
        Some(Direction::Descending) => "↓",
    };
    view! {
        <th class=["column-", column.url_name()].concat() role="columnheader" scope="col" aria-sort=sorted>
            <button
                class="sort"
                type="button"
                title=words::sort_by(words::column(column))
                on:click=move |_| view.change(|view| view.sort = view.sort.toggled(column))
            >
                {words::column(column)}
                <span class="sort-arrow" aria-hidden="true">{arrow}</span>
            </button>
        </th>
    }
}
