//! The page of each address. Addresses are parsed and written by [`Page`] in `portal-core`; links are made with
//! [`Page::path`] and [`Page::key_path`].

use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
    location::{BrowserUrl, LocationProvider},
};
use portal_core::page::Page;

use crate::{
    keys::list::KeysPage,
    lazy::{
        details::{KeyPage, load_details_on_intent},
        tools::ToolsModule,
    },
    session::ResumeLocation,
    text,
    ui::{Heading, effect, fresh, memo, view},
};

/// The page of the current address; inside of leptos_router's `Router`.
///
/// Matched on the enum instead of the router's `Routes`, which adds more to the download than all pages together.
#[component]
pub(crate) fn CurrentPage(tools: ToolsModule) -> impl IntoView {
    load_details_on_intent();
    let path = use_location().pathname;
    let page = memo(move || path.with(|path| Page::from_path(path)));
    if let Some(browser) = use_context::<BrowserUrl>() {
        // What `Routes` would do: the router changes the address bar once it is told that the page is shown.
        effect(move || {
            path.track();
            browser.ready_to_complete();
        });
    }
    view! {
        {move || {
            fresh(
                match page.get() {
                    Some(Page::Root) => view! { <RedirectToKeys /> },
                    Some(Page::Keys) => view! { <KeysPage tools /> },
                    Some(Page::Key(id)) => view! { <KeyPage id /> },
                    None => view! { <NotFound /> },
                },
            )
        }}
    }
}

/// Redirects from the root to the saved location of an expired session, otherwise to the list, with the same query and
/// fragment.
#[component]
fn RedirectToKeys() -> impl IntoView {
    let location = use_location();
    let address = expect_context::<ResumeLocation>().address().unwrap_or_else(|| {
        let search = location.search.get_untracked();
        let query = if search.is_empty() { String::new() } else { ["?", &search].concat() };
        // Unlike `search`, the router's `hash` has its prefix.
        [Page::Keys.path(), query, location.hash.get_untracked()].concat()
    });
    use_navigate()(&address, NavigateOptions { replace: true, ..NavigateOptions::default() });
}

/// The address is of no page.
#[component]
fn NotFound() -> impl IntoView {
    view! {
        <main class="screen" id="main">
            <Heading text=text::NOT_FOUND_TITLE.to_owned() />
            <p>{text::NOT_FOUND}</p>
            <div class="screen-actions">
                <a class="button button-primary" href=Page::Keys.path()>
                    {text::TO_KEYS}
                </a>
            </div>
        </main>
    }
}
