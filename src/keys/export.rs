//! The list as a file.

use leptos::prelude::*;
use portal_core::keys::{csv, list::Continuation, list::LoadTarget, view::SearchResults};

use super::{
    details,
    facts::rate_limits,
    store::{KeysStore, Progress},
};
use crate::{
    browser,
    session::{SessionHandle, use_session},
    text::{columns, keys as words},
};

/// Saves what is shown, in its order; the whole list is loaded first.
#[component]
pub(super) fn Export(store: KeysStore, found: Memo<SearchResults>) -> impl IntoView {
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

/// Saves these keys. Part of the details: few need it.
pub(super) fn save_as_csv(session: SessionHandle, found: Memo<SearchResults>) {
    // What isn't there is empty in a file.
    let limits: csv::CellText = |key| if key.ratelimits.is_empty() { String::new() } else { rate_limits(key) };
    let file = csv::Labels {
        headings: [
            columns::NAME,
            words::ID,
            columns::KEY,
            columns::STATUS,
            columns::CREATED,
            columns::EXPIRES,
            columns::LAST_USED,
        ],
        credits: session.config().show.credits.then_some(words::CREDITS),
        rate_limits: session.config().show.rate_limits.then_some((words::RATE_LIMITS, limits)),
        status: words::status,
    };
    let text = found.with_untracked(|found| csv::write(found.keys(), file, session.now()));
    browser::save(words::EXPORT_NAME, "text/csv", &text);
}
