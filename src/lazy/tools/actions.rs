//! What can be done with all keys: beside the heading.

use leptos::prelude::*;
use portal_core::keys::list::{Continuation, LoadTarget};

use super::export::{ExportButton, ExportStatus};
use crate::{
    browser::{self, debounce::Debounce},
    keys::{list_state::ListState, store::Progress},
    lazy::details,
    session::use_session,
    text,
    ui::{Button, Dialog, Show, effect, memo, view},
};

/// After how many milliseconds without a change the number of keys is announced: not with each letter of a search.
const ANNOUNCE_AFTER_MS: u32 = 700;

/// The actions, and the number of keys for screen readers.
#[component]
pub(super) fn Actions(list: ListState) -> impl IntoView {
    let ListState { store, .. } = list;
    let count = memo(move || list.count());
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
    let open_lookup = move |_| {
        // After the menu has closed and the focus is back at its button: there it returns after the dialog.
        browser::spawn(async move {
            browser::sleep(0).await;
            is_lookup_open.try_set(true);
        });
    };
    let export_status = RwSignal::new(String::new());
    view! {
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
            <ExportButton list status=export_status />
        </div>
        <Dialog title=text::keys::IDENTIFY open=is_lookup_open>
            {details::identify_key_form(store)}
        </Dialog>
    }
}
