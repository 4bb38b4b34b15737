//! The portal: views and effects, all that needs a browser. What can be decided without one is in `portal-core`.

mod app;
mod browser;
mod client;
mod keys;
mod lazy;
mod session;
mod shell;
mod text;
mod ui;

use leptos::prelude::*;
use portal_core::session::landing::Landing;

fn main() {
    browser::show_panics();
    // Before anything is sent, and before the router is made: it would go on believing in the old address.
    let landing = browser::landing();
    if let Some(address) = &landing.clean_address {
        browser::replace_address(address);
    }
    let Landing { ticket, .. } = landing;
    browser::clear_skeleton();
    let Some(place) = browser::app_element() else { return };
    mount_to(place, move || view! { <app::App ticket/> }).forget();
}
