//! What is shown where a search or filter finds nothing.

use leptos::prelude::*;
use portal_core::keys::{list::Continuation, view::SearchResults};

use crate::{
    browser,
    keys::list_state::ListState,
    text,
    ui::{Button, Show, memo, view},
};

/// Says why the list is empty, and clears the search and filters.
#[component]
pub(super) fn NoMatch(list: ListState) -> impl IntoView {
    let ListState { store, view, searched_key, results, .. } = list;
    let clear = move || {
        // The button is removed, and the focus must not be lost with it.
        browser::restore_focus(None);
        view.update(|view| *view = view.without_filters());
    };
    let is_key = move || searched_key.with(Option::is_some);
    let is_loading = move || store.list().with(|list| matches!(list.continuation(), Continuation::Page(_)));
    let title =
        memo(move || if is_key() && !is_loading() { text::keys::IDENTIFY_NONE } else { text::keys::NO_MATCH_TITLE });
    let explanation = memo(move || {
        if is_loading() {
            text::keys::NO_MATCH_YET
        } else if is_key() {
            ""
        } else if view.get().with(|view| view.query.trim().is_empty()) {
            text::keys::NO_MATCH_FILTER
        } else {
            text::keys::NO_MATCH
        }
    });
    view! {
        <Show when=memo(move || results.with(SearchResults::is_empty))>
            <div class="card empty">
                <h2 prop:textContent=title></h2>
                <p class="soft" prop:textContent=explanation></p>
                <Button label=text::keys::CLEAR on_click=clear />
            </div>
        </Show>
    }
}
