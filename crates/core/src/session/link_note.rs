//! What a landing URL says of its session besides the ID.

use super::marker::SessionTag;
use crate::{invisible::is_blank, plain_text::is_plain};

/// What the app says of a session in the link, and what the page has learned of it since. Nobody vouches for it: a
/// stranger's link can say anything. It is kept in the tab while the session is open, under the session's tag.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LinkNote {
    /// `label`: the account's name.
    pub label: Option<String>,
    /// `rotation=false`, or the API has refused a rotation: the session may not rotate keys.
    pub no_rotation: bool,
}

impl LinkNote {
    /// The maximum length of a label, in characters.
    pub const MAX_LABEL_CHARS: usize = 60;

    /// The label that a link's parameter makes; none if it is too long, blank, or not plain.
    ///
    /// ```
    /// use portal_core::session::link_note::LinkNote;
    ///
    /// assert_eq!(LinkNote::label_from(" Northwind "), Some("Northwind".to_owned()));
    /// assert_eq!(LinkNote::label_from("North\u{202e}wind"), None);
    /// ```
    pub fn label_from(text: &str) -> Option<String> {
        let label = text.trim();
        let fits = !is_blank(label) && label.chars().count() <= Self::MAX_LABEL_CHARS;
        (fits && is_plain(label)).then(|| label.to_owned())
    }

    /// What the tab stores; empty if there is nothing to store.
    pub fn stored(&self, tag: SessionTag) -> String {
        if *self == Self::default() {
            return String::new();
        }
        let rotation = if self.no_rotation { "-" } else { "" };
        [&tag.to_string(), ".", rotation, ".", self.label.as_deref().unwrap_or_default()].concat()
    }

    /// Reads what [`Self::stored`] wrote, if it is of this session.
    pub fn parse(text: &str, tag: SessionTag) -> Option<Self> {
        let (stored_tag, rest) = text.split_once('.')?;
        let (rotation, label) = rest.split_once('.')?;
        let is_same = SessionTag::parse(stored_tag) == Some(tag);
        is_same.then(|| Self { label: Self::label_from(label), no_rotation: rotation == "-" })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn tag(byte: u8) -> SessionTag {
        SessionTag::from_sha256(&[byte; 32])
    }

    #[test]
    fn a_label_is_short_and_of_visible_characters() {
        for label in ["Acme", "O’Brien & Söhne GmbH", "山田 太郎", "شركة", "a.b@example.com", "<b>Acme</b>", "👍"]
        {
            assert_eq!(LinkNote::label_from(label).as_deref(), Some(label));
        }
        assert!(LinkNote::label_from(&"ä".repeat(60)).is_some());
        for label in [
            "",
            "   ",
            &"a".repeat(61),
            "a\nb",
            "a\tb",
            "a\u{0}b",
            "a\u{7f}",
            "a\u{85}b",
            "a\u{202e}b",
            "\u{2066}a\u{2069}",
            "a\u{200e}b",
            "a\u{61c}b",
            "a\u{200b}b",
            "a\u{200d}b",
            "a\u{2060}b",
            "a\u{feff}b",
            "a\u{ad}b",
            "a\u{2028}b",
            "a\u{2029}b",
            "a\u{3164}b",
            "a\u{e0041}b",
            "a\u{fe0f}b",
            "a\u{2800}b",
            "a\u{fffd}b",
            "\u{301}",
        ] {
            assert_eq!(LinkNote::label_from(label), None, "{label:?}");
        }
    }

    #[test]
    fn a_note_is_read_back_for_its_own_session_alone() {
        for (label, no_rotation) in [(Some("Acme"), false), (None, true), (Some("a.b. c"), true), (Some("- ."), false)]
        {
            let note = LinkNote { label: label.map(str::to_owned), no_rotation };
            let stored = note.stored(tag(1));
            assert_eq!(LinkNote::parse(&stored, tag(1)), Some(note));
            assert_eq!(LinkNote::parse(&stored, tag(2)), None);
        }
        assert_eq!(LinkNote::default().stored(tag(1)), "");
    }

    proptest! {
        #[test]
        fn whatever_is_stored_no_label_is_longer_or_stranger_than_a_links(text in any::<String>()) {
            let stored = format!("{}..{text}", tag(1));
            let label = LinkNote::parse(&stored, tag(1)).and_then(|note| note.label).unwrap_or_default();
            prop_assert!(label.chars().count() <= LinkNote::MAX_LABEL_CHARS && is_plain(&label));
        }
    }
}
