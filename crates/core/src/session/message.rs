//! What tabs of one browser tell each other of a session. Nothing secret: what happened, and to which session.

use std::fmt;

use super::{Ending, marker::SessionTag};

/// Something that happened to a session in one tab.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionMessage {
    /// What.
    pub kind: MessageKind,
    /// To which session.
    pub tag: SessionTag,
}

/// What can happen to a session that other tabs can't see by themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MessageKind {
    /// It was opened.
    Opened,
    /// The API doesn't know it any more.
    Expired,
    /// Its cookie is gone.
    CookieCleared,
    /// The user signed out.
    SignedOut,
}

impl MessageKind {
    const ALL: [Self; 4] = [Self::Opened, Self::Expired, Self::CookieCleared, Self::SignedOut];

    const fn name(self) -> &'static str {
        match self {
            Self::Opened => "opened",
            Self::Expired => "expired",
            Self::CookieCleared => "cleared",
            Self::SignedOut => "signed-out",
        }
    }

    /// What it means for a tab that has this session open; none when it goes on.
    pub(super) const fn ending(self) -> Option<Ending> {
        match self {
            Self::Opened => None,
            Self::Expired => Some(Ending::Expired),
            Self::CookieCleared => Some(Ending::CookieCleared),
            Self::SignedOut => Some(Ending::SignedOut),
        }
    }
}

impl SessionMessage {
    /// The news that `text` is, if it is any.
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
    fn news_read_as_they_were_written() {
        for kind in MessageKind::ALL {
            let news = SessionMessage { kind, tag: SessionTag::from_sha256(&[0xa5; 32]) };
            assert_eq!(SessionMessage::parse(&news.to_string()), Some(news));
        }
    }

    #[test]
    fn what_is_no_news_is_none() {
        for text in ["", ".", "opened", "opened.", "opened.xyz", "closed.a5a5a5a5a5a5a5a5", "opened.a5a5a5a5a5a5a5a5."]
        {
            assert_eq!(SessionMessage::parse(text), None, "{text}");
        }
    }
}
