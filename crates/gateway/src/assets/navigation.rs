//! Which paths are served at all, and which requests are for a page of the portal. Hand-written: no crate decides by
//! `Sec-Fetch-Mode` whether a single-page app's fallback applies.

use axum::http::{HeaderMap, header};

/// Whether a path may be served. Path traversal and hidden files, in every form that some server takes for one, are
/// neither file nor page. Two slashes in a row are: links are joined with addresses that end in one. The page is served
/// there without a redirect, which could lead to another host, and writes the address back with one slash.
pub(crate) fn is_safe_path(path: &str) -> bool {
    let lower = path.to_ascii_lowercase();
    path.starts_with('/')
        && !path.contains(['\\', '\0'])
        && !["%2f", "%5c", "%00", "%2e"].iter().any(|escape| lower.contains(escape))
        && path.split('/').skip(1).all(|segment| !segment.starts_with('.'))
}

/// Whether a request for a path without a file gets the page: it is a navigation, and the path doesn't look like a file's. A
/// missing script must be a 404: with HTML in its place the browser would report a syntax error. A link gets the page at any path:
/// a 404 would leave its session ID in the address bar.
pub(crate) fn is_page_request(path: &str, is_link: bool, headers: &HeaderMap) -> bool {
    let looks_like_file = path.rsplit('/').next().is_some_and(|name| name.contains('.'));
    (is_link || !looks_like_file) && is_navigation(headers)
}

fn is_navigation(headers: &HeaderMap) -> bool {
    if let Some(mode) = headers.get("sec-fetch-mode") {
        return mode == "navigate";
    }
    if headers.keys().any(|name| name.as_str().starts_with("sec-fetch-")) {
        return false;
    }
    let accepted = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok());
    accepted.flat_map(|value| value.split(',')).any(|item| {
        let media_type = item.split(';').next().unwrap_or_default();
        media_type.trim().eq_ignore_ascii_case("text/html")
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn page(path: &str, headers: &[(&'static str, &'static str)]) -> bool {
        let headers = headers.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect();
        is_page_request(path, false, &headers)
    }

    const NAVIGATE: (&str, &str) = ("sec-fetch-mode", "navigate");

    #[test]
    fn a_navigation_gets_the_page_at_any_path() {
        assert!(page("/keys", &[NAVIGATE]));
        assert!(page("/keys/key_1/", &[NAVIGATE, ("accept", "*/*")]));
        assert!(page("/keys", &[("accept", "text/html,application/xhtml+xml;q=0.9")]));
    }

    #[test]
    fn a_missing_script_is_not_answered_with_a_page() {
        assert!(!page("/portal-0123456789abcdef.js", &[NAVIGATE]));
        assert!(!page("/portal-0123456789abcdef.js", &[("accept", "text/html")]));
        assert!(!page("/keys", &[("sec-fetch-mode", "cors"), ("accept", "text/html")]));
        assert!(!page("/keys", &[("sec-fetch-dest", "script"), ("accept", "text/html")]));
        assert!(!page("/keys", &[("accept", "*/*")]));
        assert!(!page("/keys", &[]));
    }

    #[test]
    fn path_traversal_is_refused() {
        for path in [
            "/..",
            "/../etc/passwd",
            "/a/../b",
            "/.env",
            "/.git/config",
            "/a/.hidden",
            "/a%2fb",
            "/a%2Fb",
            "/%2e%2e/x",
            "/%2E/x",
            "/a%5cb",
            "/a\\b",
            "/a%00",
            "//.env",
            "//../x",
            "",
            "*",
            "keys",
            "http://x/",
        ] {
            assert!(!is_safe_path(path), "{path}");
        }
        assert!(
            is_safe_path("/")
                && is_safe_path("/keys/key_1")
                && is_safe_path("/a.b/c-0.js")
                && is_safe_path("/caf%C3%A9")
                && is_safe_path("//")
                && is_safe_path("//keys")
                && is_safe_path("/a//b")
        );
    }

    proptest! {
        #[test]
        fn any_path_is_handled(path: String) {
            if is_safe_path(&path) {
                prop_assert!(!path.contains("/."));
            }
        }
    }
}
