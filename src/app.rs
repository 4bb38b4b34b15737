//! The shell around the pages.

use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    components::Router,
    hooks::{use_location, use_navigate},
    location::{BrowserUrl, LocationProvider},
};
use portal_core::{page::Page, session::landing::Ticket};

use crate::{
    keys::{list::KeysPage, rotation::rotations::Rotations, store::KeysStore, usage::UsageAccess},
    lazy::{details::KeyPage, rotate::RotationHost},
    session::{NothingOpen, Notices, Resumed, SessionHandle},
    shell::{Footer, Header, Offline},
    text,
    ui::Heading,
};

/// The whole portal.
#[component]
pub(crate) fn App(
    /// From the landing URL.
    ticket: Option<Ticket>,
) -> impl IntoView {
    let session = SessionHandle::start(ticket);
    provide_context(session);
    let screen = session.screen();
    view! {
        <a class="button skip-link" href="#main">{text::SKIP}</a>
        <Header/>
        // A screen takes the page's place and leaves the address as it is: coming back resumes there.
        {move || match screen.get() {
            Some(screen) => view! { <NothingOpen screen/> }.into_any(),
            None => view! { <Pages/> }.into_any(),
        }}
        <Footer/>
    }
}

/// What an open session sees.
#[component]
fn Pages() -> impl IntoView {
    provide_context(KeysStore::new());
    provide_context(UsageAccess::new());
    provide_context(Rotations::new());
    provide_context(Resumed::here());
    view! {
        <Notices/>
        <Offline/>
        <RotationHost/>
        <Router>{pages()}</Router>
    }
}

/// The page that the address names. By hand: the router's own table of routes weighs more than all pages of this portal
/// together.
fn pages() -> impl IntoView {
    let path = use_location().pathname;
    let page = Memo::new(move |_| path.with(|path| Page::from_path(path)));
    if let Some(browser) = use_context::<BrowserUrl>() {
        // The address bar and the history follow once the page is there.
        Effect::new(move |_| {
            path.track();
            browser.ready_to_complete();
        });
    }
    move || match page.get() {
        Some(Page::Root) => view! { <ToKeys/> }.into_any(),
        Some(Page::Keys) => view! { <KeysPage/> }.into_any(),
        Some(Page::Key(id)) => view! { <KeyPage id/> }.into_any(),
        None => view! { <NotFound/> }.into_any(),
    }
}

/// The root leads to where the user was when their session expired, else to the keys; what else the address says goes
/// along.
#[component]
fn ToKeys() -> impl IntoView {
    let location = use_location();
    let kept = expect_context::<Resumed>().address();
    let address = kept.unwrap_or_else(|| {
        format!("{}{}{}", Page::Keys.path(), with('?', &location.search.get_untracked()), location.hash.get_untracked())
    });
    use_navigate()(&address, NavigateOptions { replace: true, ..NavigateOptions::default() });
}

fn with(mark: char, text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("{mark}{text}") }
}

/// An address that is none.
#[component]
fn NotFound() -> impl IntoView {
    view! {
        <main class="screen" id="main">
            <Heading text=text::NOT_FOUND_TITLE.to_owned()/>
            <p>{text::NOT_FOUND}</p>
            <div class="screen-actions">
                <a class="button button-primary" href=Page::Keys.path()>{text::TO_KEYS}</a>
            </div>
        </main>
    }
}
