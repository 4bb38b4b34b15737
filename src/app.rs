//! The root component.

use leptos::prelude::*;
use leptos_router::components::Router;
use portal_core::session::{landing::Ticket, screen::Screen};

use crate::{
    keys::{rotation::rotations::Rotations, store::KeysStore, usage::UsageAccess},
    lazy::{rotations::RotationHost, screens::SessionScreen},
    routes::CurrentPage,
    session::{Notices, ResumeLocation, SessionHandle},
    shell::{Footer, Header, Offline},
    text,
    ui::{memo, view},
};

/// The whole portal. `ticket`: from the landing URL.
#[component]
pub(crate) fn App(ticket: Option<Ticket>) -> impl IntoView {
    let session = SessionHandle::start(ticket);
    provide_context(session);
    let screen = memo(move || session.state().with(Screen::of));
    view! {
        <a class="button skip-link" href="#main">
            {text::SKIP_TO_CONTENT}
        </a>
        <Header />
        // A screen replaces the pages, but not the address: a session that opens again shows the same page.
        {move || match screen.get() {
            Some(screen) => view! { <SessionScreen screen /> },
            None => view! { <Pages /> },
        }}
        <Footer />
    }
}

/// What an open session shows. Its contexts end with the session.
#[component]
fn Pages() -> impl IntoView {
    provide_context(KeysStore::new());
    provide_context(UsageAccess::new());
    provide_context(Rotations::new());
    provide_context(ResumeLocation::take());
    view! {
        <Notices />
        <Offline />
        <RotationHost />
        <Router>
            <CurrentPage />
        </Router>
    }
}
