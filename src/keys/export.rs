//! The list as a file.

use leptos::prelude::*;
use portal_core::keys::{csv, index::Found, list::Next, loading::Goal};

use super::store::KeysStore;
use crate::{
    browser,
    session::use_session,
    text::{columns, keys as words},
};

/// Saves what is shown, in its order; the whole list is loaded first.
#[component]
pub(super) fn Export(store: KeysStore, found: Memo<Found>) -> impl IntoView {
    let session = use_session();
    let wanted = RwSignal::new(false);
    Effect::new(move |_| {
        let more = store.list().with(|list| matches!(list.next(), Next::Page(_)));
        if !wanted.get() || more {
            return;
        }
        wanted.set(false);
        let file = csv::Words {
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
            status: words::status,
        };
        let text = found.with(|found| csv::export(&found.keys, file, session.now()));
        browser::save(words::EXPORT_NAME, "text/csv", &text);
    });
    view! {
        <button
            class="button"
            type="button"
            on:click=move |_| {
                wanted.set(true);
                store.want(Goal::All);
            }
        >
            {words::EXPORT}
        </button>
        <span class="visually-hidden" role="status">{move || wanted.get().then_some(words::EXPORT_WAITS)}</span>
    }
}
