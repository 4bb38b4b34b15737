//! The list as a table, of which only the rows in sight are in the page.

use std::sync::Arc;

use leptos::{ev, prelude::*};
use portal_api::{Key, ServerTime};
use portal_core::keys::{
    index::Found,
    view::{Column, Direction},
    window::{Piece, Window},
};
use wasm_bindgen::JsCast;
use web_sys::Element;

use super::{
    cursor::Cursor,
    list_view::ListView,
    rotate::{Rotations, why_not_rotate},
    row::{RowLook, key_row},
    store::KeysStore,
};
use crate::{
    browser,
    reactive::{Memo, NodeRef, RwSignal, effect, memo},
    session::use_session,
    text::{self, formats, keys as words},
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
    // With their places in the list.
    let drawn = memo(move || {
        found.with(|found| {
            let row = |piece: Piece| match piece {
                Piece::Gap(_) => None,
                Piece::Row(index) => found.get(index).map(|key| (index, Arc::clone(key))),
            };
            window.with(|window| window.pieces().into_iter().filter_map(row).collect::<Vec<_>>())
        })
    });
    cursor.keep_focus(drawn);
    let allowed = memo(move || rotations.allowed());
    let session = use_session();
    let row = move |key: &Arc<Key>| {
        let now = now.get();
        let look = RowLook::new(key, now, allowed.get().then(|| why_not_rotate(key, now, session.online().get())));
        Item { id: look.id(), view: Box::new(move || key_row(&look, cursor, drawn, show)) }
    };
    let rows = move || {
        let mut gaps = 0..;
        found.with(|found| {
            let item = |piece: Piece| match piece {
                Piece::Gap(_) => {
                    gaps.next().map(|number| Item { id: format!("gap {number}"), view: Box::new(move || gap(number)) })
                }
                Piece::Row(index) => found.get(index).map(row),
            };
            window.with(|window| window.pieces().into_iter().filter_map(item).collect())
        })
    };
    let end = memo(move || window.with(Window::reaches_end));
    effect(move || {
        // Only once somebody has come down there: a short list ends in sight from the start.
        if end.get() && cursor.is_scrolled() {
            store.want(portal_core::keys::loading::Goal::All);
        }
    });
    let count = move || found.with(|found| found.len() + 1);
    view! {
        <div class="card keys-frame">
            <table class="keys" role="table" aria-label=text::API_KEYS aria-rowcount=count>
                <thead role="rowgroup">
                    <tr role="row" aria-rowindex="1">
                        {columns.map(|column| view! { <Heading column view/> }).collect_view()}
                        {when(
                            move || allowed.get(),
                            || view! {
                                <th class="column-actions" role="columnheader" scope="col">
                                    <span class="visually-hidden">{words::ACTIONS}</span>
                                </th>
                            },
                        )}
                    </tr>
                </thead>
                <tbody
                    role="rowgroup"
                    node_ref=body
                    on:pointerover=move |event| explain_moment(&event)
                    on:keydown=move |event| cursor.step(&event)
                    on:focusin=move |event| cursor.took_focus(&event)
                    on:focusout=move |event| cursor.lost_focus(&event)
                >
                    {list(rows)}
                </tbody>
            </table>
        </div>
    }
}

/// Writes the whole of the moment that is pointed at, once: few are, and writing it takes a while.
fn explain_moment(event: &ev::PointerEvent) {
    let target: Option<Element> = event.target().and_then(|target| target.dyn_into().ok());
    let time = target.filter(|target| target.tag_name() == "TIME" && !target.has_attribute("title"));
    let at = time.as_ref().and_then(|time| browser::parse_date(&time.get_attribute("datetime")?));
    if let Some((time, at)) = time.zip(at) {
        // Refused only for what can't be a name.
        let _ = time.set_attribute("title", &formats::moment(at));
    }
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
        <th class=["column-", column.name()].concat() role="columnheader" scope="col" aria-sort=sorted>
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
