//! The page of each address. Addresses are parsed and written by [`Page`] in `portal-core`; links are made with
//! [`Page::path`] and [`Page::key_path`].

use leptos::prelude::*;
use portal_core::page::Page;

use crate::{
    keys::list::KeysPage,
    lazy::details::KeyPage,
    router::use_router,
    session::ResumeLocation,
    text,
    ui::{Heading, memo, view},
};

/// The page of the current address.
#[component]
pub(crate) fn CurrentPage() -> impl IntoView {
    let path = use_router().path();
    let page = memo(move || path.with(|path| Page::from_path(path)));
    move || match page.get() {
        Some(Page::Root) => view! { <RedirectToKeys /> },
        Some(Page::Keys) => view! { <KeysPage /> },
        Some(Page::Key(id)) => view! { <KeyPage id /> },
        None => view! { <NotFound /> },
    }
}

/// Redirects from the root to the saved location of an expired session, otherwise to the list, with the same query and
/// fragment.
#[component]
fn RedirectToKeys() -> impl IntoView {
    let router = use_router();
    let address = expect_context::<ResumeLocation>().address().unwrap_or_else(|| {
        let address = router.address();
        let rest = address.find(['?', '#']).map_or("", |at| address.split_at(at).1);
        [&Page::Keys.path(), rest].concat()
    });
    router.replace(address);
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
