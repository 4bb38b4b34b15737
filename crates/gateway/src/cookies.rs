//! The gateway's two cookies: read on the way in, written at the exchange, expired at sign-out.

use axum::http::{HeaderMap, HeaderValue, header};
use portal_api::{DAY, Secret, ServerTime};
use portal_core::session::{
    cookies::{MARKER_COOKIE, SESSION_COOKIE},
    marker::SessionMarker,
};

/// A session token that is fit to become a header.
pub(crate) struct Token(Secret);

impl Token {
    const LONGEST: usize = 512;

    /// The token, if it is one: 1–512 of `[A-Za-z0-9_-]`.
    pub(crate) fn new(secret: Secret) -> Option<Self> {
        let text = secret.expose();
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
        let fits = (1..=Self::LONGEST).contains(&text.len()) && text.bytes().all(plain);
        fits.then_some(Self(secret))
    }

    /// `name=<token>`, marked so that nobody prints it.
    pub(crate) fn cookie(&self, name: &str, attributes: &str) -> Option<HeaderValue> {
        let mut value = HeaderValue::try_from(format!("{name}={}{attributes}", self.0.expose())).ok()?;
        value.set_sensitive(true);
        Some(value)
    }
}

/// The session token of a request. Browsers send the cookie once; two that differ come from somebody who planted one, and
/// whose is whose can't be told: then there is none.
pub(crate) fn session(headers: &HeaderMap) -> Option<Token> {
    let lines = headers.get_all(header::COOKIE).iter().map(HeaderValue::as_bytes);
    let pairs = lines.flat_map(|line| line.split(|byte| *byte == b';'));
    let mut values =
        pairs.filter_map(|pair| pair.trim_ascii().strip_prefix(SESSION_COOKIE.as_bytes())?.strip_prefix(b"="));
    let value = values.next()?;
    if values.any(|other| other != value) {
        return None;
    }
    Token::new(Secret::new(std::str::from_utf8(value).ok()?.to_owned()))
}

/// The two cookies of a session that has just begun, by the server's clock: the token's until the session ends, the
/// marker's so much longer that the page can tell "expired" from "never there".
pub(crate) fn begin(token: &Token, marker: SessionMarker, now: ServerTime) -> Option<[HeaderValue; 2]> {
    let left = marker.expires_at.since(now);
    let session = format!("; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age={}", seconds(left));
    let kept = seconds(left.saturating_add(SessionMarker::RETENTION_MS));
    let open = format!("{MARKER_COOKIE}={marker}; Path=/; Secure; SameSite=Strict; Max-Age={kept}");
    Some([token.cookie(SESSION_COOKIE, &session)?, HeaderValue::try_from(open).ok()?])
}

/// Whole seconds, rounded down, and never negative. Browsers keep no cookie for more than 400 days.
fn seconds(millis: i64) -> i64 {
    millis.clamp(0, 400 * DAY) / 1_000
}

/// Takes both cookies out of the browser.
pub(crate) fn end() -> [HeaderValue; 2] {
    // Both names are constants of core; a test holds these texts to them.
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
        session(&headers).map(|token| token.0.expose().to_owned())
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
        let token = Token::new(Secret::new("ps_1".to_owned())).unwrap();
        let marker = SessionMarker {
            expires_at: ServerTime::from_millis(86_401_999),
            tag: SessionTag::from_sha256(&[0xab; 32]),
        };
        let cookies = begin(&token, marker, ServerTime::from_millis(1_000)).unwrap();
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
        let token = Token::new(Secret::new("ps_1".to_owned())).unwrap();
        let marker = SessionMarker { expires_at: ServerTime::from_millis(0), tag: SessionTag::from_sha256(&[0; 32]) };
        let [session, open] = begin(&token, marker, ServerTime::from_millis(DAY)).unwrap();
        assert!(session.to_str().unwrap().ends_with("Max-Age=0"));
        assert!(open.to_str().unwrap().ends_with(&format!("Max-Age={}", 6 * 86_400)));
    }

    #[test]
    fn signing_out_expires_the_cookies_that_the_exchange_set() {
        let names = end().map(|cookie| cookie.to_str().unwrap().split('=').next().unwrap_or_default().to_owned());
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
