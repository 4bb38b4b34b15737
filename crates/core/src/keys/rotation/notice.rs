//! The notice of a completed rotation, as the browser stores it.

use std::fmt;

use super::{check::Findings, records::CompletedRotation, save_state::SaveState};

/// A completed rotation and the state of its notice.
///
/// ```
/// use portal_core::keys::rotation::{notice::RotationNotice, save_state::SaveState};
///
/// let notice = RotationNotice::parse("-l 5 3600005 key_1 key_2").unwrap();
/// assert!(notice.save_state == SaveState::NeverArrived && !notice.dismissed);
/// assert_eq!(notice.to_string(), "-l 5 3600005 key_1 key_2");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RotationNotice {
    /// The rotation.
    pub rotation: CompletedRotation,
    /// Whether the user has the new key. Records of versions that didn't know: saved, unless it never arrived.
    pub save_state: SaveState,
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
        let is_flag = |state: &SaveState| flags.contains(state.letter());
        let states = [SaveState::NeverArrived, SaveState::ClosedUnsaved, SaveState::NotSaved];
        Some(Self {
            rotation: CompletedRotation::parse(rotation)?,
            save_state: states.into_iter().find(is_flag).unwrap_or_default(),
            dismissed: flags.contains('d'),
            findings: Findings::parse(findings),
        })
    }
}

impl fmt::Display for RotationNotice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("-")?;
        if self.save_state.is_unsaved() {
            write!(f, "{}", self.save_state.letter())?;
        }
        let dismissed = if self.dismissed { "d" } else { "" };
        write!(f, "{dismissed}{} {}", self.findings, self.rotation)
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
            for (save_state, flag) in [
                (SaveState::Saved, ""),
                (SaveState::NotSaved, "n"),
                (SaveState::ClosedUnsaved, "c"),
                (SaveState::NeverArrived, "l"),
            ] {
                for (dismissed, dismissed_flag) in [(false, ""), (true, "d")] {
                    let notice = RotationNotice { rotation: rotation.clone(), save_state, dismissed, findings };
                    assert!(notice.to_string().starts_with(&format!("-{flag}{dismissed_flag}{findings} ")));
                    assert_eq!(RotationNotice::parse(&notice.to_string()), Some(notice));
                }
            }
        }
    }

    #[test]
    fn a_record_of_a_version_that_did_not_know_counts_as_saved_and_an_unknown_flag_as_none() {
        for (text, save_state) in [
            ("- 5 5 key_1 key_2", SaveState::Saved),
            ("-d 5 5 key_1 key_2", SaveState::Saved),
            ("-ld 5 5 key_1 key_2", SaveState::NeverArrived),
            ("-q 5 5 key_1 key_2", SaveState::Saved),
        ] {
            assert_eq!(RotationNotice::parse(text).map(|notice| notice.save_state), Some(save_state), "{text}");
        }
    }

    #[test]
    fn a_malformed_notice_is_ignored() {
        for text in ["", "-", "-l", "-l 5 5 key_1"] {
            assert_eq!(RotationNotice::parse(text), None, "{text:?}");
        }
    }
}
