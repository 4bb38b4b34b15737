//! Keyboard navigation and the viewport of the list: which row has the focus, and which rows are visible.

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
    ui::{effect, memo},
};

/// Rows that are rendered above and below the visible ones.
const OVERSCAN_ROWS: usize = 6;

/// A list of up to so many keys is rendered as a whole.
const SHORT_LIST_ROWS: usize = 30;

/// After how many milliseconds without a change the list counts as idle: longer than from one typed letter to the next.
const IDLE_AFTER_MS: u32 = 250;

/// A row's height in CSS pixels, until there is a row to measure.
const DEFAULT_ROW_PX: f64 = 52.0;

/// The window's height in CSS pixels, until it is measured.
const DEFAULT_VIEWPORT_PX: f64 = 800.0;

/// Which row has the keyboard, and which rows are visible.
#[derive(Clone, Copy)]
pub(crate) struct ListNavigation {
    body: NodeRef<html::Tbody>,
    results: Memo<SearchResults>,
    /// The key of the current row.
    current: RwSignal<Option<KeyId>>,
    /// The index of the current row; none while its key is not shown.
    current_index: Memo<Option<usize>>,
    viewport: RwSignal<Viewport>,
    /// A number that grows with each change of the results.
    revision: Memo<u32>,
    /// The revision since which the list has been idle.
    idle_revision: RwSignal<u32>,
    /// Whether the current row was fully visible when that was last measured.
    is_current_visible: StoredValue<bool>,
    /// The id of the element in a row that has the focus, or had it when its row was removed; empty when the focus is elsewhere.
    focused_id: StoredValue<String>,
}

impl ListNavigation {
    /// For the rows in `body`; the current row is that of the key `start`.
    pub(crate) fn new(body: NodeRef<html::Tbody>, results: Memo<SearchResults>, start: Option<KeyId>) -> Self {
        let current = RwSignal::new(start);
        let navigation = Self {
            body,
            results,
            current,
            current_index: memo(move || {
                current.with(|id| id.as_ref().and_then(|id| results.with(|results| results.position(id))))
            }),
            viewport: RwSignal::new(Viewport {
                scrolled: 0.0,
                height: DEFAULT_VIEWPORT_PX,
                row_height: DEFAULT_ROW_PX,
            }),
            revision: Memo::new(move |before: Option<&u32>| {
                results.track();
                before.map_or(0, |revision| revision + 1)
            }),
            idle_revision: RwSignal::new(0),
            is_current_visible: StoredValue::new(true),
            focused_id: StoredValue::new(String::new()),
        };
        navigation.listen();
        navigation
    }

    fn listen(self) {
        let handles = [
            window_event_listener(ev::scroll, move |_| self.measure()),
            window_event_listener(ev::resize, move |_| self.measure()),
            // A click elsewhere takes the focus out of the list, even where nothing else gets it.
            window_event_listener(ev::pointerdown, move |_| {
                self.focused_id.try_set_value(String::new());
            }),
        ];
        on_cleanup(move || handles.into_iter().for_each(WindowListenerHandle::remove));
        let idle = Debounce::new(IDLE_AFTER_MS);
        effect(move || {
            let revision = self.revision.get();
            self.body.track();
            // Spawned, so that it runs after the effects that render the rows.
            browser::spawn(async move { self.keep_current_visible() });
            idle.call(move || {
                self.idle_revision.try_set(revision);
            });
        });
    }

    /// Whether the list is scrolled down.
    pub(crate) fn is_scrolled(self) -> bool {
        // Less may be an error of rounding.
        self.viewport.with(|viewport| viewport.scrolled >= 1.0)
    }

