//! Messages that the tabs of one browser broadcast about completed rotations. Nothing secret.

use std::fmt;

use super::{check::Findings, notice::RotationNotice, records::CompletedRotation, save_state::SaveState};
use crate::percent;

/// A rotation that completed in one tab, or what has become of its new key since, so that the other tabs can update their lists
/// and notices.
///
/// ```
/// use portal_core::keys::rotation::{message::RotationMessage, save_state::SaveState};
///
/// let message = RotationMessage::parse("acme_7QpV,n 5 3600005 key_1 key_2").unwrap();
/// assert_eq!((message.new_start.as_str(), message.save_state), ("acme_7QpV", Some(SaveState::NotSaved)));
/// assert_eq!(message.to_string(), "acme_7QpV,n 5 3600005 key_1 key_2");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RotationMessage {
    /// The rotation.
    pub rotation: CompletedRotation,
    /// [`Key::start`](portal_api::Key::start) of the new key; empty if unknown.
    pub new_start: String,
    /// Whether the user has the new key; `None` from tabs of a version that doesn't tell. Such tabs ignore it.
    pub save_state: Option<SaveState>,
    /// What the check has found.
    pub findings: Findings,
}

impl RotationMessage {
    /// What a tab knows of a rotation.
    pub fn new(notice: &RotationNotice, new_start: &str) -> Self {
        Self {
            rotation: notice.rotation.clone(),
            new_start: new_start.to_owned(),
            save_state: Some(notice.save_state),
            findings: notice.findings,
        }
    }

    /// Parses what `Display` writes.
    pub fn parse(text: &str) -> Option<Self> {
        let (head, rotation) = text.split_once(' ')?;
        let (start, rest) = head.split_once(',').unwrap_or((head, ""));
        Some(Self {
            rotation: CompletedRotation::parse(rotation)?,
            new_start: percent::decode(start),
            save_state: rest.split(',').find_map(SaveState::parse),
            findings: Findings::parse(rest),
        })
    }
}

impl fmt::Display for RotationMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", percent::encode(&self.new_start), self.findings)?;
        if let Some(state) = self.save_state {
            write!(f, ",{}", state.letter())?;
        }
        write!(f, " {}", self.rotation)
    }
}

#[cfg(test)]
mod tests {
    use portal_api::{KeyId, ServerTime};

    use super::*;
    use crate::keys::rotation::check::NewKeyEnd;

    fn rotation(old_ends: Option<ServerTime>) -> CompletedRotation {
        let at = ServerTime::from_millis(5);
        CompletedRotation { old: KeyId::new("key_1"), new: KeyId::new("key_2"), at, old_ends }
    }

    #[test]
    fn a_message_is_read_back_as_it_was_written() {
        let at = ServerTime::from_millis(5);
        let found = Findings { end: NewKeyEnd::Unexpected(Some(at)), extra_keys: 2 };
        for (old_ends, findings) in [(Some(at), Findings::default()), (None, found)] {
            for save_state in [
                None,
                Some(SaveState::Saved),
                Some(SaveState::NotSaved),
                Some(SaveState::ClosedUnsaved),
                Some(SaveState::NeverArrived),
            ] {
                for new_start in ["acme_7QpV", "ä, b", "", "n"] {
                    let new_start = new_start.to_owned();
                    let message = RotationMessage { rotation: rotation(old_ends), new_start, save_state, findings };
                    assert_eq!(RotationMessage::parse(&message.to_string()), Some(message));
                }
            }
        }
    }

    #[test]
    fn messages_of_earlier_and_later_versions_are_read() {
        let parse = |text: &str| RotationMessage::parse(text).map(|message| (message.save_state, message.findings));
        let one_more = Findings { extra_keys: 1, ..Findings::default() };
        assert_eq!(parse("acme_7QpV 5 5 key_1 key_2"), Some((None, Findings::default())));
        assert_eq!(parse("acme_7QpV,x1 5 5 key_1 key_2"), Some((None, one_more)));
        assert_eq!(parse("acme_7QpV,x1,n,q7 5 5 key_1 key_2"), Some((Some(SaveState::NotSaved), one_more)));
    }

    #[test]
    fn a_malformed_message_is_ignored() {
        for text in ["", "acme", "acme 5 5 key_1", "acme 5 5 key_1 key_2 x"] {
            assert_eq!(RotationMessage::parse(text), None, "{text:?}");
        }
    }
}
