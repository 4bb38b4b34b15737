//! Where the keyboard is in the list, and what of the list is in sight.

use leptos::{ev, html, prelude::*};
use portal_api::KeyId;
use portal_core::keys::{
    table::{RowStep, Viewport, VisibleRows},
    view::SearchResults,
};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use crate::{
    browser::{self, debounce::Debounce},
    keys::rotation::button::rotate_id,
};

/// Rows that are drawn beyond what is in sight, on each side.
const OVERSCAN: usize = 6;

/// A list of so many keys is drawn whole.
const SHORT_LIST: usize = 30;

/// After how long the list counts as at rest, in milliseconds: longer than from one letter to the next.
const REST_MS: u32 = 250;

/// A row's height until one is there to be measured, in CSS pixels.
const GUESSED_ROW_PX: f64 = 52.0;

/// Where the keyboard is in the list, and what of the list is in sight.
#[derive(Clone, Copy)]
pub(crate) struct Cursor {
    body: NodeRef<html::Tbody>,
    found: Memo<SearchResults>,
    current: RwSignal<Option<KeyId>>,
    sight: RwSignal<Viewport>,
    /// How often the list has changed.
    changes: Memo<u32>,
    /// The change since which it has been at rest.
    rested: RwSignal<u32>,
    /// Where in the list the current row stands.
    position: Memo<Option<usize>>,
    /// Whether the current row was in sight when that was looked at last.
    in_sight: StoredValue<bool>,
    /// The id of what in a row has the focus, or had it when it was taken out of the page; empty when it went elsewhere.
    focus: StoredValue<String>,
}

impl Cursor {
    /// Of the rows in `body`, beginning at the key `start`.
    pub(crate) fn new(body: NodeRef<html::Tbody>, found: Memo<SearchResults>, start: Option<KeyId>) -> Self {
        let sight = Viewport { scrolled: 0.0, height: 800.0, row_height: GUESSED_ROW_PX };
        let current = RwSignal::new(start);
        let this = Self {
            body,
            found,
            current,
            position: Memo::new(move |_| {
                current.with(|id| id.as_ref().and_then(|id| found.with(|found| found.position(id))))
            }),
            in_sight: StoredValue::new(true),
            sight: RwSignal::new(sight),
            changes: Memo::new(move |before| {
                found.track();
                before.map_or(0, |changes| changes + 1)
            }),
            rested: RwSignal::new(0),
            focus: StoredValue::new(String::new()),
        };
        let look = move || this.look();
        let handles = [
            window_event_listener(ev::scroll, move |_| look()),
            window_event_listener(ev::resize, move |_| look()),
            // Whoever points elsewhere has left the row.
            window_event_listener(ev::pointerdown, move |_| {
                this.focus.try_set_value(String::new());
            }),
        ];
        on_cleanup(move || handles.into_iter().for_each(WindowListenerHandle::remove));
        // Once rows are there, and whenever they change. Spawned, it comes after the effects that draw them.
        let resting = Debounce::new(REST_MS);
        Effect::new(move |_| {
            let change = this.changes.get();
            this.body.track();
            browser::spawn(async move { this.keep_in_sight() });
            resting.call(move || this.rested.set(change));
        });
        this
    }

    /// Whether somebody has scrolled down in the list.
    pub(crate) fn is_scrolled(self) -> bool {
        self.sight.with(|sight| sight.scrolled > 0.0)
    }

    /// The rows to draw.
    pub(crate) fn window(self) -> Memo<VisibleRows> {
        let count = Memo::new(move |_| self.found.with(|found| found.len()));
        let all = Memo::new(move |_| self.found.with(|found| found.coverage.keys));
        // While one types, what is in sight is enough: the rest would be thrown away at the next letter.
        let overscan = Memo::new(move |_| match all.get() {
            ..=SHORT_LIST => SHORT_LIST,
            _ if self.rested.get() == self.changes.get() => OVERSCAN,
            _ => 0,
        });
        Memo::new(move |_| self.sight.get().visible_rows(count.get(), overscan.get(), self.position.get()))
    }

    /// Where the keyboard comes into the list: at the key that it was at last, as long as that is shown, else at the first.
    pub(crate) fn entry(self) -> Option<KeyId> {
        if self.position.get().is_some() {
            self.current.get()
        } else {
            self.found.with(|found| found.get(0).map(|first| first.key_id.clone()))
        }
    }

    /// The keyboard is at this row.
    pub(crate) fn move_to(self, id: KeyId) {
        if self.current.with_untracked(|current| current.as_ref() != Some(&id)) {
            self.current.set(Some(id));
        }
    }

