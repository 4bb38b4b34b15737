//! Messages that the tabs of one browser broadcast about completed rotations. Nothing secret.

use std::fmt;

use super::{check::Findings, records::CompletedRotation};
use crate::percent;

/// A rotation that completed in one tab, so that the other tabs can update their lists.
///
/// ```
/// use portal_core::keys::rotation::message::RotationMessage;
///
/// let message = RotationMessage::parse("acme_7QpV 5 3600005 key_1 key_2").unwrap();
/// assert_eq!(message.new_start, "acme_7QpV");
/// assert_eq!(message.to_string(), "acme_7QpV 5 3600005 key_1 key_2");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RotationMessage {
    /// The rotation.
    pub rotation: CompletedRotation,
    /// [`Key::start`](portal_api::Key::start) of the new key; empty if unknown.
    pub new_start: String,
    /// What the check has found.
    pub findings: Findings,
}

impl RotationMessage {
    /// Parses what `Display` writes.
    pub fn parse(text: &str) -> Option<Self> {
        let (head, rotation) = text.split_once(' ')?;
        let (start, findings) = head.split_once(',').unwrap_or((head, ""));
        Some(Self {
            rotation: CompletedRotation::parse(rotation)?,
            new_start: percent::decode(start),
            findings: Findings::parse(findings),
        })
    }
}

impl fmt::Display for RotationMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{} {}", percent::encode(&self.new_start), self.findings, self.rotation)
    }
}

#[cfg(test)]
mod tests {
    use portal_api::{KeyId, ServerTime};

    use super::*;
    use crate::keys::rotation::check::NewKeyEnd;

    #[test]
    fn a_message_is_read_back_as_it_was_written() {
        let at = ServerTime::from_millis(5);
        let found = Findings { end: NewKeyEnd::Unexpected(Some(at)), extra_keys: 2 };
        for (old_ends, findings) in [(Some(at), Findings::default()), (None, found)] {
            let rotation = CompletedRotation { old: KeyId::new("key_1"), new: KeyId::new("key_2"), at, old_ends };
            for new_start in ["acme_7QpV", "ä, b", ""] {
                let message = RotationMessage { rotation: rotation.clone(), new_start: new_start.to_owned(), findings };
                assert_eq!(RotationMessage::parse(&message.to_string()), Some(message));
            }
        }
    }

    #[test]
    fn a_malformed_message_is_ignored() {
        for text in ["", "acme", "acme 5 5 key_1", "acme 5 5 key_1 key_2 x"] {
            assert_eq!(RotationMessage::parse(text), None, "{text:?}");
        }
    }
}
