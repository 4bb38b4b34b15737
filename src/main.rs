//! The portal's front end: views and effects, and what needs a browser. Decisions that need none are in `portal-core`.

mod app;
mod browser;
mod client;
mod keys;
mod lazy;
mod routes;
mod session;
mod shell;
mod text;
mod ui;

#[cfg(test)]
mod testing;

use leptos::prelude::*;
use portal_core::session::landing::Landing;

fn main() {
    browser::install_panic_hook();
    // Before any request, so that no `Referer` has the session ID, and before the router reads the URL.
    let Landing { ticket, clean_address } = browser::read_landing();
    if let Some(address) = &clean_address {
        browser::replace_address(address);
    }
    browser::guard_history();
    browser::ignore_held_enter();
    browser::clear_skeleton();
    let Some(element) = browser::app_element() else { return };
    mount_to(element, move || view! { <app::App ticket /> }).forget();
}
