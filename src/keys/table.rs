//! The list as a table, of which only the rows in sight are in the page.

use std::sync::Arc;

use leptos::{ev, prelude::*};
use portal_api::{Key, KeyId, ServerTime};
use portal_core::keys::{
    index::Found,
    view::{Column, Direction},
    window::{Piece, Sight, Step, Window},
};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::{list_view::ListView, rotate::Rotations, row::KeyRow, store::KeysStore};
use crate::{
    browser,
    reactive::{Memo, NodeRef, RwSignal, StoredValue, effect, memo},
    session::use_session,
    text::{self, keys as words},
    ui::{view, when},
};

/// Rows that are drawn beyond what is in sight, on each side.
const OVERSCAN: usize = 8;

/// A row's height until one is there to be measured, in CSS pixels.
const GUESSED_ROW_PX: f64 = 52.0;

/// What a row of the page is.
#[derive(Clone)]
enum Drawn {
    /// Space in the place of rows; which one from the top.
    Gap(usize),
    /// A key.
    Row(Arc<Key>),
}

/// What a drawn row looks like, so that one whose key has changed is drawn anew.
#[derive(Clone, PartialEq, Eq, Hash)]
enum DrawnId {
    Gap(usize),
    Row(KeyId, bool, [Option<i64>; 3]),
}

impl Drawn {
    fn id(&self) -> DrawnId {
        match self {
            Self::Gap(number) => DrawnId::Gap(*number),
            Self::Row(key) => {
                let millis = |at: Option<ServerTime>| at.map(ServerTime::millis);
                let credits = key.credits.as_ref().and_then(|credits| credits.remaining);
                DrawnId::Row(key.key_id.clone(), key.enabled, [millis(key.expires), millis(key.last_used_at), credits])
            }
        }
    }
}

