//! The heading of the list, the number of keys, and what can be done with all of them.

use leptos::prelude::*;
use portal_core::keys::{
    list::{Continuation, LoadTarget},
    view::{KeysView, SearchResults},
};

use super::export::ExportButton;
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
    /// What is applied to the list.
    view: Memo<KeysView>,
    results: Memo<SearchResults>,
) -> impl IntoView {
    let count = memo(move || {
        let is_filtered = view.with(KeysView::is_filtered);
        results.with(|results| text::keys::found(results.len(), results.coverage, is_filtered))
    });
    let announced = RwSignal::new(String::new());
    let announcement = Debounce::new(ANNOUNCE_AFTER_MS);
    effect(move || {
        let count = count.get();
        announcement.call(move || {
            announced.try_set(count);
        });
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
    view! {
        <div class="page-head">
            <Heading text=text::API_KEYS.to_owned()/>
            <p class="soft count">
                {move || count.get()}
                {move || {
                    (store.progress().get() == Progress::Loading).then(|| format!(", {}", text::keys::LOADING_MORE))
                }}
            </p>
            <span class="visually-hidden" role="status">
                {move || announced.get()}
            </span>
            <Show when=can_load_all>
                <Button
                    label=text::keys::LOAD_ALL
                    disabled=Signal::derive(move || !online.get())
                    on_click=load_all
                />
            </Show>
            <div class="page-actions">
                <Button label=text::keys::IDENTIFY on_click=move || is_lookup_open.set(true)/>
                <ExportButton store results/>
            </div>
        </div>
        <Dialog title=text::keys::IDENTIFY open=is_lookup_open>
            {details::identify_key_form(store)}
        </Dialog>
    }
}