    /// The rows to render.
    pub(crate) fn visible_rows(self, is_printed: RwSignal<bool>) -> Memo<VisibleRows> {
        let count = memo(move || self.results.with(SearchResults::len));
        let loaded = memo(move || self.results.with(|results| results.coverage.keys));
        // While someone types, overscan is left out: those rows would be replaced with the next letter.
        let overscan = memo(move || match loaded.get() {
            ..=SHORT_LIST_ROWS => SHORT_LIST_ROWS,
            _ if self.idle_revision.get() == self.revision.get() => OVERSCAN_ROWS,
            _ => 0,
        });
        memo(move || {
            let viewport = self.viewport.get();
            if is_printed.get() {
                return viewport.printed_rows(count.get());
            }
            viewport.visible_rows(count.get(), overscan.get(), self.current_index.get())
        })
    }

    /// The key of the row at which Tab enters the list: the current one, or else the first.
    pub(crate) fn tab_stop(self) -> Option<KeyId> {
        if self.current_index.get().is_some() {
            self.current.get()
        } else {
            self.results.with(|results| results.get(0).map(|first| first.key_id.clone()))
        }
    }

    /// Makes the row of this key the current one.
    pub(crate) fn move_to(self, id: KeyId) {
        if self.current.with_untracked(|current| current.as_ref() != Some(&id)) {
            self.current.set(Some(id));
        }
    }

    /// Measures the viewport.
    fn measure(self) {
        let body = self.body.try_get_untracked().flatten();
        // An empty list is hidden and has no size.
        let Some(body) = body.filter(|body| body.offset_width() > 0) else { return };
        let height = browser::window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or_default();
        let row: Option<HtmlElement> =
            body.query_selector("tr[aria-rowindex]").ok().flatten().and_then(|row| row.dyn_into().ok());
        let row_height = row.map_or(DEFAULT_ROW_PX, |row| row.get_bounding_client_rect().height());
        let top = body.get_bounding_client_rect().top();
        // Rows are hidden behind the search and the headings, which stay where they are.
        let bottom =
            |element: Option<Element>| element.map_or(0.0, |element| element.get_bounding_client_rect().bottom());
        let search = document().query_selector(".toolbar").ok().flatten();
        let covered = bottom(search).max(bottom(body.previous_element_sibling())).max(0.0);
        // What stands above the list takes its part of the window's height.
        let viewport =
            Viewport { scrolled: (covered - top).max(0.0), height: (height - top.max(covered)).max(0.0), row_height };
        if self.viewport.get_untracked() != viewport {
            self.viewport.set(viewport);
        }
        let current = self.current_index.get_untracked();
        self.is_current_visible.set_value(current.is_some_and(|index| viewport.scroll_to(index).is_none()));
    }

    /// After a change of the list: a focused row that was visible stays visible.
    fn keep_current_visible(self) {
        let was_visible = self.is_current_visible.try_get_value() == Some(true);
        self.measure();
        let has_focus = self.focused_id.try_with_value(|id| !id.is_empty()) == Some(true);
        if has_focus
            && was_visible
            && let Some(index) = self.current_index.try_get_untracked().flatten()
        {
            self.scroll_to(index);
        }
    }

    /// Scrolls until a row is fully visible.
    fn scroll_to(self, index: usize) {
        let viewport = self.viewport.get_untracked();
        if let Some(scrolled) = viewport.scroll_to(index) {
            browser::scroll_by(scrolled - viewport.scrolled);
        }
    }

    /// Makes the row of a listed key the current one, with the focus on its link, in the middle of the window.
    pub(crate) fn reveal(self, id: KeyId) {
        let element_id = link_id(&id);
        self.focused_id.set_value(element_id.clone());
        self.move_to(id);
        browser::reveal(move || document().get_element_by_id(&element_id));
    }

