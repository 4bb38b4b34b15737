//! The progress of a rotation, as [`machine`](super::machine) moves it on.

use portal_api::{KeyId, ServerTime};

use super::{check::Findings, records::CompletedRotation, sent_request::SentRequest};

/// The progress of a rotation.
#[derive(Debug, Clone, PartialEq)]
pub enum Stage {
    /// The user chooses a grace period.
    Choosing {
        /// Why the user has to choose again.
        again: Option<ChooseAgain>,
    },
    /// The request is running.
    Sending(SentRequest),
    /// The key is rotated, and the secret is with the caller.
    Done(CompletedRotation),
    /// The key is not rotated: [`Rotation::failure`](super::machine::Rotation::failure) has the reason.
    Failed,
    /// The response was lost; the list is being loaded.
    Reconciling(SentRequest),
    /// The key is rotated, but the secret is lost: the user should rotate the new key.
    RotatedWithoutSecret {
        /// The new key; `None` if it is not in the list.
        new: Option<KeyId>,
        /// When the request was sent, in server time.
        at: ServerTime,
        /// When the old key stops working; `None`: never.
        old_ends: Option<ServerTime>,
        /// What else the list shows.
        findings: Findings,
    },
    /// The list shows that the key was not rotated: the user may start over.
    NotRotated {
        /// Whether it was changed elsewhere, before the request arrived. [`Rotation::key`](super::machine::Rotation::key) is the key as it is now.
        changed: bool,
    },
    /// The list could not be loaded, or is inconclusive.
    Unknown(SentRequest),
}

impl Stage {
    /// Whether a response to the request that was sent at this time still says something new.
    pub fn takes_response(&self, sent_at: ServerTime) -> bool {
        match self {
            Self::Sending(sent) | Self::Reconciling(sent) | Self::Unknown(sent) => sent.at == sent_at,
            Self::RotatedWithoutSecret { at, .. } => *at == sent_at,
            Self::Choosing { .. } | Self::Done(_) | Self::Failed | Self::NotRotated { .. } => false,
        }
    }
}

/// Why the user has to choose a grace period once more. Nothing has happened to the key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChooseAgain {
    /// The key was changed elsewhere while the dialog was open: nothing was sent.
    Changed,
    /// The server can't keep the old key as it is: it refused the request.
    CannotKeep,
}
