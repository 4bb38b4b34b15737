//! The list as a table, of which only the rows in sight are in the page.

use std::sync::Arc;

use leptos::prelude::*;
use portal_api::{Key, ServerTime};
use portal_core::keys::{
    index::Found,
    view::{Column, Direction},
    window::{Piece, Window},
};

use super::{cursor::Cursor, list_view::ListView, rotate::Rotations, row::KeyRow, store::KeysStore};
use crate::{
    browser,
    reactive::{Memo, NodeRef, RwSignal, effect, memo},
    session::use_session,
    text::{self, keys as words},
    ui::{Item, list, view, when},
};

/// The table. `found`: what is shown, in order.
#[component]
pub(super) fn KeysTable(
    store: KeysStore,
    view: ListView,
    found: Memo<Found>,
    now: RwSignal<ServerTime>,
) -> impl IntoView {
    let show = use_session().config().show;
    let columns = Column::ALL.into_iter().filter(|column| column.is_shown(show));
    let rotations = expect_context::<Rotations>();
    let body = NodeRef::<web_sys::HtmlElement>::new(None);
    let cursor = Cursor::new(body, found);
    let window = cursor.window();
    let heights = memo(move || {
        let gap = |piece: &Piece| match piece {
            Piece::Gap(height) => Some(*height),
            Piece::Row(_) => None,
        };
        window.with(|window| window.pieces().iter().filter_map(gap).collect::<Vec<_>>())
    });
    let gap = move |number: usize| {
        let height = move || browser::pixels(heights.with(|heights| heights.get(number).copied().unwrap_or_default()));
        view! { <tr class="keys-gap" aria-hidden="true"><td style:height=height></td></tr> }
    };
    let row = move |key: &Arc<Key>| {
        let id = drawn_as(key);
        let key = Arc::clone(key);
        Item { id, view: Box::new(move || view! { <KeyRow key=Arc::clone(&key) now cursor show/> }) }
    };
    let rows = move || {
        let mut gaps = 0..;
        found.with(|found| {
            let item = |piece: Piece| match piece {
                Piece::Gap(_) => {
                    gaps.next().map(|number| Item { id: format!("gap {number}"), view: Box::new(move || gap(number)) })
                }
                Piece::Row(index) => found.keys.get(index).map(row),
            };
            window.with(|window| window.pieces().into_iter().filter_map(item).collect())
        })
    };
    let end = memo(move || window.with(Window::reaches_end));
    effect(move || {
        // Only once somebody has come down there: a short list ends in sight from the start.
        if end.get() && browser::scroll_px() > 0 {
            store.want(portal_core::keys::loading::Goal::All);
        }
    });
    let count = move || found.with(|found| found.keys.len() + 1);
    view! {
        <div class="card keys-frame">
            <table class="keys" role="table" aria-label=text::API_KEYS aria-rowcount=count>
                <thead role="rowgroup">
                    <tr role="row" aria-rowindex="1">
                        {columns.map(|column| view! { <Heading column view/> }).collect_view()}
                        {when(
                            move || rotations.allowed(),
                            || view! {
                                <th role="columnheader" scope="col">
                                    <span class="visually-hidden">{words::ACTIONS}</span>
                                </th>
                            },
                        )}
                    </tr>
                </thead>
                <tbody
                    role="rowgroup"
                    node_ref=body
                    on:keydown=move |event| cursor.step(&event)
                    on:focusin=move |_| cursor.took_focus()
                    on:focusout=move |event| cursor.lost_focus(&event)
                >
                    {list(rows)}
                </tbody>
            </table>
        </div>
    }
}

/// What the row of a key looks like: one whose key has changed is drawn anew.
fn drawn_as(key: &Key) -> String {
    let millis = |at: Option<ServerTime>| at.map_or(0, ServerTime::millis);
    let credits = key.credits.as_ref().and_then(|credits| credits.remaining).unwrap_or(-1);
    let (id, enabled) = (key.key_id.as_str(), key.enabled);
    format!("{id} {enabled} {} {} {credits}", millis(key.expires), millis(key.last_used_at))
}

/// A column's heading: a button that sorts.
#[component]
fn Heading(column: Column, view: ListView) -> impl IntoView {
    let direction = memo(move || view.view().with(|view| (view.sort.column == column).then_some(view.sort.direction)));
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
        <th role="columnheader" scope="col" aria-sort=sorted>
            <button
                class="sort"
                type="button"
                title=words::sort_by(words::column(column))
                on:click=move |_| view.change(|view| view.sort = view.sort.clicked(column))
            >
                {words::column(column)}
                <span class="sort-arrow" aria-hidden="true">{arrow}</span>
            </button>
        </th>
    }
}
