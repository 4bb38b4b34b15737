//! Which addresses are the portal's pages, and which could be files.

use axum::http::{HeaderMap, header};

/// Whether a path can be anything of the portal's at all. Whatever some other server might take for a way out of its folder,
/// or for a hidden file, is nothing here: neither file nor page.
pub(crate) fn is_sound(path: &str) -> bool {
    let lower = path.to_ascii_lowercase();
    path.starts_with('/')
        && !path.contains(['\\', '\0'])
        && !["%2f", "%5c", "%00", "%2e"].iter().any(|escape| lower.contains(escape))
        && path.split('/').skip(1).all(|segment| !segment.starts_with('.'))
        && !path.contains("//")
}

/// Whether a request for an address that is no file is for a page: somebody navigates, and the address doesn't look like
/// a file's. A script that is gone must be a 404: with a page in its place the browser would complain about its syntax.
pub(crate) fn is_for_page(path: &str, headers: &HeaderMap) -> bool {
    let looks_like_file = path.rsplit('/').next().is_some_and(|name| name.contains('.'));
    !looks_like_file && navigates(headers)
}

fn navigates(headers: &HeaderMap) -> bool {
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
        is_for_page(path, &headers)
    }

    const NAVIGATE: (&str, &str) = ("sec-fetch-mode", "navigate");

    #[test]
    fn a_visitor_gets_the_portal_at_any_address() {
        assert!(page("/keys", &[NAVIGATE]));
        assert!(page("/keys/key_1/", &[NAVIGATE, ("accept", "*/*")]));
        assert!(page("/keys", &[("accept", "text/html,application/xhtml+xml;q=0.9")]));
    }

    #[test]
    fn a_script_that_is_gone_is_not_answered_with_a_page() {
        assert!(!page("/portal-0123456789abcdef.js", &[NAVIGATE]));
        assert!(!page("/portal-0123456789abcdef.js", &[("accept", "text/html")]));
        assert!(!page("/keys", &[("sec-fetch-mode", "cors"), ("accept", "text/html")]));
        assert!(!page("/keys", &[("sec-fetch-dest", "script"), ("accept", "text/html")]));
        assert!(!page("/keys", &[("accept", "*/*")]));
        assert!(!page("/keys", &[]));
    }

    #[test]
    fn ways_out_of_the_folder_lead_nowhere() {
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
            "//host/x",
            "/a//b",
            "",
            "*",
            "keys",
            "http://x/",
        ] {
            assert!(!is_sound(path), "{path}");
        }
        assert!(is_sound("/") && is_sound("/keys/key_1") && is_sound("/a.b/c-0.js") && is_sound("/caf%C3%A9"));
    }

    proptest! {
        #[test]
        fn any_path_is_judged(path: String) {
            if is_sound(&path) {
                prop_assert!(!path.contains("/."));
            }
        }
    }
}
