//! The heading of the list, the number of keys, and what can be done with all of them.

use leptos::prelude::*;
use portal_core::keys::{
    list::{Continuation, LoadTarget},
    view::SearchResults,
};

use super::export::{ExportButton, ExportStatus};
use crate::{
    browser::{self, debounce::Debounce},
    keys::store::{KeysStore, Progress},
    lazy::details,
    session::use_session,
    text,
    ui::{Button, Dialog, Heading, Show, effect, memo, view},
};

/// After how many milliseconds without a change the number of keys is announced: not with each letter of a search.
const ANNOUNCE_AFTER_MS: u32 = 700;

/// The head of the page.
#[component]
pub(super) fn PageHead(
    store: KeysStore,
    /// Whether a search or a filter is set.
    is_filtered: Memo<bool>,
    results: Memo<SearchResults>,
) -> impl IntoView {
    let count =
        memo(move || results.with(|results| text::keys::found(results.len(), results.coverage, is_filtered.get())));
    let announced = RwSignal::new(String::new());
    let announcement = Debounce::new(ANNOUNCE_AFTER_MS);
    effect(move || {
        let count = count.get();
        announcement.call(move || {
            announced.try_set(count);
        });
    });
    let count_line = memo(move || {
        let count = count.get();
        let is_loading = store.progress().get() == Progress::Loading && !is_filtered.get();
        if is_loading { [&count, ", ", text::keys::LOADING_MORE].concat() } else { count }
    });
    let can_load_all = move || {
        store.progress().get() == Progress::Resting
            && store.list().with(|list| matches!(list.continuation(), Continuation::Page(_)))
    };
    let load_all = move || {
        // The button is removed, and the focus must not be lost with it.
        browser::restore_focus(None);
        store.load_to(LoadTarget::All);
    };
    let online = use_session().online();
    let is_lookup_open = RwSignal::new(false);
    let open_lookup = move |_| {
        // After the menu has closed and the focus is back at its button: there it returns after the dialog.
        browser::spawn(async move {
            browser::sleep(0).await;
            is_lookup_open.try_set(true);
        });
    };
    let export_status = RwSignal::new(String::new());
    view! {
        <div class="page-head">
            <Heading text=text::API_KEYS.to_owned() />
            // Said once: the status has the same words, a moment later.
            <p class="count" aria-hidden="true" prop:textContent=count_line></p>
            <span class="visually-hidden" role="status" prop:textContent=memo(move || announced.get())></span>
            <Show when=can_load_all>
                <Button label=text::keys::LOAD_ALL disabled=Signal::derive(move || !online.get()) on_click=load_all />
            </Show>
            <ExportStatus store status=export_status />
            <button class="button button-quiet more" type="button" popovertarget="actions" aria-label=text::keys::MORE>
                "⋯"
            </button>
            <div class="page-actions sheet" id="actions" popover="auto">
                <button
                    class="button"
                    type="button"
                    popovertarget="actions"
                    popovertargetaction="hide"
                    on:click=open_lookup
                >
                    {text::keys::IDENTIFY}
                </button>
                <ExportButton store results status=export_status />
            </div>
        </div>
        <Dialog title=text::keys::IDENTIFY open=is_lookup_open>
            {details::identify_key_form(store)}
        </Dialog>
    }
}
