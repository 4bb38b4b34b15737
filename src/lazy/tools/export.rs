//! The button that saves the list as a CSV file, and what came of it.

use leptos::prelude::*;
use portal_core::keys::{
    list::{Continuation, KeyList, LoadTarget},
    view::SearchResults,
};

use crate::{
    browser,
    keys::{
        list_state::ListState,
        store::{KeysStore, Progress},
    },
    lazy::details,
    session::use_session,
    text,
    ui::{effect, memo, view},
};

/// Saves the keys that are shown, in their order. The rest of the list is loaded first.
#[component]
pub(super) fn ExportButton(
    list: ListState,
    /// What [`ExportStatus`] shows.
    status: RwSignal<String>,
) -> impl IntoView {
    let ListState { store, results, .. } = list;
    let session = use_session();
    let is_requested = RwSignal::new(false);
    effect(move || {
        let has_more = store.list().with(|list| matches!(list.continuation(), Continuation::Page(_)));
        if !is_requested.get() || has_more {
            return;
        }
        is_requested.set(false);
        browser::spawn(async move {
            let saved = details::save_as_csv(session, results).await;
            let count = results.try_with_untracked(SearchResults::len).unwrap_or_default();
            status
                .try_set(saved.map_or_else(|_| text::keys::EXPORT_FAILED.to_owned(), |()| text::keys::exported(count)));
        });
    });
    let export = move |_| {
        let is_complete = store.list().with_untracked(KeyList::is_complete);
        status.set(if is_complete { String::new() } else { text::keys::EXPORT_WAITS.to_owned() });
        is_requested.set(true);
        store.load_to(LoadTarget::All);
    };
    view! {
        <button class="button" type="button" popovertarget="actions" popovertargetaction="hide" on:click=export>
            {text::keys::EXPORT}
        </button>
    }
}

/// How far the export is. Apart from the button, which may be in a menu.
#[component]
pub(super) fn ExportStatus(store: KeysStore, status: RwSignal<String>) -> impl IntoView {
    // When loading has stopped, the list itself says so, and how to go on.
    let has_stopped = move || store.progress().with(|progress| matches!(progress, Progress::Failed(_)));
    let text = memo(move || if has_stopped() { String::new() } else { status.get() });
    view! { <p class="export-status" role="status" prop:textContent=text></p> }
}
