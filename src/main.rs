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
use rlsf::{GlobalTlsf, GlobalTlsfOptions};
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

/// Less than half the size of Rust's default allocator: 1.2 kB of brotli, and not 3.0.
#[global_allocator]
static ALLOCATOR: GlobalTlsf<AllocatorOptions> = GlobalTlsf::new();

struct AllocatorOptions;

impl GlobalTlsfOptions for AllocatorOptions {
    // In place: code of its own, for little time.
    const ENABLE_REALLOCATION: bool = false;
}

/// Nothing: the start script calls [`take_over`].
const fn main() {}

/// Starts the portal. `given` is what the start script (`public/boot.js`) hands over, once.
#[wasm_bindgen(js_name = takeOver)]
pub fn take_over(given: &JsValue) {
    browser::install_panic_hook();
    browser::guard_history();
    browser::guard_keydown();
    let browser::HandOver { address, early } = browser::HandOver::read(given);
    // Before the router reads the URL.
    let landing = browser::read_landing(address);
    browser::clear_skeleton();
    let Some(element) = browser::app_element() else { return };
    mount_to(element, move || view! { <app::App landing early /> }).forget();
}
