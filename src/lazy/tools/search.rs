//! The field to search the list.

use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

use crate::{
    keys::list_state::ListState,
    text,
    ui::{effect, view},
};

/// The search field that is on the page.
pub(super) fn search_field() -> Option<HtmlInputElement> {
    document().query_selector(".search input").ok()??.dyn_into().ok()
}

/// The field. It takes over what was typed before it was loaded, and the focus.
#[component]
pub(super) fn SearchField(list: ListState) -> impl IntoView {
    let ListState { view, navigation, shortcuts_are_on, .. } = list;
    let field = NodeRef::<html::Input>::new();
    // Still the one that stands in.
    if let Some(before) = search_field() {
        take_over(list, field, &before);
    }
    view! {
        <div class="search">
            <svg viewBox="0 0 16 16" aria-hidden="true">
                <path d="M11 11l3 3M12 7A5 5 0 1 1 2 7a5 5 0 0 1 10 0Z" />
            </svg>
            <input
                class="input"
                type="search"
                node_ref=field
                aria-label=text::keys::SEARCH
                placeholder=text::keys::SEARCH_HINT
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                prop:value=move || view.get().with(|view| view.query.clone())
                on:input=move |event| view.search(event_target_value(&event))
                on:keydown=move |event| navigation.on_search_key(&event)
                on:blur=move |_| view.flush()
            />
            <kbd aria-hidden="true" hidden=move || !shortcuts_are_on.get()>
                "/"
            </kbd>
        </div>
    }
}

fn take_over(list: ListState, field: NodeRef<html::Input>, before: &HtmlInputElement) {
    let typed = before.value();
    if list.view.get().with_untracked(|view| view.query != typed) {
        list.view.search(typed);
    }
    if document().active_element().as_ref() != Some(before) {
        return;
    }
    effect(move || {
        if let Some(field) = field.get() {
            // The cursor is at the end of the text.
            let _ = field.focus();
        }
    });
}
