//! What tabs of this browser tell each other about rotations, so that none shows an outdated list.

use std::fmt;

use portal_core::{keys::rotation::records::CompletedRotation, percent};

/// A tab has completed a rotation.
pub(crate) struct RotationMessage {
    pub(crate) rotation: CompletedRotation,
    /// The new key's first characters, as the list shows them.
    pub(crate) start: String,
}

impl RotationMessage {
    /// Reads what [`fmt::Display`] wrote; `None` for anything else.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (start, rotation) = text.split_once(' ')?;
        Some(Self { rotation: CompletedRotation::parse(rotation)?, start: percent::decode(start) })
    }
}

impl fmt::Display for RotationMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", percent::encode(&self.start), self.rotation)
    }
}
