//! Single keys that do something, and how to turn them off.

use leptos::{ev, html, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use crate::lazy::details::shortcut_list;
use crate::{browser, text::keys as words, ui::Dialog};

/// Where it is remembered that they are off. It is the user's, not the session's.
const OFF: &str = "portal_shortcuts_off";

/// Listens for the keys, and shows which there are.
#[component]
pub(crate) fn Shortcuts(
    /// Where `/` leads.
    search: NodeRef<html::Input>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let on = RwSignal::new(!is_off());
    Effect::watch(move || on.get(), |on, _, _| remember(!on), false);
    let handle = window_event_listener(ev::keydown, move |event| {
        let plain = !(event.ctrl_key() || event.meta_key() || event.alt_key() || event.default_prevented());
        if !plain || !on.get_untracked() || is_typing(&event) {
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
            "?" => open.set(true),
            _ => {}
        }
    });
    on_cleanup(move || handle.remove());
    view! {
        <button class="button button-quiet" type="button" on:click=move |_| open.set(true)>{words::SHORTCUTS}</button>
        <Dialog title=words::SHORTCUTS open>{shortcut_list(on)}</Dialog>
    }
}

fn is_typing(event: &ev::KeyboardEvent) -> bool {
    let element = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok());
    element.is_some_and(|element| {
        matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT") || element.is_content_editable()
    }) || document().query_selector("dialog[open]").ok().flatten().is_some()
}

fn is_off() -> bool {
    browser::local_storage().and_then(|storage| storage.get_item(OFF).ok()).flatten().is_some()
}

fn remember(off: bool) {
    let Some(storage) = browser::local_storage() else { return };
    // Full or refused: then they are as they were at the next visit.
    let _ = if off { storage.set_item(OFF, "1") } else { storage.remove_item(OFF) };
}