    /// What is in sight now.
    fn look(self) {
        let body = self.body.try_get_untracked().flatten();
        // A list of nothing is hidden.
        let Some(body) = body.filter(|body| body.offset_width() > 0) else { return };
        let height = browser::window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or_default();
        let row: Option<HtmlElement> =
            body.query_selector("tr[aria-rowindex]").ok().flatten().and_then(|row| row.dyn_into().ok());
        let row_height = row.map_or(GUESSED_ROW_PX, |row| row.get_bounding_client_rect().height());
        let top = body.get_bounding_client_rect().top();
        // What stands above the list takes its part of the window.
        let sight = Viewport { scrolled: (-top).max(0.0), height: (height - top.max(0.0)).max(0.0), row_height };
        if self.sight.get_untracked() != sight {
            self.sight.set(sight);
        }
        let position = self.position.get_untracked();
        self.in_sight.set_value(position.is_some_and(|index| sight.scroll_to(index).is_none()));
    }

    /// After the list has changed: the row that has the focus stays in sight, if it was.
    fn keep_in_sight(self) {
        let was_in_sight = self.in_sight.try_get_value() == Some(true);
        self.look();
        let has_focus = self.focus.try_with_value(|focus| !focus.is_empty()) == Some(true);
        if has_focus
            && was_in_sight
            && let Some(index) = self.position.try_get_untracked().flatten()
        {
            self.show(index);
        }
    }

    /// Scrolls until a row is seen whole.
    fn show(self, index: usize) {
        let sight = self.sight.get_untracked();
        if let Some(scrolled) = sight.scroll_to(index) {
            browser::scroll_by(scrolled - sight.scrolled);
        }
    }

    /// Other rows are in the page: a row that was made anew, or moved, gives the focus back to what had it in it.
    pub(crate) fn keep_focus(self) {
        if self.focus.with_value(String::is_empty) {
            return;
        }
        browser::spawn(async move {
            browser::sleep(0).await;
            let Some(focus) = self.focus.try_get_value().filter(|focus| !focus.is_empty()) else { return };
            let on_nothing = document().active_element().is_none_or(|element: Element| element.tag_name() == "BODY");
            if on_nothing {
                let was_in_sight = self.in_sight.try_get_value();
                give_focus(&focus);
                // The page isn't moved by that: the row is where it is.
                self.in_sight.set_value(was_in_sight == Some(true));
            }
        });
    }

    /// A key was pressed on a row.
    pub(crate) fn step(self, event: &ev::KeyboardEvent) {
        if event.ctrl_key() || event.meta_key() || event.alt_key() || event.shift_key() {
            return;
        }
        let Some(step) = RowStep::from_key_name(&event.key()) else { return };
        // The last step may have scrolled, and nobody was told yet.
        self.look();
        let page = self.sight.get_untracked().page_rows();
        let target = self.found.with_untracked(|found| {
            let index = step.target(self.position.get_untracked(), found.len(), page)?;
            found.get(index).map(|key| (index, key.key_id.clone()))
        });
        let Some((index, id)) = target else { return };
        event.prevent_default();
        // From button to button, and from link to link.
        let current = self.current.get_untracked();
        let on_button = current.is_some_and(|current| self.focus.with_value(|focus| *focus == rotate_id(&current)));
        let focus = if on_button { rotate_id(&id) } else { element_id(&id) };
        self.focus.set_value(focus.clone());
        self.move_to(id.clone());
        self.show(index);
        browser::spawn(async move {
            // Once it is drawn, unless the keyboard has gone on.
            browser::sleep(0).await;
            if self.current.try_get_untracked().flatten().as_ref() == Some(&id) {
                give_focus(&focus);
            }
        });
    }

    /// Something in a row took the focus.
    pub(crate) fn took_focus(self, event: &ev::FocusEvent) {
        let target: Option<Element> = event.target().and_then(|target| target.dyn_into().ok());
        self.focus.set_value(target.map(|target| target.id()).unwrap_or_default());
        // Browsers see to that.
        self.in_sight.set_value(true);
    }

    /// A row lost it.
    pub(crate) fn lost_focus(self, event: &ev::FocusEvent) {
        // Without a next one the row may just have been taken out of the page.
        if event.related_target().is_some() {
            self.focus.set_value(String::new());
        }
    }
}

/// The element of a row that takes the focus.
pub(crate) fn element_id(id: &KeyId) -> String {
    ["key-", id.as_str()].concat()
}

fn give_focus(id: &str) {
    let element = document().get_element_by_id(id).and_then(|element| element.dyn_into::<HtmlElement>().ok());
    if let Some(element) = element {
        browser::focus_in_place(&element);
    }
}
