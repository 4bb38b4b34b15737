//! What the page remembers of its session: when it expires, and which session ID opened it. Nothing secret.

use std::fmt;

use portal_api::{DAY, ServerTime};

/// Identifies a session without revealing its ID: the first 16 hex digits of the ID's SHA-256.
///
/// ```
/// use portal_core::session::marker::SessionTag;
///
/// let tag = SessionTag::from_sha256(&[0xa5; 32]);
/// assert_eq!(tag.to_string(), "a5a5a5a5a5a5a5a5");
/// assert_eq!(SessionTag::parse("a5a5a5a5a5a5a5a5"), Some(tag));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SessionTag([u8; SessionTag::LENGTH]);

impl SessionTag {
    /// Number of hex digits.
    pub const LENGTH: usize = 16;

    /// The tag of the session ID whose SHA-256 is `digest`.
    pub fn from_sha256(digest: &[u8; 32]) -> Self {
        let hex = |nibble: u8| char::from_digit(u32::from(nibble), 16).map_or(b'0', |digit| digit as u8);
        let mut digits = digest.iter().flat_map(|byte| [hex(byte >> 4), hex(byte & 15)]);
        Self(std::array::from_fn(|_| digits.next().unwrap_or(b'0')))
    }

    /// Parses 16 lower-case hex digits.
    pub fn parse(text: &str) -> Option<Self> {
        let digits: [u8; Self::LENGTH] = text.as_bytes().try_into().ok()?;
        digits.iter().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f')).then_some(Self(digits))
    }
}

impl fmt::Display for SessionTag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(std::str::from_utf8(&self.0).unwrap_or_default())
    }
}

/// Written at the exchange as `<expiresAt ms>.<tag>`: by the gateway as the cookie
/// [`MARKER_COOKIE`](super::cookies::MARKER_COOKIE), without a gateway by the portal in localStorage.
///
/// ```
/// use portal_core::session::marker::SessionMarker;
///
/// let marker = SessionMarker::parse("1787322355000.a5a5a5a5a5a5a5a5").unwrap();
/// assert_eq!(marker.expires_at.millis(), 1_787_322_355_000);
/// assert_eq!(marker.to_string(), "1787322355000.a5a5a5a5a5a5a5a5");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionMarker {
    /// When the session expires.
    pub expires_at: ServerTime,
    /// Which session it is.
    pub tag: SessionTag,
}

impl SessionMarker {
    /// How long the marker outlives its session, in ms. Lets the page tell an expired session from one that never was.
    pub const RETENTION_MS: i64 = 7 * DAY;

    /// Whether the first event waits for the server's time, where `now` is the client's: a session that looks over may not be, and
    /// one that looks open may be over, which matters only to a link to another session, `ticket`, that would ask before it
    /// replaces an open one (`asks`).
    ///
    /// ```
    /// use portal_api::ServerTime;
    /// use portal_core::session::marker::{SessionMarker, SessionTag};
    ///
    /// let marker = SessionMarker::parse("5000.a5a5a5a5a5a5a5a5").unwrap();
    /// let other = SessionTag::parse("b5b5b5b5b5b5b5b5");
    /// assert!(!marker.needs_server_time(ServerTime::from_millis(4_999), None, true));
    /// assert!(marker.needs_server_time(ServerTime::from_millis(5_000), None, true));
    /// assert!(marker.needs_server_time(ServerTime::from_millis(4_999), other, true));
    /// ```
    pub fn needs_server_time(self, now: ServerTime, ticket: Option<SessionTag>, asks: bool) -> bool {
        self.expires_at <= now || (asks && ticket.is_some_and(|tag| tag != self.tag))
    }

    /// Parses `<expiresAt ms>.<tag>`.
    pub fn parse(text: &str) -> Option<Self> {
        let (millis, tag) = text.split_once('.')?;
        let is_number = (1..=15).contains(&millis.len()) && millis.bytes().all(|digit| digit.is_ascii_digit());
        let expires_at = ServerTime::from_millis(millis.parse().ok().filter(|_| is_number)?);
        Some(Self { expires_at, tag: SessionTag::parse(tag)? })
    }
}

impl fmt::Display for SessionMarker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.expires_at.millis(), self.tag)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_marker_is_read_back_as_it_was_written() {
        let expires_at = ServerTime::from_millis(1_787_322_355_000);
        let marker = SessionMarker { expires_at, tag: SessionTag::from_sha256(&[0xa5; 32]) };
        assert_eq!(marker.to_string(), "1787322355000.a5a5a5a5a5a5a5a5");
        assert_eq!(SessionMarker::parse(&marker.to_string()), Some(marker));
    }

    #[test]
    fn a_session_that_looks_open_is_used_at_once() {
        let marker = SessionMarker::parse("5000.a5a5a5a5a5a5a5a5").unwrap();
        let (open, over) = (ServerTime::from_millis(4_999), ServerTime::from_millis(5_000));
        let other = SessionTag::parse("b5b5b5b5b5b5b5b5");
        for (now, ticket, asks, waits) in [
            (open, None, true, false),
            (open, Some(marker.tag), true, false),
            (open, other, false, false),
            (open, other, true, true),
            (over, None, true, true),
            (over, Some(marker.tag), true, true),
            (over, other, false, true),
        ] {
            assert_eq!(marker.needs_server_time(now, ticket, asks), waits, "{now:?} {ticket:?} {asks}");
        }
    }

    #[test]
    fn a_malformed_marker_is_ignored() {
        for text in [
            "",
            ".",
            "1.",
            ".a5a5a5a5a5a5a5a5",
            "1.a5a5a5a5a5a5a5a",
            "1.A5A5A5A5A5A5A5A5",
            "-1.a5a5a5a5a5a5a5a5",
            "+1.a5a5a5a5a5a5a5a5",
            "1.5.a5a5a5a5a5a5a5a5",
            "99999999999999999999.a5a5a5a5a5a5a5a5",
            "x.a5a5a5a5a5a5a5a5",
        ] {
            assert_eq!(SessionMarker::parse(text), None, "{text}");
        }
    }
}
