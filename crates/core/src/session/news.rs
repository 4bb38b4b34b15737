//! What tabs of one browser tell each other of a session. Nothing secret: what happened, and to which session.

use std::fmt;

use super::Ending;
use crate::marker::Tag;

/// Something that happened to a session in one tab.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct News {
    /// What.
    pub what: What,
    /// To which session.
    pub tag: Tag,
}

/// What can happen to a session that other tabs can't see by themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// It was opened.
    Opened,
    /// The API doesn't know it any more.
    Expired,
    /// Its cookie is gone.
    Cleared,
    /// The user signed out.
    SignedOut,
}

impl What {
    const ALL: [Self; 4] = [Self::Opened, Self::Expired, Self::Cleared, Self::SignedOut];

    const fn name(self) -> &'static str {
        match self {
            Self::Opened => "opened",
            Self::Expired => "expired",
            Self::Cleared => "cleared",
            Self::SignedOut => "signed-out",
        }
    }

    /// What it means for a tab that has this session open; none when it goes on.
    pub(super) const fn ending(self) -> Option<Ending> {
        match self {
            Self::Opened => None,
            Self::Expired => Some(Ending::Expired),
            Self::Cleared => Some(Ending::Cleared),
            Self::SignedOut => Some(Ending::SignedOut),
        }
    }
}

impl News {
    /// The news that `text` is, if it is any.
    pub fn parse(text: &str) -> Option<Self> {
        let (name, tag) = text.split_once('.')?;
        let what = What::ALL.into_iter().find(|what| what.name() == name)?;
        Some(Self { what, tag: Tag::parse(tag)? })
    }
}

impl fmt::Display for News {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.what.name(), self.tag)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn news_read_as_they_were_written() {
        for what in What::ALL {
            let news = News { what, tag: Tag::from_sha256(&[0xa5; 32]) };
            assert_eq!(News::parse(&news.to_string()), Some(news));
        }
    }

    #[test]
    fn what_is_no_news_is_none() {
        for text in ["", ".", "opened", "opened.", "opened.xyz", "closed.a5a5a5a5a5a5a5a5", "opened.a5a5a5a5a5a5a5a5."]
        {
            assert_eq!(News::parse(text), None, "{text}");
        }
    }
}
