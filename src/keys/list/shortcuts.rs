//! Keyboard shortcuts of a single key, and how to turn them off.

use leptos::{ev, html, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use crate::{
    browser,
    lazy::details,
    text,
    ui::{Dialog, view},
};

/// Set in localStorage while the shortcuts are off. It is the user's choice, and outlives the session.
const OFF: &str = "portal_shortcuts_off";

/// Listens for the shortcuts, and shows which there are.
#[component]
pub(super) fn Shortcuts(
    /// What `/` focuses.
    search: NodeRef<html::Input>,
) -> impl IntoView {
    let is_open = RwSignal::new(false);
    let are_on = RwSignal::new(!are_off());
    Effect::watch(move || are_on.get(), |on, _, _| remember(!on), false);
    let handle = window_event_listener(ev::keydown, move |event| {
        let has_modifier = event.ctrl_key() || event.meta_key() || event.alt_key();
        if has_modifier || event.default_prevented() || !are_on.get_untracked() || is_typing(&event) {
            return;
        }
        match event.key().as_str() {
            "/" => {
                if let Some(search) = search.get_untracked() {
                    event.prevent_default();
                    let _ = search.focus();
                    search.select();
                }
            }
            "?" => is_open.set(true),
            _ => {}
        }
    });
    on_cleanup(move || handle.remove());
    view! {
        <button class="button button-quiet" type="button" on:click=move |_| is_open.set(true)>
            {text::keys::SHORTCUTS}
        </button>
        <Dialog title=text::keys::SHORTCUTS open=is_open>
            {details::shortcut_list(are_on)}
        </Dialog>
    }
}

fn is_typing(event: &ev::KeyboardEvent) -> bool {
    let element = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok());
    element.is_some_and(|element| {
        matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT") || element.is_content_editable()
    }) || document().query_selector("dialog[open]").ok().flatten().is_some()
}

fn are_off() -> bool {
    browser::local_storage().and_then(|storage| storage.get_item(OFF).ok()).flatten().is_some()
}

fn remember(off: bool) {
    let Some(storage) = browser::local_storage() else { return };
    // Storage may be full or refused: then the choice lasts until the next visit.
    let _ = if off { storage.set_item(OFF, "1") } else { storage.remove_item(OFF) };
}
