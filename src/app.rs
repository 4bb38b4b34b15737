//! The root component.

use leptos::prelude::*;
use leptos_router::components::Router;
use portal_core::session::{landing::Landing, screen::Screen};

use crate::{
    browser::{self, Early},
    keys::{rotation::rotations::Rotations, store::KeysStore, usage::UsageAccess},
    lazy::{
        after_paint,
        rotations::RotationHost,
        screens::{LaterNotices, ScreensModule, SessionScreen, screens_module},
        tools::{ToolsModule, tools_module},
    },
    routes::CurrentPage,
    session::{Notices, ResumeLocation, SessionHandle, use_session},
    shell::{Footer, Header, Offline, keep_tab},
    text,
    ui::{effect, memo, view},
};

/// The whole portal.
#[component]
pub(crate) fn App(
    /// The address that the page was opened with.
    landing: Landing,
    /// What the start script has sent.
    early: Early,
) -> impl IntoView {
    let session = SessionHandle::start(landing, early);
    provide_context(session);
    keep_tab();
    let screens = screens_module();
    let screen = memo(move || session.state().with(Screen::of));
    view! {
        // Not left to the browser: the router takes every link for a page's.
        <a
            class="button skip-link"
            href="#main"
            on:click=|event| {
                event.prevent_default();
                browser::focus_content();
            }
        >
            {text::SKIP_TO_CONTENT}
        </a>
        <Header />
        // A screen replaces the pages, but not the address: a session that opens again shows the same page.
        {move || match screen.get() {
            Some(screen) => view! { <SessionScreen module=screens screen /> },
            None => view! { <Pages screens /> },
        }}
        <Footer />
        {move || session.unsaved_key().dialog.get().map(|dialog| dialog.run())}
    }
}

/// What an open session shows. Its contexts end with the session.
#[component]
fn Pages(screens: ScreensModule) -> impl IntoView {
    let store = KeysStore::new();
    let tools = tools_module();
    provide_context(store);
    load_after_first_rows(screens, tools, store);
    provide_context(UsageAccess::new());
    provide_context(Rotations::new());
    provide_context(ResumeLocation::take());
    view! {
        <Notices />
        <LaterNotices module=screens />
        <Offline />
        <RotationHost />
        <Router>
            <CurrentPage tools />
        </Router>
    }
}

/// Loads the list's tools and the screens once there are rows, or none to come: when the session ends there may be no network
/// any more. Where that fails, it is tried again when the network is back.
fn load_after_first_rows(screens: ScreensModule, tools: ToolsModule, store: KeysStore) {
    let has_loaded = memo(move || store.loaded_at().with(Option::is_some));
    let online = use_session().online();
    effect(move || {
        if has_loaded.get() && online.get() {
            after_paint(move || {
                tools.ensure();
                screens.ensure();
            });
        }
    });
}
