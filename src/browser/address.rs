//! The page's URL and its entry in the session history.

use portal_core::session::landing::Landing;
use wasm_bindgen::JsValue;

use super::{events::notify_start_script, window};

/// Reads the address that the page was opened with: `opened`, which the start script has taken out of the address bar if it may hold
/// a session ID. The rest of it goes back into the address bar.
pub(crate) fn read_landing(opened: Option<String>) -> Landing {
    let opened = opened.unwrap_or_else(address);
    let (rest, fragment) = opened.split_at(opened.find('#').unwrap_or(opened.len()));
    let (path, query) = rest.split_at(rest.find('?').unwrap_or(rest.len()));
    let landing = Landing::read(path, query, fragment);
    let clean = landing.clean_address.as_ref().unwrap_or(&opened);
    if *clean != address() {
        replace_address(clean);
    }
    landing
}

/// Whether the gateway says that the page was opened by a click on another page of this site: by an attribute, which the start
/// script removes where this is a reload.
pub(crate) fn was_clicked_on_same_site() -> bool {
    let root = window().document().and_then(|document| document.document_element());
    root.is_some_and(|root| root.has_attribute("data-same-site"))
}

/// The link is used up, or there was none: [`reload`] doesn't need it any more.
pub(crate) fn forget_link() {
    notify_start_script("portal:link-settled");
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

/// Loads `url` in place of this page and of its history entry: Back doesn't lead to this page. The config's parser has checked
/// it.
pub(crate) fn replace_page(url: &str) {
    // Fails only for text that isn't a URL.
    let _ = window().location().replace(url);
}

/// Loads the page again: at the link that opened it, as long as its session ID isn't used up. The start script keeps the link.
pub(crate) fn reload() {
    notify_start_script("portal:reload");
}
