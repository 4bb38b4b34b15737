//! What a tab remembers of rotations across a reload, as short texts for its storage. Nothing secret: ids and times.

use std::fmt;

use portal_api::{DAY, KeyId, ServerTime};

use super::grace::Grace;
use crate::{keys::address::key_id, percent};

/// A rotation whose outcome isn't known yet: written before the request is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PendingRotation {
    /// The old key.
    pub key_id: KeyId,
    /// When the request was sent, by the server's time.
    pub at: ServerTime,
    /// With which grace period.
    pub grace: Grace,
    /// The old key's expiry before.
    pub expires: Option<ServerTime>,
}

/// A rotation that was done: for the notice that stays, and the pilot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompletedRotation {
    /// The old key.
    pub old: KeyId,
    /// The new one.
    pub new: KeyId,
    /// When it was asked for, by the server's time.
    pub at: ServerTime,
    /// When the old key ends.
    pub old_ends: ServerTime,
}

impl PendingRotation {
    /// The note that `text` is, if it is one.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split(' ');
        let mut part = || parts.next();
        let note = Self {
            at: moment(part()?)?,
            grace: part()?.parse().ok().and_then(Grace::from_millis)?,
            expires: match part()? {
                "-" => None,
                text => Some(moment(text)?),
            },
            key_id: key_id(part()?)?,
        };
        parts.next().is_none().then_some(note)
    }

    /// Whether it is so old that nobody waits for its outcome any more: a day.
    pub const fn is_stale(&self, now: ServerTime) -> bool {
        now.since(self.at) > DAY
    }
}

impl fmt::Display for PendingRotation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} ", self.at.millis(), self.grace.millis())?;
        match self.expires {
            Some(expires) => write!(f, "{} ", expires.millis())?,
            None => f.write_str("- ")?,
        }
        f.write_str(&percent::encode(self.key_id.as_str()))
    }
}

impl CompletedRotation {
    /// The rotation that `text` is, if it is one.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split(' ');
        let mut part = || parts.next();
        let rotated =
            Self { at: moment(part()?)?, old_ends: moment(part()?)?, old: key_id(part()?)?, new: key_id(part()?)? };
        parts.next().is_none().then_some(rotated)
    }

    /// Whether the old key still goes on.
    pub fn is_grace_running(&self, now: ServerTime) -> bool {
        now < self.old_ends
    }
}

impl fmt::Display for CompletedRotation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (old, new) = (percent::encode(self.old.as_str()), percent::encode(self.new.as_str()));
        write!(f, "{} {} {old} {new}", self.at.millis(), self.old_ends.millis())
    }
}

fn moment(text: &str) -> Option<ServerTime> {
    text.parse().ok().map(ServerTime::from_millis)
}

#[cfg(test)]
mod tests {
    use portal_api::HOUR;
    use proptest::prelude::*;

    use super::*;

    fn note() -> PendingRotation {
        PendingRotation {
            key_id: KeyId::new("key_1 2"),
            at: ServerTime::from_millis(5),
            grace: Grace::from_millis(HOUR).unwrap(),
            expires: None,
        }
    }

    fn rotated() -> CompletedRotation {
        let at = ServerTime::from_millis(5);
        CompletedRotation { old: KeyId::new("key_1"), new: KeyId::new("key_ä"), at, old_ends: at.plus(HOUR) }
    }

    #[test]
    fn a_reload_finds_what_was_written() {
        assert_eq!(note().to_string(), "5 3600000 - key_1%202");
        let ending = PendingRotation { expires: Some(ServerTime::from_millis(7)), ..note() };
        for note in [note(), ending] {
            assert_eq!(PendingRotation::parse(&note.to_string()), Some(note));
        }
        assert_eq!(rotated().to_string(), "5 3600005 key_1 key_%C3%A4");
        assert_eq!(CompletedRotation::parse(&rotated().to_string()), Some(rotated()));
    }

    #[test]
    fn what_was_not_written_here_is_not_taken() {
        for text in ["", "5", "5 -1 - key_1", "5 0 - ", "5 0 - key_1 x", "x 0 - key_1", "5 0 0.5 key_1", "5 0  key_1"] {
            assert_eq!(PendingRotation::parse(text), None, "{text:?}");
        }
        for text in ["", "1 2 a", "1 2 a b c", "1 - a b", "1 2  b"] {
            assert_eq!(CompletedRotation::parse(text), None, "{text:?}");
        }
    }

    #[test]
    fn a_notice_ends_with_the_old_key_and_a_note_with_the_day() {
        assert!(rotated().is_grace_running(ServerTime::from_millis(HOUR)));
        assert!(!rotated().is_grace_running(ServerTime::from_millis(HOUR + 5)));
        assert!(!note().is_stale(ServerTime::from_millis(DAY)));
        assert!(note().is_stale(ServerTime::from_millis(2 * DAY)));
    }

    proptest! {
        #[test]
        fn any_stored_text_is_read(text in "[-0-9a-z% ]{0,40}") {
            if let Some(note) = PendingRotation::parse(&text) {
                prop_assert_eq!(PendingRotation::parse(&note.to_string()), Some(note));
            }
            let _ = CompletedRotation::parse(&text);
        }
    }
}
