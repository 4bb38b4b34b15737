//! Loaded when needed: a key's own page, the look-up of a pasted key, the list of shortcuts and the CSV export.

mod csv;
mod identify_key;
mod key_page;
mod last_day;
mod shortcut_list;

use leptos::{prelude::*, wasm_split::wasm_split};
use portal_api::KeyId;
use portal_core::keys::view::SearchResults;

use self::{
    identify_key::{WhoseField, WhoseResult},
    key_page::KeyPage as Page,
    shortcut_list::ShortcutList,
};
use crate::{
    keys::store::KeysStore,
    lazy::{LoadError, LoadingModule, Placeholder, lazy_view},
    session::SessionHandle,
};

/// What the part brings.
#[derive(Clone, Copy)]
struct Views {
    key_page: fn(KeyId) -> AnyView,
    whose_field: fn(KeysStore) -> AnyView,
    whose_result: fn(KeysStore, Signal<String>) -> AnyView,
    shortcut_list: fn(RwSignal<bool>) -> AnyView,
    save_as_csv: fn(SessionHandle, Memo<SearchResults>),
}

#[wasm_split(details, fallible, wasm_split_path = leptos::wasm_split)]
fn views() -> Result<Views, LoadError> {
    Ok(Views {
        key_page: |id| view! { <Page id/> }.into_any(),
        whose_field: |store| view! { <WhoseField store/> }.into_any(),
        whose_result: |store, pasted| view! { <WhoseResult store pasted/> }.into_any(),
        shortcut_list: |on| view! { <ShortcutList on/> }.into_any(),
        save_as_csv: csv::save_as_csv,
    })
}

fn load() -> LoadingModule<Views> {
    Box::pin(views())
}

/// `/keys/<id>`
#[component]
pub(crate) fn KeyPage(id: KeyId) -> impl IntoView {
    view! {
        <main class="page page-narrow" id="main">
            {lazy_view(load, Placeholder::Skeleton, move |views| (views.key_page)(id.clone()))}
        </main>
    }
}

/// A field to paste a key into, and what it says.
pub(crate) fn whose_field(store: KeysStore) -> AnyView {
    lazy_view(load, Placeholder::Skeleton, move |views| (views.whose_field)(store))
}

/// What a pasted key says.
pub(crate) fn whose_result(store: KeysStore, pasted: Signal<String>) -> AnyView {
    lazy_view(load, Placeholder::None, move |views| (views.whose_result)(store, pasted))
}

/// Which shortcuts there are, and whether they are on.
pub(crate) fn shortcut_list(on: RwSignal<bool>) -> AnyView {
    lazy_view(load, Placeholder::Skeleton, move |views| (views.shortcut_list)(on))
}

/// Saves what is found as a file.
///
/// # Errors
/// When the part doesn't arrive.
pub(crate) async fn save_as_csv(session: SessionHandle, found: Memo<SearchResults>) -> Result<(), LoadError> {
    load().await.map(|views| (views.save_as_csv)(session, found))
}
