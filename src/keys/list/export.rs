//! The button that saves the list as a CSV file.

use leptos::prelude::*;
use portal_core::keys::{
    list::{Continuation, LoadTarget},
    view::SearchResults,
};

use crate::{
    browser,
    keys::store::{KeysStore, Progress},
    lazy::details,
    session::use_session,
    text,
    ui::{effect, view},
};

/// Saves the keys that are shown, in their order. The rest of the list is loaded first.
#[component]
pub(super) fn ExportButton(store: KeysStore, results: Memo<SearchResults>) -> impl IntoView {
    let session = use_session();
    let is_requested = RwSignal::new(false);
    let status = RwSignal::new("");
    effect(move || {
        let has_more = store.list().with(|list| matches!(list.continuation(), Continuation::Page(_)));
        if !is_requested.get() || has_more {
            return;
        }
        is_requested.set(false);
        browser::spawn(async move {
            let saved = details::save_as_csv(session, results).await;
            status.try_set(if saved.is_ok() { "" } else { text::keys::EXPORT_FAILED });
        });
    });
    let export = move |_| {
        status.set(text::keys::EXPORT_WAITS);
        is_requested.set(true);
        store.load_to(LoadTarget::All);
    };
    // When loading has stopped, the list itself says so, and how to go on.
    let has_stopped = move || store.progress().with(|progress| matches!(progress, Progress::Failed(_)));
    view! {
        <button class="button" type="button" on:click=export>
            {text::keys::EXPORT}
        </button>
        <span class="soft export-said" role="status">
            {move || if has_stopped() { "" } else { status.get() }}
        </span>
    }
}
