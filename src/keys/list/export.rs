//! The list as a file.

use leptos::prelude::*;
use portal_core::keys::{list::Continuation, list::LoadTarget, view::SearchResults};

use crate::{
    browser,
    keys::store::{KeysStore, Progress},
    lazy::details,
    session::use_session,
    text::keys as words,
};

/// Saves what is shown, in its order; the whole list is loaded first.
#[component]
pub(crate) fn Export(store: KeysStore, found: Memo<SearchResults>) -> impl IntoView {
    let session = use_session();
    let wanted = RwSignal::new(false);
    let said = RwSignal::new("");
    Effect::new(move |_| {
        let more = store.list().with(|list| matches!(list.continuation(), Continuation::Page(_)));
        if !wanted.get() || more {
            return;
        }
        wanted.set(false);
        browser::spawn(async move {
            let saved = details::save_as_csv(session, found).await;
            said.try_set(if saved.is_ok() { "" } else { words::EXPORT_FAILED });
        });
    });
    let export = move |_| {
        said.set(words::EXPORT_WAITS);
        wanted.set(true);
        store.want(LoadTarget::All);
    };
    // A list that has stopped says so itself, and how to go on.
    let stopped = move || store.progress().with(|progress| matches!(progress, Progress::Failed(_)));
    let words = move || if stopped() { "" } else { said.get() };
    view! {
        <button class="button" type="button" on:click=export>{words::EXPORT}</button>
        <span class="soft export-said" role="status">{words}</span>
    }
}
