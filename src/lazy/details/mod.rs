//! Loaded when needed: a key's own page, the look-up of a pasted key, the list of shortcuts and the CSV export.

mod chart;
mod csv;
mod facts;
mod identify_key;
mod key_page;
mod last_day;
mod relation_line;
mod shortcut_list;

use leptos::prelude::*;
use portal_api::KeyId;
use portal_core::keys::view::SearchResults;

use self::{identify_key::IdentifyKeyForm, key_page::KeyDetails, shortcut_list::ShortcutList};
use crate::{
    browser,
    keys::store::KeysStore,
    lazy::{LIMIT_MS, LazyModule, LoadError, LoadingModule, Placeholder, lazy_view, load_ahead, on_intent},
    session::SessionHandle,
    text,
    ui::{Heading, Show, view},
};

/// What this module exports to the first page.
#[derive(Clone, Copy)]
struct Views {
    key_details: fn(KeyId) -> AnyView,
    identify_key_form: fn(KeysStore) -> AnyView,
    shortcut_list: fn(RwSignal<bool>) -> AnyView,
    save_as_csv: fn(SessionHandle, Memo<SearchResults>),
}

#[cfg_attr(not(test), leptos::wasm_split::wasm_split(details, fallible, wasm_split_path = leptos::wasm_split))]
fn views() -> Result<Views, LoadError> {
    Ok(Views {
        key_details: |id| view! { <KeyDetails id /> },
        identify_key_form: |store| view! { <IdentifyKeyForm store /> },
        shortcut_list: |are_on| view! { <ShortcutList are_on /> },
        save_as_csv: csv::save_as_csv,
    })
}

fn load() -> LoadingModule<Views> {
    // The tests are one file.
    #[cfg(test)]
    let views = || std::future::ready(views());
    Box::pin(views())
}

/// Downloads this module ahead, when the user points at a key's link.
pub(crate) fn load_details_on_intent() {
    on_intent(".key-link", || load_ahead(load));
}

/// `/keys/<id>`
#[component]
pub(crate) fn KeyPage(id: KeyId) -> impl IntoView {
    let module = LazyModule::new(load);
    let is_loaded = module.is_loaded();
    // Whoever comes from the list knows the name already.
    let list = expect_context::<KeysStore>().list();
    let known = list.with_untracked(|list| list.get(&id).map(|key| text::key_name(key).to_owned()));
    let name = StoredValue::new(known.unwrap_or_default());
    view! {
        <main class="page page-narrow" id="main">
            <Show when=move || !is_loaded.get() && !name.with_value(String::is_empty)>
                <Heading text=name.get_value() />
            </Show>
            {module.view(Placeholder::Skeleton, move |views| (views.key_details)(id.clone()))}
        </main>
    }
}

/// A field to paste a key into, and the user's keys that it may be.
pub(crate) fn identify_key_form(store: KeysStore) -> AnyView {
    lazy_view(load, Placeholder::Skeleton, move |views| (views.identify_key_form)(store))
}

/// Which shortcuts there are, and whether they are on.
pub(crate) fn shortcut_list(are_on: RwSignal<bool>) -> AnyView {
    lazy_view(load, Placeholder::Skeleton, move |views| (views.shortcut_list)(are_on))
}

/// Saves keys as a CSV file.
///
/// # Errors
/// When this module can't be loaded.
pub(crate) async fn save_as_csv(session: SessionHandle, results: Memo<SearchResults>) -> Result<(), LoadError> {
    browser::within(LIMIT_MS, load()).await.unwrap_or(Err(LoadError)).map(|views| (views.save_as_csv)(session, results))
}
