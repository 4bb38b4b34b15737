//! What the rows do beside their links and buttons: keys move the focus, a click opens a row, pointing at a cell shows its whole
//! text.

use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event};

use super::{open_row::open_row, tooltip::set_tooltip};
use crate::keys::list_state::ListState;

/// Listens to the rows of the table.
pub(super) fn listen_to_rows(list: ListState) {
    let ListState { navigation, results, .. } = list;
    let handles = [
        window_event_listener(ev::keydown, move |event| {
            // A key that is held down is also pressed while the row that had the focus is exchanged.
            if is_in_row(&event) || navigation.has_lost_focus() {
                navigation.on_key_down(&event);
            }
        }),
        window_event_listener(ev::pointerover, move |event| {
            if is_in_row(&event) {
                set_tooltip(&event, results);
            }
        }),
        window_event_listener(ev::click, open),
        window_event_listener(ev::auxclick, open),
    ];
    on_cleanup(move || handles.into_iter().for_each(WindowListenerHandle::remove));
}

fn open(event: ev::MouseEvent) {
    if is_in_row(&event) {
        open_row(&event);
    }
}

fn is_in_row(event: &Event) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    target.is_some_and(|target| matches!(target.closest(".keys tbody"), Ok(Some(_))))
}
