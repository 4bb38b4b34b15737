//! A new key that came late, while it waits for its dialog.

use portal_api::{KeyId, Secret};
use portal_core::keys::rotation::machine::Rotation;

use crate::browser::locks::HeldLock;

/// The secret, and what its dialog shows.
pub(super) struct LateKey {
    pub(super) rotation: Rotation,
    pub(super) new: KeyId,
    pub(super) secret: Secret,
    /// By which other tabs know that it isn't lost.
    pub(super) lock: HeldLock,
}
