//! The gateway's two cookies: read from requests, set by the exchange, expired by sign-out.

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, HeaderValue, header, request::Parts},
};
use portal_api::{DAY, Secret, ServerTime};
use portal_core::session::{
    cookies::{MARKER_COOKIE, SESSION_COOKIE},
    marker::SessionMarker,
};
use portal_upstream::SessionToken;

use crate::http::GatewayError;

/// Extractor for the session token of a request.
pub(crate) struct SessionCookie(pub(super) SessionToken);

impl<S: Sync> FromRequestParts<S> for SessionCookie {
    type Rejection = GatewayError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, GatewayError> {
        session_token(&parts.headers).map(Self).ok_or(GatewayError::NoSessionCookie)
    }
}

/// Browsers send the cookie once. Two different values mean that somebody planted one of them: then neither is taken.
fn session_token(headers: &HeaderMap) -> Option<SessionToken> {
    let lines = headers.get_all(header::COOKIE).iter().map(HeaderValue::as_bytes);
    let pairs = lines.flat_map(|line| line.split(|byte| *byte == b';'));
    let mut values =
        pairs.filter_map(|pair| pair.trim_ascii().strip_prefix(SESSION_COOKIE.as_bytes())?.strip_prefix(b"="));
    let value = values.next()?;
    if values.any(|other| other != value) {
        return None;
    }
    SessionToken::new(Secret::new(std::str::from_utf8(value).ok()?.to_owned()))
}

/// The two cookies of a new session. The token's lasts until the session ends, by the server's clock; the marker's lasts
/// longer, so that the page can tell an expired session from none.
pub(super) fn start_session(token: &SessionToken, marker: SessionMarker, now: ServerTime) -> Option<[HeaderValue; 2]> {
    let left_ms = marker.expires_at.since(now);
    let session = format!("; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age={}", max_age(left_ms));
    let kept = max_age(left_ms.saturating_add(SessionMarker::RETENTION_MS));
    let open = format!("{MARKER_COOKIE}={marker}; Path=/; Secure; SameSite=Strict; Max-Age={kept}");
    Some([token.cookie(SESSION_COOKIE, &session)?, HeaderValue::try_from(open).ok()?])
}

/// `Max-Age` in seconds, rounded down: at least 0, at most the 400 days for which browsers keep a cookie.
fn max_age(millis: i64) -> i64 {
    millis.clamp(0, 400 * DAY) / 1_000
}

/// Removes both cookies from the browser.
pub(super) fn end_session() -> [HeaderValue; 2] {
    // A test checks that the names are those of `portal_core::session::cookies`.
    [
        HeaderValue::from_static("__Host-portal_session=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0"),
        HeaderValue::from_static("__Host-portal_open=; Path=/; Secure; SameSite=Strict; Max-Age=0"),
    ]
}

#[cfg(test)]
mod tests {
    use portal_core::session::marker::SessionTag;
    use proptest::prelude::*;

    use super::*;

    fn read(lines: &[&[u8]]) -> Option<String> {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(header::COOKIE, HeaderValue::from_bytes(line).ok()?);
        }
        let cookie = session_token(&headers)?.cookie("", "")?;
        Some(cookie.to_str().ok()?.trim_start_matches('=').to_owned())
    }

    #[test]
    fn the_session_cookie_is_found_among_others() {
        assert_eq!(read(&[b"a=1; __Host-portal_session=ps_1;b=2"]).as_deref(), Some("ps_1"));
        assert_eq!(read(&[b"a=1", b"__Host-portal_session=ps_1"]).as_deref(), Some("ps_1"));
        assert_eq!(read(&[b"__Host-portal_session=ps_1; __Host-portal_session=ps_1"]).as_deref(), Some("ps_1"));
        assert_eq!(read(&[b"caf\xe9=1; __Host-portal_session=ps_1"]).as_deref(), Some("ps_1"));
    }

    #[test]
    fn what_is_no_token_is_no_session() {
        let long = ["__Host-portal_session=", &"a".repeat(513)].concat();
        for line in [
            &b""[..],
            b"__Host-portal_session",
            b"__Host-portal_session=",
            b"portal_session=ps_1",
            b"x__Host-portal_session=ps_1",
            b"__host-portal_session=ps_1",
            b"__Host-portal_session=\"ps_1\"",
            b"__Host-portal_session=ps 1",
            b"__Host-portal_session=ps_1=",
            b"__Host-portal_session=ps_1, x",
            b"__Host-portal_session=ps_\xe9",
            b"__Host-portal_session=ps_1; __Host-portal_session=ps_2",
            b"__Host-portal_session=ps_1; __Host-portal_session=",
            long.as_bytes(),
        ] {
            assert_eq!(read(&[line]), None, "{}", String::from_utf8_lossy(line));
        }
    }

    #[test]
    fn the_cookies_last_as_long_as_the_session_and_a_week_more() {
        let token = SessionToken::new(Secret::new("ps_1".to_owned())).unwrap();
        let marker = SessionMarker {
            expires_at: ServerTime::from_millis(86_401_999),
            tag: SessionTag::from_sha256(&[0xab; 32]),
        };
        let cookies = start_session(&token, marker, ServerTime::from_millis(1_000)).unwrap();
        assert!(cookies[0].is_sensitive());
        assert_eq!(
            cookies.map(|cookie| cookie.to_str().unwrap().to_owned()),
            [
                "__Host-portal_session=ps_1; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=86400",
                "__Host-portal_open=86401999.abababababababab; Path=/; Secure; SameSite=Strict; Max-Age=691200",
            ]
        );
    }

    #[test]
    fn a_session_that_is_over_already_leaves_its_marker_alone() {
        let token = SessionToken::new(Secret::new("ps_1".to_owned())).unwrap();
        let marker = SessionMarker { expires_at: ServerTime::from_millis(0), tag: SessionTag::from_sha256(&[0; 32]) };
        let [session, open] = start_session(&token, marker, ServerTime::from_millis(DAY)).unwrap();
        assert!(session.to_str().unwrap().ends_with("Max-Age=0"));
        assert!(open.to_str().unwrap().ends_with(&format!("Max-Age={}", 6 * 86_400)));
    }

    #[test]
    fn signing_out_expires_the_cookies_that_the_exchange_set() {
        let names =
            end_session().map(|cookie| cookie.to_str().unwrap().split('=').next().unwrap_or_default().to_owned());
        assert_eq!(names, [SESSION_COOKIE, MARKER_COOKIE]);
    }

    proptest! {
        #[test]
        fn any_cookie_header_gives_a_token_or_none(line in proptest::collection::vec(any::<u8>(), 0..200)) {
            let line = [b"__Host-portal_session=", line.as_slice()].concat();
            if let Some(token) = read(&[&line]) {
                prop_assert!(token.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte)));
                prop_assert!((1..=512).contains(&token.len()));
            }
        }
    }
}
