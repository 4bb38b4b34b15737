//! Whether the user has saved a new key. It is shown once: a key that nobody has saved works, and nobody can use it.

/// What became of the new key of a rotation.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum SaveState {
    /// It was copied, or a pasted copy matched; or it doesn't matter any more, since it was rotated itself.
    #[default]
    Saved,
    /// It arrived and was not saved yet. Whether it is still shown, its tab alone knows.
    NotSaved,
    /// The user closed it without having saved it.
    ClosedUnsaved,
    /// The response with it was lost.
    NeverArrived,
}

impl SaveState {
    const ALL: [Self; 4] = [Self::Saved, Self::NotSaved, Self::ClosedUnsaved, Self::NeverArrived];

    /// Whether the user doesn't have the new key.
    pub const fn is_unsaved(self) -> bool {
        !matches!(self, Self::Saved)
    }

    /// Its letter in records and messages.
    pub(super) const fn letter(self) -> char {
        match self {
            Self::Saved => 's',
            Self::NotSaved => 'n',
            Self::ClosedUnsaved => 'c',
            Self::NeverArrived => 'l',
        }
    }

    /// The state whose letter is `text`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut letters = text.chars();
        let letter = letters.next().filter(|_| letters.next().is_none())?;
        Self::ALL.into_iter().find(|state| state.letter() == letter)
    }
}
