//! The broadcast channel on which tabs tell each other what happened to their session.

use portal_core::session::SessionMessage;

use crate::browser::broadcast::BroadcastChannel;

/// Sends and receives [`SessionMessage`]s.
pub(super) type SessionChannel = BroadcastChannel<SessionMessage>;

/// Opens the channel; `on_message` is called for each message of another tab.
pub(super) fn open(on_message: impl Fn(SessionMessage) + 'static) -> SessionChannel {
    BroadcastChannel::open("portal_session", SessionMessage::parse, ToString::to_string, on_message)
}
