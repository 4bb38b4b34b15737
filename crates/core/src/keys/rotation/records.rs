//! What the browser stores of rotations, so that they survive a reload: short lines with IDs and times, nothing secret.

use std::fmt;

use portal_api::{DAY, KeyId, ServerTime};

use super::grace::Grace;
use crate::{keys::address::parse_key_id, percent};

/// A rotation whose result is not known yet. Stored before the request is sent.
///
/// ```
/// use portal_core::keys::rotation::records::PendingRotation;
///
/// let pending = PendingRotation::parse("5 3600000 - key_1").unwrap();
/// assert_eq!((pending.key_id.as_str(), pending.expires), ("key_1", None));
/// assert_eq!(pending.grace.map(|grace| grace.millis()), Some(3_600_000));
/// assert_eq!(pending.to_string(), "5 3600000 - key_1");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PendingRotation {
    /// The old key.
    pub key_id: KeyId,
    /// When the request was sent, in server time.
    pub at: ServerTime,
    /// The requested grace period; `None`: the old key stays as it is.
    pub grace: Option<Grace>,
    /// The old key's expiry before the rotation.
    pub expires: Option<ServerTime>,
}

/// A rotation that succeeded: for its notice, and for [`handover`](super::handover).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompletedRotation {
    /// The old key.
    pub old: KeyId,
    /// The new key.
    pub new: KeyId,
    /// When the request was sent, in server time.
    pub at: ServerTime,
    /// When the old key stops working; `None`: never.
    pub old_ends: Option<ServerTime>,
}

impl PendingRotation {
    /// Parses what `Display` writes.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split(' ');
        let mut part = || parts.next();
        let pending = Self {
            at: parse_time(part()?)?,
            grace: parse_option(part()?, |text| text.parse().ok().and_then(Grace::from_millis))?,
            expires: parse_option(part()?, parse_time)?,
            key_id: parse_key_id(part()?)?,
        };
        parts.next().is_none().then_some(pending)
    }

    /// Whether `rotation` is its outcome, or a later one: an earlier one, of which more is told, is not.
    pub fn is_settled_by(&self, rotation: &CompletedRotation) -> bool {
        self.key_id == rotation.old && self.at <= rotation.at
    }

    /// Whether it is older than a day: its result no longer matters.
    pub const fn is_stale(&self, now: ServerTime) -> bool {
        now.since(self.at) > DAY
    }
}

impl fmt::Display for PendingRotation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (grace, expires) = (self.grace.map(Grace::millis), self.expires.map(ServerTime::millis));
        let key_id = percent::encode(self.key_id.as_str());
        write!(f, "{} {} {} {key_id}", self.at.millis(), write_option(grace), write_option(expires))
    }
}

impl CompletedRotation {
    /// Parses what `Display` writes.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split(' ');
        let mut part = || parts.next();
        let rotated = Self {
            at: parse_time(part()?)?,
            old_ends: parse_option(part()?, parse_time)?,
            old: parse_key_id(part()?)?,
            new: parse_key_id(part()?)?,
        };
        parts.next().is_none().then_some(rotated)
    }

    /// Whether it has changed `key` after `at`.
    pub fn has_changed(&self, key: &KeyId, at: ServerTime) -> bool {
        self.old == *key && self.at > at
    }

    /// Whether the old key still works.
    pub fn is_grace_running(&self, now: ServerTime) -> bool {
        self.old_ends.is_none_or(|ends| now < ends)
    }
}

impl fmt::Display for CompletedRotation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (old, new) = (percent::encode(self.old.as_str()), percent::encode(self.new.as_str()));
        let ends = write_option(self.old_ends.map(ServerTime::millis));
        write!(f, "{} {ends} {old} {new}", self.at.millis())
    }
}

/// `-` is `None`.
fn parse_option<T>(text: &str, parse: fn(&str) -> Option<T>) -> Option<Option<T>> {
    if text == "-" { Some(None) } else { parse(text).map(Some) }
}

fn write_option(millis: Option<i64>) -> String {
    millis.map_or_else(|| "-".to_owned(), |millis| millis.to_string())
}

fn parse_time(text: &str) -> Option<ServerTime> {
    text.parse().ok().map(ServerTime::from_millis)
}

