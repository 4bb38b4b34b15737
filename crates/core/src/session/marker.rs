//! The page's one memory of its session: when it ends, and which session ID made it. Nothing secret.

use std::fmt;

use portal_api::{DAY, ServerTime};

/// Names a session without giving its ID away: the first 16 hex digits of the SHA-256 of the ID.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SessionTag([u8; SessionTag::LENGTH]);

impl SessionTag {
    /// Hex digits in a tag.
    pub const LENGTH: usize = 16;

    /// The tag of the session ID whose SHA-256 is `digest`.
    pub fn from_sha256(digest: &[u8; 32]) -> Self {
        let hex = |nibble: u8| if nibble < 10 { b'0' + nibble } else { b'a' + nibble - 10 };
        let mut digits = digest.iter().flat_map(|byte| [hex(byte >> 4), hex(byte & 15)]);
        Self(std::array::from_fn(|_| digits.next().unwrap_or(b'0')))
    }

    /// The tag that `text` is, if it is one: lower-case hex of the right length.
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

/// Written by the gateway at the exchange as the cookie [`OPEN`](super::cookies::MARKER_COOKIE) (without a gateway, by the portal
/// in localStorage): `<expiresAt ms>.<tag>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionMarker {
    /// When the session ends.
    pub expires_at: ServerTime,
    /// Which session it is.
    pub tag: SessionTag,
}

impl SessionMarker {
    /// For how many milliseconds after the session's end it is kept, so that the page can tell "expired" from "never there".
    pub const RETENTION_MS: i64 = 7 * DAY;

    /// The marker that `text` is, if it is one.
    pub fn parse(text: &str) -> Option<Self> {
        let (millis, tag) = text.split_once('.')?;
        let digits = !millis.is_empty() && millis.len() <= 15 && millis.bytes().all(|digit| digit.is_ascii_digit());
        let expires_at = ServerTime::from_millis(millis.parse().ok().filter(|_| digits)?);
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
    fn a_marker_reads_as_it_was_written() {
        let marker = SessionMarker {
            expires_at: ServerTime::from_millis(1_787_322_355_000),
            tag: SessionTag::from_sha256(&[0xa5; 32]),
        };
        assert_eq!(marker.to_string(), "1787322355000.a5a5a5a5a5a5a5a5");
        assert_eq!(SessionMarker::parse(&marker.to_string()), Some(marker));
    }

    #[test]
    fn what_is_no_marker_is_none() {
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
