//! The gateway's two cookies. `__Host-`: this origin's alone, over TLS (or localhost), for every path.

/// Holds the session token; JavaScript never sees it.
pub const SESSION_COOKIE: &str = "__Host-portal_session";

/// Holds an [`SessionMarker`](super::marker::SessionMarker), for the page to read.
pub const MARKER_COOKIE: &str = "__Host-portal_open";

/// The cookie that the API reads.
pub const UPSTREAM_SESSION_COOKIE: &str = "portal_session";

/// The value of the cookie `name` in a `Cookie` header or in `document.cookie`; the first where there are several.
pub fn find<'a>(cookies: &'a str, name: &str) -> Option<&'a str> {
    cookies.split(';').find_map(|pair| {
        let (found, value) = pair.trim().split_once('=')?;
        (found == name).then_some(value)
    })
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn a_cookie_is_found_by_its_whole_name() {
        assert_eq!(find("a=1; __Host-portal_open=5.x; b=2", "__Host-portal_open"), Some("5.x"));
        assert_eq!(find("x__Host-portal_open=5", "__Host-portal_open"), None);
        assert_eq!(find("", "a"), None);
        assert_eq!(find("a", "a"), None);
    }
}
