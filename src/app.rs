//! The shell around the pages.

use leptos::{either::Either, prelude::*};
use leptos_router::{
    NavigateOptions, ParamSegment, StaticSegment,
    components::{FlatRoutes, Route, Router},
    hooks::{use_location, use_navigate},
};
use portal_core::landing::Ticket;

use crate::{
    brand::{Footer, Header},
    keys::{KeyPage, KeysPage, KeysStore, Offline, RotationDialog, Rotations, UsageAccess},
    routes::{KEY_ID, Page},
    session::{NothingOpen, Notices, Resumed, SessionHandle},
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
            Some(screen) => Either::Left(view! { <NothingOpen screen/> }),
            None => Either::Right(view! { <Pages/> }),
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
        <Router>
            <FlatRoutes fallback=NotFound>
                <Route path=StaticSegment("") view=ToKeys/>
                <Route path=StaticSegment(Page::Keys.segment()) view=KeysPage/>
                <Route path=(StaticSegment(Page::Keys.segment()), ParamSegment(KEY_ID)) view=KeyPage/>
            </FlatRoutes>
        </Router>
        <RotationDialog/>
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