#[cfg(test)]
mod tests {
    use portal_api::HOUR;
    use proptest::prelude::*;

    use super::*;

    fn pending() -> PendingRotation {
        PendingRotation {
            key_id: KeyId::new("key_1 2"),
            at: ServerTime::from_millis(5),
            grace: Grace::from_millis(HOUR),
            expires: None,
        }
    }

    fn rotated() -> CompletedRotation {
        let at = ServerTime::from_millis(5);
        CompletedRotation { old: KeyId::new("key_1"), new: KeyId::new("key_ä"), at, old_ends: Some(at.plus(HOUR)) }
    }

    #[test]
    fn a_record_is_read_back_as_it_was_written() {
        assert_eq!(pending().to_string(), "5 3600000 - key_1%202");
        let ending = PendingRotation { expires: Some(ServerTime::from_millis(7)), ..pending() };
        let kept = PendingRotation { grace: None, ..pending() };
        assert_eq!(kept.to_string(), "5 - - key_1%202");
        for pending in [pending(), ending, kept] {
            assert_eq!(PendingRotation::parse(&pending.to_string()), Some(pending));
        }
        assert_eq!(rotated().to_string(), "5 3600005 key_1 key_%C3%A4");
        assert_eq!(CompletedRotation::parse(&rotated().to_string()), Some(rotated()));
        let kept = CompletedRotation { old_ends: None, ..rotated() };
        assert_eq!(kept.to_string(), "5 - key_1 key_%C3%A4");
        assert_eq!(CompletedRotation::parse(&kept.to_string()), Some(kept));
    }

    #[test]
    fn a_malformed_record_is_ignored() {
        for text in ["", "5", "5 -1 - key_1", "5 0 - ", "5 0 - key_1 x", "x 0 - key_1", "5 0 0.5 key_1", "5 0  key_1"] {
            assert_eq!(PendingRotation::parse(text), None, "{text:?}");
        }
        for text in ["", "1 2 a", "1 2 a b c", "- 2 a b", "1 -- a b", "1 2  b"] {
            assert_eq!(CompletedRotation::parse(text), None, "{text:?}");
        }
    }

    #[test]
    fn a_notice_ends_with_the_old_key_and_a_pending_rotation_after_a_day() {
        assert!(rotated().is_grace_running(ServerTime::from_millis(HOUR)));
        assert!(!rotated().is_grace_running(ServerTime::from_millis(HOUR + 5)));
        assert!(CompletedRotation { old_ends: None, ..rotated() }.is_grace_running(ServerTime::from_millis(DAY)));
        assert!(!pending().is_stale(ServerTime::from_millis(DAY)));
        assert!(pending().is_stale(ServerTime::from_millis(2 * DAY)));
    }

    #[test]
    fn a_pending_rotation_is_settled_by_its_outcome_and_not_by_news_of_an_earlier_one() {
        let (sent_at, key) = (pending().at, pending().key_id);
        let completed = |old: &KeyId, after_ms: i64| CompletedRotation {
            old: old.clone(),
            at: sent_at.plus(after_ms),
            ..rotated()
        };
        assert!(pending().is_settled_by(&completed(&key, 0)) && pending().is_settled_by(&completed(&key, 1)));
        assert!(!pending().is_settled_by(&completed(&key, -1)));
        assert!(!pending().is_settled_by(&completed(&KeyId::new("key_other"), 1)));
    }

    #[test]
    fn a_rotation_changes_its_old_key_for_those_who_read_it_before() {
        let (rotation, old) = (rotated(), rotated().old);
        assert!(rotation.has_changed(&old, rotation.at.plus(-1)));
        assert!(!rotation.has_changed(&old, rotation.at) && !rotation.has_changed(&rotation.new, rotation.at.plus(-1)));
    }

    proptest! {
        #[test]
        fn any_stored_text_is_read(text in "[-0-9a-z% ]{0,40}") {
            if let Some(pending) = PendingRotation::parse(&text) {
                prop_assert_eq!(PendingRotation::parse(&pending.to_string()), Some(pending));
            }
            let _ = CompletedRotation::parse(&text);
        }
    }
}
