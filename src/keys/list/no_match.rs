//! What is shown where a search or filter finds nothing.

use leptos::prelude::*;
use portal_core::keys::{list::Continuation, view::KeysView};

use super::list_view::ListView;
use crate::{
    browser,
    keys::store::KeysStore,
    text,
    ui::{Button, view},
};

/// Says why the list is empty, and clears the search and filters.
#[component]
pub(super) fn NoMatch(
    store: KeysStore,
    view: ListView,
    /// What is applied to the list.
    applied: Memo<KeysView>,
) -> impl IntoView {
    let clear = move || {
        // The button is removed, and the focus must not be lost with it.
        browser::restore_focus(None);
        view.update(|view| *view = view.without_filters());
    };
    view! {
        <div class="card empty">
            <h2>{text::keys::NO_MATCH_TITLE}</h2>
            <p class="soft">
                {move || {
                    if store.list().with(|list| matches!(list.continuation(), Continuation::Page(_))) {
                        text::keys::NO_MATCH_YET
                    } else if applied.with(|view| view.query.trim().is_empty()) {
                        text::keys::NO_MATCH_FILTER
                    } else {
                        text::keys::NO_MATCH
                    }
                }}
            </p>
            <Button label=text::keys::CLEAR on_click=clear />
        </div>
    }
}
