//! How long a browser may keep a file without asking.

/// For ever: the name changes with the content.
pub(crate) const IMMUTABLE: &str = "public, max-age=31536000, immutable";
/// As long as it likes, but asking each time whether it is still so.
pub(crate) const ASK: &str = "no-cache";
/// Not at all.
pub(crate) const NEVER: &str = "no-store";

/// The rule for a file by its path: immutable where the file's own name holds `-` and exactly 16 lower-case hex digits, as
/// Trunk writes them. A hash in a folder's name doesn't count: wasm-bindgen's folders carry the crate's, not the content's.
pub(crate) fn of_file(path: &str) -> &'static str {
    if is_hashed(path) { IMMUTABLE } else { ASK }
}

fn is_hashed(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    name.split('-').skip(1).any(|part| {
        let digits = part.bytes().take_while(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')).count();
        digits == 16 && part.as_bytes().get(16).is_none_or(|next| !next.is_ascii_alphanumeric())
    })
}

/// The rule for the page. A landing address holds a session ID, and what is stored is stored under its address; all others
/// may be kept, since pages that may not never come back from the back/forward cache.
pub(crate) fn of_page(query: Option<&str>) -> &'static str {
    let mut names = query.unwrap_or_default().split('&').map(|pair| pair.split('=').next().unwrap_or_default());
    if names.any(|name| LANDING.contains(&name)) { NEVER } else { ASK }
}

/// The parameters that bring a session ID.
pub(crate) const LANDING: [&str; 2] = ["session", "code"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_hashed_files_are_kept_for_ever() {
        for path in [
            "/portal-0123456789abcdef.js",
            "/portal-0123456789abcdef_bg.wasm",
            "/rotate-0123456789abcdef.wasm",
            "/a/b-c-0123456789abcdef.css",
        ] {
            assert_eq!(of_file(path), IMMUTABLE, "{path}");
        }
        for path in [
            "/index.html",
            "/portal.js",
            "/0123456789abcdef.js",
            "/portal-0123456789abcde.js",
            "/portal-0123456789abcdef0.js",
            "/portal-0123456789ABCDEF.js",
            "/portal-0123456789abcdefg.js",
            "/snippets/portal-0123456789abcdef/inline0.js",
        ] {
            assert_eq!(of_file(path), ASK, "{path}");
        }
    }

    #[test]
    fn a_page_with_a_session_id_in_its_address_is_not_stored() {
        for query in ["session=pst_1", "a=b&code=pst_1", "session", "session=", "code=1&session=2"] {
            assert_eq!(of_page(Some(query)), NEVER, "{query}");
        }
        for query in [None, Some(""), Some("sessions=1"), Some("a=session"), Some("q=code%3D1")] {
            assert_eq!(of_page(query), ASK, "{query:?}");
        }
    }
}
