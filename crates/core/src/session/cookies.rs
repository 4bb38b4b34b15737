//! Names of the session's cookies. The `__Host-` prefix ties a cookie to this exact origin, to `Path=/` and to TLS (or
//! localhost).

/// Contains the session token. Set by the gateway, `HttpOnly`: scripts can't read it.
pub const SESSION_COOKIE: &str = "__Host-portal_session";

/// Contains a [`SessionMarker`](super::marker::SessionMarker). Set by the gateway, readable by the page.
pub const MARKER_COOKIE: &str = "__Host-portal_open";

/// The cookie in which the API expects the session token.
pub const UPSTREAM_SESSION_COOKIE: &str = "portal_session";

/// The value of the cookie `name` in a `Cookie` header or in `document.cookie`; the first if there are several.
///
/// ```
/// use portal_core::session::cookies::find;
///
/// assert_eq!(find("theme=dark; __Host-portal_open=5.x", "__Host-portal_open"), Some("5.x"));
/// ```
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
