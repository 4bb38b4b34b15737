//! The notice of a completed rotation, as the browser stores it.

use std::fmt;

use super::{check::Findings, records::CompletedRotation};

/// A completed rotation and the state of its notice.
///
/// ```
/// use portal_core::keys::rotation::notice::RotationNotice;
///
/// let notice = RotationNotice::parse("-l 5 3600005 key_1 key_2").unwrap();
/// assert!(notice.secret_lost && !notice.dismissed);
/// assert_eq!(notice.to_string(), "-l 5 3600005 key_1 key_2");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RotationNotice {
    /// The rotation.
    pub rotation: CompletedRotation,
    /// Whether the new key's secret never arrived.
    pub secret_lost: bool,
    /// Whether the user dismissed the notice.
    pub dismissed: bool,
    /// What the check has found.
    pub findings: Findings,
}

impl RotationNotice {
    /// Parses what `Display` writes.
    pub fn parse(text: &str) -> Option<Self> {
        let (head, rotation) = text.split_once(' ')?;
        let (flags, findings) = head.split_once(',').unwrap_or((head, ""));
        Some(Self {
            rotation: CompletedRotation::parse(rotation)?,
            secret_lost: flags.contains('l'),
            dismissed: flags.contains('d'),
            findings: Findings::parse(findings),
        })
    }
}

impl fmt::Display for RotationNotice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lost = if self.secret_lost { "l" } else { "" };
        let dismissed = if self.dismissed { "d" } else { "" };
        write!(f, "-{lost}{dismissed}{} {}", self.findings, self.rotation)
    }
}

#[cfg(test)]
mod tests {
    use portal_api::{KeyId, ServerTime};

    use super::*;
    use crate::keys::rotation::check::NewKeyEnd;

    #[test]
    fn a_notice_is_read_back_as_it_was_written() {
        let at = ServerTime::from_millis(5);
        let rotation = CompletedRotation { old: KeyId::new("key_1"), new: KeyId::new("key_2"), at, old_ends: Some(at) };
        let found = Findings { end: NewKeyEnd::Unexpected(None), extra_keys: 1 };
        for findings in [Findings::default(), found] {
            for (secret_lost, dismissed) in [(false, false), (true, false), (false, true), (true, true)] {
                let notice = RotationNotice { rotation: rotation.clone(), secret_lost, dismissed, findings };
                assert_eq!(RotationNotice::parse(&notice.to_string()), Some(notice));
            }
        }
    }

    #[test]
    fn a_malformed_notice_is_ignored() {
        for text in ["", "-", "-l", "-l 5 5 key_1"] {
            assert_eq!(RotationNotice::parse(text), None, "{text:?}");
        }
    }
}
