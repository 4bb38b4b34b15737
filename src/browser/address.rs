//! The page's URL and its entry in the session history.

use portal_core::session::landing::Landing;
use wasm_bindgen::JsValue;

use super::window;

/// Parses the URL that the page was opened with, which may hold a session ID.
pub(crate) fn read_landing() -> Landing {
    let location = window().location();
    let part = |part: Result<String, JsValue>| part.unwrap_or_default();
    Landing::read(&part(location.pathname()), &part(location.search()), &part(location.hash()))
}

/// Path, query and fragment of the current URL.
pub(crate) fn address() -> String {
    let location = window().location();
    [location.pathname(), location.search(), location.hash()].into_iter().map(Result::unwrap_or_default).collect()
}

/// Replaces the URL of the current history entry, without loading anything. `address` is of this origin.
pub(crate) fn replace_address(address: &str) {
    if let Ok(history) = window().history() {
        // Fails for a URL of another origin, and where the browser refuses: see `guard_history`.
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(address));
    }
}

/// The page's origin, such as `https://keys.example.com`.
pub(crate) fn origin() -> String {
    window().location().origin().unwrap_or_default()
}

/// The host name without the port, as browsers list it in their cookie settings.
pub(crate) fn host() -> String {
    window().location().hostname().unwrap_or_default()
}

/// Leaves the portal for `url`, which the config's parser has checked.
pub(crate) fn navigate_away(url: &str) {
    // Fails only for text that isn't a URL.
    let _ = window().location().assign(url);
}

/// Loads `url` in place of this page and of its history entry: Back doesn't lead to this page. A path of this origin, or a URL
/// that the config's parser has checked.
pub(crate) fn replace_page(url: &str) {
    // Fails only for text that isn't a URL.
    let _ = window().location().replace(url);
}

/// Reloads the page.
pub(crate) fn reload() {
    // Fails only while the page is being left.
    let _ = window().location().reload();
}
