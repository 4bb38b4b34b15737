//! `Cache-Control`: how long a browser may use a stored response.

use portal_core::session::landing::Landing;

/// For files whose name changes with their content.
pub(crate) const IMMUTABLE: &str = "public, max-age=31536000, immutable";
/// Stored, but revalidated before each use.
pub(crate) const REVALIDATE: &str = "no-cache";
/// Not stored.
pub(crate) const NO_STORE: &str = "no-store";
/// [`REVALIDATE`] for a page. Without `no-transform` CDNs add scripts to pages and rewrite those that are there.
pub(crate) const REVALIDATE_PAGE: &str = "no-cache, no-transform";
/// [`NO_STORE`] for a page.
pub(crate) const NO_STORE_PAGE: &str = "no-store, no-transform";

/// For a file, by its path: immutable if the file's own name has `-` and 13 to 16 lower-case hex digits. Trunk writes a 64-bit
/// hash without its leading zeros. A hash in a folder's name doesn't count: wasm-bindgen's folders have the crate's hash, not the content's.
pub(crate) fn cache_control_of_file(path: &str) -> &'static str {
    if is_hashed(path) { IMMUTABLE } else { REVALIDATE }
}

fn is_hashed(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    name.split('-').skip(1).any(|part| {
        let digits = part.bytes().take_while(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')).count();
        matches!(digits, 13..=16) && part.as_bytes().get(digits).is_none_or(|next| !next.is_ascii_alphanumeric())
    })
}

/// For a page. A landing URL holds a session ID, and a stored page is stored under its URL. All other pages may be stored,
/// since browsers keep no page with `no-store` in their back/forward cache.
pub(crate) fn cache_control_of_page(path: &str, query: Option<&str>) -> &'static str {
    if Landing::read(path, query.unwrap_or_default(), "").is_link { NO_STORE_PAGE } else { REVALIDATE_PAGE }
}

/// For other servers: a regular expression, regardless of case, for all URLs that [`cache_control_of_page`] doesn't let be
/// stored, and for some more: those with an escape.
pub(crate) const LIKE_A_LINK: &str = "(session|code)=|pst|%";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_hashed_files_are_immutable() {
        for path in [
            "/portal-0123456789abcdef.js",
            "/portal-0123456789abcdef_bg.wasm",
            "/rotate-0123456789abcdef.wasm",
            "/a/b-c-0123456789abcdef.css",
            "/portal-123456789abcdef.css",
        ] {
            assert_eq!(cache_control_of_file(path), IMMUTABLE, "{path}");
        }
        for path in [
            "/index.html",
            "/portal.js",
            "/0123456789abcdef.js",
            "/portal-0123456789ab.js",
            "/portal-0123456789abcdef0.js",
            "/portal-0123456789ABCDEF.js",
            "/portal-0123456789abcdefg.js",
            "/snippets/portal-0123456789abcdef/inline0.js",
        ] {
            assert_eq!(cache_control_of_file(path), REVALIDATE, "{path}");
        }
    }

    #[test]
    fn other_servers_know_the_addresses_of_links_too() {
        let pattern = regex::Regex::new(&format!("(?i){LIKE_A_LINK}")).unwrap();
        for url in ["/?session=pst_1", "/?a=b&amp;Code=x", "/?s%65ssion=x", "/?id=pst_1", "/pst_1", "/%70st_1"] {
            assert!(pattern.is_match(url), "{url}");
        }
        for url in ["/", "/keys?status=active&sort=-name", "/index.html", "/keys/key_1"] {
            assert!(!pattern.is_match(url), "{url}");
        }
    }

    #[test]
    fn a_page_with_a_session_id_in_its_address_is_not_stored() {
        for query in [
            "session=pst_1",
            "a=b&code=pst_1",
            "session",
            "session=",
            "code=1&session=2",
            "Session=pst_1",
            "a=b&amp;session=pst_1",
            "utm=1?session=pst_1",
            "session=pst%5F1).",
            "session%3Dpst_1",
            "id=pst_1",
        ] {
            assert_eq!(cache_control_of_page("/", Some(query)), NO_STORE_PAGE, "{query}");
        }
        for path in ["/pst_1", "/%3Fsession=pst_1", "/%70st_1"] {
            assert_eq!(cache_control_of_page(path, None), NO_STORE_PAGE, "{path}");
        }
        for query in [None, Some(""), Some("sessions=1"), Some("a=session"), Some("q=code%3D1")] {
            assert_eq!(cache_control_of_page("//", query), REVALIDATE_PAGE, "{query:?}");
        }
    }
}