/// The table. `found`: what is shown, in order.
#[component]
pub(super) fn KeysTable(
    store: KeysStore,
    view: ListView,
    found: Memo<Found>,
    now: RwSignal<ServerTime>,
) -> impl IntoView {
    let show = use_session().config().show;
    let columns: Vec<Column> =
        Column::ALL.into_iter().filter(|column| *column != Column::Credits || show.credits).collect();
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
    let drawn = move || {
        let mut gaps = 0..;
        found.with(|found| {
            let draw = |piece: Piece| match piece {
                Piece::Gap(_) => gaps.next().map(Drawn::Gap),
                Piece::Row(index) => found.keys.get(index).cloned().map(Drawn::Row),
            };
            window.with(|window| window.pieces().into_iter().filter_map(draw).collect::<Vec<_>>())
        })
    };
    let draw = move |drawn: Drawn| match drawn {
        Drawn::Gap(number) => {
            let height = move || heights.with(|heights| heights.get(number).copied().unwrap_or_default());
            view! {
                <tr class="keys-gap" aria-hidden="true">
                    <td style:height=move || browser::pixels(height())></td>
                </tr>
            }
        }
        Drawn::Row(key) => view! { <KeyRow key now cursor show/> },
    };
    let end = memo(move || window.with(Window::reaches_end));
    effect(move || {
        // Only once somebody has come down there: a short list ends in sight from the start.
        if end.get() && browser::scroll_px() > 0 {
            store.want(portal_core::keys::loading::Goal::All);
        }
    });
    let rows = move || found.with(|found| found.keys.len() + 1);
    view! {
        <div class="card">
            <table class="keys" role="table" aria-label=text::API_KEYS aria-rowcount=rows>
                <thead role="rowgroup">
                    <tr role="row" aria-rowindex="1">
                        {columns.into_iter().map(|column| view! { <Heading column view/> }).collect_view()}
                        {show.rate_limits.then(|| view! { <th role="columnheader" scope="col">{words::RATE_LIMITS}</th> })}
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
                    <For each=drawn key=Drawn::id children=draw/>
                </tbody>
            </table>
        </div>
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

/// Where the keyboard is in the list, and what of the list is in sight.
#[derive(Clone, Copy)]
pub(super) struct Cursor {
    body: NodeRef<web_sys::HtmlElement>,
    found: Memo<Found>,
    current: RwSignal<Option<KeyId>>,
    sight: RwSignal<Sight>,
    /// Whether a row has the focus, or had it when it was taken out of the page.
    has_focus: StoredValue<bool>,
}

impl Cursor {
    fn new(body: NodeRef<web_sys::HtmlElement>, found: Memo<Found>) -> Self {
        let sight = Sight { scrolled: 0.0, height: 800.0, row_height: GUESSED_ROW_PX };
        let this = Self {
            body,
            found,
            current: RwSignal::new(None),
            sight: RwSignal::new(sight),
            has_focus: StoredValue::new(false),
        };
        let look = move || this.look();
        let handles = [
            window_event_listener(ev::scroll, move |_| look()),
            window_event_listener(ev::resize, move |_| look()),
            // Whoever points elsewhere has left the row.
            window_event_listener(ev::pointerdown, move |_| {
                this.has_focus.try_set_value(false);
            }),
        ];
        on_cleanup(move || handles.into_iter().for_each(WindowListenerHandle::remove));
        // Once rows are there, and whenever they change.
        effect(move || {
            found.track();
            this.body.track();
            browser::spawn(async move {
                browser::sleep(0).await;
                this.look();
                this.keep_focus();
            });
        });
        this
    }

    /// The rows to draw.
    fn window(self) -> Memo<Window> {
        memo(move || {
            self.found.with(|found| {
                let focused = self.current.with(|id| id.as_ref().and_then(|id| found.position(id)));
                self.sight.get().window(found.keys.len(), OVERSCAN, focused)
            })
        })
    }

    /// Whether a row is where the keyboard enters the list: the one it was at last, else the first.
    pub(super) fn is_at(self, id: &KeyId) -> bool {
        self.current.with(|current| match current {
            Some(current) => current == id,
            None => self.found.with(|found| found.keys.first().is_some_and(|first| first.key_id == *id)),
        })
    }

    /// Where a row stands in the list, the headings counted.
    pub(super) fn row_number(self, id: &KeyId) -> usize {
        self.found.with(|found| found.position(id).map_or(0, |index| index + 2))
    }

    /// The keyboard is at this row.
    pub(super) fn move_to(self, id: KeyId) {
        if self.current.with_untracked(|current| current.as_ref() != Some(&id)) {
            self.current.set(Some(id));
        }
    }

    /// What is in sight now.
    fn look(self) {
        let Some(body) = self.body.try_get_untracked().flatten() else { return };
        let height = browser::window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or_default();
        let row: Option<HtmlElement> =
            body.query_selector("tr[aria-rowindex]").ok().flatten().and_then(|row| row.dyn_into().ok());
        let row_height = row.map_or(GUESSED_ROW_PX, |row| row.get_bounding_client_rect().height());
        let scrolled = (-body.get_bounding_client_rect().top()).max(0.0);
        let sight = Sight { scrolled, height, row_height };
        if self.sight.get_untracked() != sight {
            self.sight.set(sight);
        }
    }

    fn step(self, event: &ev::KeyboardEvent) {
        if event.ctrl_key() || event.meta_key() || event.alt_key() || event.shift_key() {
            return;
        }
        let Some(step) = Step::from_key(&event.key()) else { return };
        let sight = self.sight.get_untracked();
        let target = self.found.with_untracked(|found| {
            let from = self.current.with_untracked(|id| id.as_ref().and_then(|id| found.position(id)));
            let index = step.from(from, found.keys.len(), sight.page())?;
            found.keys.get(index).map(|key| (index, key.key_id.clone()))
        });
        let Some((index, id)) = target else { return };
        event.prevent_default();
        self.has_focus.set_value(true);
        self.move_to(id.clone());
        if let Some(scrolled) = sight.scroll_to(index) {
            browser::scroll_by(scrolled - sight.scrolled);
        }
        browser::spawn(async move {
            // Once it is drawn.
            browser::sleep(0).await;
            focus(&id);
        });
    }

    fn took_focus(self) {
        self.has_focus.set_value(true);
    }

    fn lost_focus(self, event: &ev::FocusEvent) {
        // Without a next one the row may just have been taken out of the page.
        if event.related_target().is_some() {
            self.has_focus.set_value(false);
        }
    }

    /// A row that was drawn anew, or moved, has lost the focus: it gets it back.
    fn keep_focus(self) {
        let on_nothing = document().active_element().is_none_or(|element: Element| element.tag_name() == "BODY");
        if on_nothing
            && self.has_focus.try_get_value() == Some(true)
            && let Some(id) = self.current.get_untracked()
        {
            focus(&id);
        }
    }
}

/// The element of a row that takes the focus.
pub(super) fn element_id(id: &KeyId) -> String {
    ["key-", id.as_str()].concat()
}

fn focus(id: &KeyId) {
    let element =
        document().get_element_by_id(&element_id(id)).and_then(|element| element.dyn_into::<HtmlElement>().ok());
    if let Some(element) = element {
        browser::focus_in_place(&element);
    }
}
