//! The cookies that scripts may read and write (`document.cookie`).

use portal_core::session::cookies::find;
use wasm_bindgen::JsCast;
use web_sys::HtmlDocument;

use super::random;

fn html_document() -> Option<HtmlDocument> {
    leptos::prelude::document().dyn_into().ok()
}

/// All cookies as `name=value; name=value`; empty where the browser blocks them.
pub(crate) fn cookies() -> String {
    html_document().and_then(|document| document.cookie().ok()).unwrap_or_default()
}

/// Sets a cookie of this host, for all paths, for `max_age_s` seconds; 0 deletes it.
pub(crate) fn set_cookie(name: &str, value: &str, max_age_s: i64) {
    if let Some(document) = html_document() {
        // Fails only where all cookies are blocked.
        let _ = document.set_cookie(&format!("{name}={value}; Path=/; Secure; SameSite=Strict; Max-Age={max_age_s}"));
    }
}

/// Whether the browser accepts cookies of this site: sets one, reads it and deletes it.
pub(crate) fn accepts_cookies() -> bool {
    let name = probe_name();
    set_cookie(&name, "1", 60);
    let accepted = find(&cookies(), &name).is_some();
    set_cookie(&name, "", 0);
    accepted
}

/// Different for each call: a tab that opens at the same time must not delete this tab's cookie before it is read.
fn probe_name() -> String {
    format!("__Host-portal_probe_{}", (random() * 1e9) as u32)
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    #[wasm_bindgen_test]
    fn a_cookie_is_kept_until_it_is_deleted() {
        set_cookie("test", "1", 60);
        assert_eq!(find(&cookies(), "test"), Some("1"));
        set_cookie("test", "", 0);
        assert_eq!(find(&cookies(), "test"), None);
    }

    #[wasm_bindgen_test]
    fn the_probe_leaves_no_cookie_behind() {
        assert!(accepts_cookies());
        assert!(!cookies().contains("probe"));
    }

    #[wasm_bindgen_test]
    fn two_probes_have_different_names() {
        assert_ne!(probe_name(), probe_name());
    }
}
