//! What is recorded of a rotation after the end of its session, when there is no [`RotationState`](super::RotationState) any more.

use portal_api::KeyId;
use portal_core::keys::rotation::{message::RotationMessage, notice::RotationNotice};

use super::storage;
use crate::{browser::broadcast::BroadcastChannel, keys::rotation::rotations, session::SessionHandle};

/// Stores what is known of a rotation, for the next visit, and tells the tabs whose session still stands.
pub(crate) fn record(session: SessionHandle, notice: &RotationNotice, message: &RotationMessage) {
    storage::add_completed(notice);
    storage::store_save_state(notice);
    let channel = BroadcastChannel::open(rotations::CHANNEL, |_| None, RotationMessage::to_string, |_| ());
    channel.post(message);
    let is_unsaved = |other: &RotationNotice| other.save_state.is_unsaved() && !other.dismissed;
    // Others may be of another session of this tab: nothing is said of them.
    session.know_unsaved_key(is_unsaved(notice), session.tag());
}

/// The outcome is known.
pub(crate) fn clear_pending(key: &KeyId) {
    storage::clear_pending(key);
}