    /// Other rows are in the document: one that was moved or created anew gets the focus back.
    pub(crate) fn restore_focus(self) {
        if self.focused_id.with_value(String::is_empty) {
            return;
        }
        browser::spawn(async move {
            // After the rows are rendered.
            browser::sleep(0).await;
            let Some(focused_id) = self.focused_id.try_get_value().filter(|id| !id.is_empty()) else { return };
            if self.has_lost_focus() {
                let was_visible = self.is_current_visible.try_get_value();
                focus(&focused_id);
                // `focusin` said that the row is visible, but the page was not scrolled.
                self.is_current_visible.try_set_value(was_visible == Some(true));
            }
        });
    }

    /// Whether the row that had the focus was removed, and nothing else has got it.
    pub(crate) fn has_lost_focus(self) -> bool {
        let had_focus = self.focused_id.try_with_value(|id| !id.is_empty()) == Some(true);
        had_focus && document().active_element().is_none_or(|element: Element| element.tag_name() == "BODY")
    }

    /// For `keydown` in a row: arrows, Page Up and Down, Home and End.
    pub(crate) fn on_key_down(self, event: &ev::KeyboardEvent) {
        if event.ctrl_key() || event.meta_key() || event.alt_key() || event.shift_key() {
            return;
        }
        if RowStep::from_key_name(&event.key()).is_some_and(|step| self.go(step)) {
            event.prevent_default();
        }
    }

    /// For `keydown` in the search: Enter and the arrow down lead to the first row.
    pub(crate) fn on_search_key(self, event: &ev::KeyboardEvent) {
        // Enter also ends the composition of a letter.
        if matches!(&*event.key(), "ArrowDown" | "Enter") && !event.is_composing() && self.go(RowStep::First) {
            event.prevent_default();
        }
    }

    /// Gives the focus to the row that a step leads to; false where there is none.
    fn go(self, step: RowStep) -> bool {
        // The previous step may have scrolled without a `scroll` event yet.
        self.measure();
        let page = self.viewport.get_untracked().page_rows();
        let target = self.results.with_untracked(|results| {
            let index = step.target(self.current_index.get_untracked(), results.len(), page)?;
            results.get(index).map(|key| (index, key.key_id.clone()))
        });
        let Some((index, id)) = target else { return false };
        // From button to button, and from link to link.
        let current = self.current.get_untracked();
        let is_on_button = current.is_some_and(|current| self.focused_id.with_value(|id| *id == rotate_id(&current)));
        let element_id = if is_on_button { rotate_id(&id) } else { link_id(&id) };
        self.focused_id.set_value(element_id.clone());
        self.move_to(id.clone());
        self.scroll_to(index);
        // At once where the row is rendered: the row that has the focus may be removed before the next key is pressed.
        if focus(&element_id) {
            return true;
        }
        browser::spawn(async move {
            // After the row is rendered, unless another key was pressed meanwhile.
            browser::sleep(0).await;
            if self.current.try_get_untracked().flatten().as_ref() == Some(&id) {
                focus(&element_id);
            }
        });
        true
    }

    /// For `focusin` in a row.
    pub(crate) fn on_focus_in(self, event: &ev::FocusEvent) {
        let target: Option<Element> = event.target().and_then(|target| target.dyn_into().ok());
        self.focused_id.try_set_value(target.map(|target| target.id()).unwrap_or_default());
        // Browsers scroll to what gets the focus.
        self.is_current_visible.try_set_value(true);
    }

    /// For `focusout` in a row.
    pub(crate) fn on_focus_out(self, event: &ev::FocusEvent) {
        // Without a next element, the row may just have been removed.
        if event.related_target().is_some() {
            self.focused_id.try_set_value(String::new());
        }
    }
}

/// The id of the link in the row of a key.
pub(crate) fn link_id(id: &KeyId) -> String {
    ["key-", id.as_str()].concat()
}

/// Gives the focus to an element; false where there is none with this id.
fn focus(id: &str) -> bool {
    let element = document().get_element_by_id(id).and_then(|element| element.dyn_into::<HtmlElement>().ok());
    if let Some(element) = &element {
        browser::focus_without_scroll(element);
    }
    element.is_some()
}
