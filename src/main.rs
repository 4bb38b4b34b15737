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

fn main() {
    browser::install_panic_hook();
    browser::guard_history();
    browser::guard_keydown();
    // Before the router reads the URL.
    let landing = browser::take_landing();
    browser::clear_skeleton();
    let Some(element) = browser::app_element() else { return };
    mount_to(element, move || view! { <app::App landing /> }).forget();
}
