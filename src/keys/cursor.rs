//! Where the keyboard is in the list, and what of the list is in sight.

use std::sync::Arc;

use leptos::{ev, prelude::*};
use portal_api::{Key, KeyId};
use portal_core::keys::{
    index::Found,
    window::{Sight, Step, Window},
};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use crate::{
    browser,
    reactive::{Memo, NodeRef, RwSignal, StoredValue, effect, memo, memo_from},
};

/// Rows that are drawn beyond what is in sight, on each side.
const OVERSCAN: usize = 6;

/// After how long the list counts as at rest, in milliseconds: longer than from one letter to the next.
const REST_MS: u32 = 250;

/// A row's height until one is there to be measured, in CSS pixels.
const GUESSED_ROW_PX: f64 = 52.0;

/// Where the keyboard is in the list, and what of the list is in sight.
#[derive(Clone, Copy)]
pub(super) struct Cursor {
    body: NodeRef<web_sys::HtmlElement>,
    found: Memo<Found>,
    current: RwSignal<Option<KeyId>>,
    sight: RwSignal<Sight>,
    /// How often the list has changed.
    changes: Memo<u32>,
    /// The change since which it has been at rest.
    rested: RwSignal<u32>,
    /// Whether a row has the focus, or had it when it was taken out of the page.
    has_focus: StoredValue<bool>,
}

impl Cursor {
    /// Of the rows in `body`.
    pub(super) fn new(body: NodeRef<web_sys::HtmlElement>, found: Memo<Found>) -> Self {
        let sight = Sight { scrolled: 0.0, height: 800.0, row_height: GUESSED_ROW_PX };
        let this = Self {
            body,
            found,
            current: RwSignal::new(None),
            sight: RwSignal::new(sight),
            changes: memo_from(move |before| {
                found.track();
                before.map_or(0, |changes| changes + 1)
            }),
            rested: RwSignal::new(0),
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
            let change = this.changes.get();
            this.body.track();
            browser::spawn(async move {
                browser::sleep(0).await;
                this.look();
                this.keep_focus();
                browser::sleep(REST_MS).await;
                if this.changes.try_get_untracked() == Some(change) {
                    this.rested.set(change);
                }
            });
        });
        this
    }

    /// Whether somebody has scrolled down in the list.
    pub(super) fn is_scrolled(self) -> bool {
        self.sight.with(|sight| sight.scrolled > 0.0)
    }

    /// The rows to draw.
    pub(super) fn window(self) -> Memo<Window> {
        let focused = memo(move || {
            self.current.with(|id| id.as_ref().and_then(|id| self.found.with(|found| found.position(id))))
        });
        let count = memo(move || self.found.with(|found| found.keys.len()));
        // While one types, what is in sight is enough: the rest would be thrown away at the next letter.
        let overscan = memo(move || if self.rested.get() == self.changes.get() { OVERSCAN } else { 0 });
        memo(move || self.sight.get().window(count.get(), overscan.get(), focused.get()))
    }

    /// Where a row stands in the list, the headings counted; of `drawn`, in which the few are that are in the page.
    pub(super) fn row_number(id: &KeyId, drawn: Memo<Vec<(usize, Arc<Key>)>>) -> usize {
        drawn.with(|drawn| drawn.iter().find(|(_, key)| key.key_id == *id).map_or(0, |(index, _)| index + 2))
    }

    /// Whether a row is where the keyboard enters the list: the one it was at last, else the first.
    pub(super) fn is_at(self, id: &KeyId) -> bool {
        self.current.with(|current| match current {
            Some(current) => current == id,
            None => self.found.with(|found| found.keys.first().is_some_and(|first| first.key_id == *id)),
        })
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
        let top = body.get_bounding_client_rect().top();
        // What stands above the list takes its part of the window.
        let sight = Sight { scrolled: (-top).max(0.0), height: (height - top.max(0.0)).max(0.0), row_height };
        if self.sight.get_untracked() != sight {
            self.sight.set(sight);
        }
    }

    /// A key was pressed on a row.
    pub(super) fn step(self, event: &ev::KeyboardEvent) {
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

    /// A row took the focus.
    pub(super) fn took_focus(self) {
        self.has_focus.set_value(true);
    }

    /// A row lost it.
    pub(super) fn lost_focus(self, event: &ev::FocusEvent) {
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
