//! Messages that the tabs of one browser broadcast about a session. Nothing secret: an event and a session tag.

use std::fmt;

use super::marker::SessionTag;

/// A session event in one tab, for the other tabs.
///
/// ```
/// use portal_core::session::{MessageKind, SessionMessage};
///
/// let message = SessionMessage::parse("signed-out.a5a5a5a5a5a5a5a5").unwrap();
/// assert_eq!(message.kind, MessageKind::SignedOut);
/// assert_eq!(message.to_string(), "signed-out.a5a5a5a5a5a5a5a5");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionMessage {
    /// The event.
    pub kind: MessageKind,
    /// The session that it happened to.
    pub tag: SessionTag,
}

/// Session events that other tabs can't observe on their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MessageKind {
    /// A session was opened.
    Opened,
    /// The API no longer accepts the session.
    Expired,
    /// The session cookie is gone.
    CookieCleared,
    /// The user signed out.
    SignedOut,
}

impl MessageKind {
    const ALL: [Self; 4] = [Self::Opened, Self::Expired, Self::CookieCleared, Self::SignedOut];

    /// The name in the message text. Tabs of an older version must understand it: don't change it.
    const fn name(self) -> &'static str {
        match self {
            Self::Opened => "opened",
            Self::Expired => "expired",
            Self::CookieCleared => "cleared",
            Self::SignedOut => "signed-out",
        }
    }
}

impl SessionMessage {
    /// Parses `<event>.<tag>`.
    pub fn parse(text: &str) -> Option<Self> {
        let (name, tag) = text.split_once('.')?;
        let kind = MessageKind::ALL.into_iter().find(|kind| kind.name() == name)?;
        Some(Self { kind, tag: SessionTag::parse(tag)? })
    }
}

impl fmt::Display for SessionMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.kind.name(), self.tag)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_read_back_as_it_was_written() {
        for kind in MessageKind::ALL {
            let message = SessionMessage { kind, tag: SessionTag::from_sha256(&[0xa5; 32]) };
            assert_eq!(SessionMessage::parse(&message.to_string()), Some(message));
        }
    }

    #[test]
    fn a_malformed_message_is_ignored() {
        for text in ["", ".", "opened", "opened.", "opened.xyz", "closed.a5a5a5a5a5a5a5a5", "opened.a5a5a5a5a5a5a5a5."]
        {
            assert_eq!(SessionMessage::parse(text), None, "{text}");
        }
    }
}
