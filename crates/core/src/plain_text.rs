//! Text from outside that is shown among the portal's own words.

use crate::{bidi::is_bidi_control, invisible::is_invisible};

/// Whether `text` can't disturb the text around it, or hide a part of itself: it has no control, bidi or invisible
/// characters, no line separators and nothing that stood for unreadable bytes.
///
/// ```
/// use portal_core::plain_text::is_plain;
///
/// assert!(is_plain("Zoë & Söhne 株式会社"));
/// assert!(!is_plain("a\nb") && !is_plain("a\u{202e}b") && !is_plain("a\u{200b}b"));
/// ```
pub fn is_plain(text: &str) -> bool {
    let is_separator = |c| matches!(c, '\u{2028}' | '\u{2029}' | '\u{fffd}');
    !text.chars().any(|c| c.is_control() || is_bidi_control(c) || is_invisible(c) || is_separator(c))
}

/// The first character of `text`, if it certainly is what a reader takes for one: a Latin letter, a digit or a sign that no accent,
/// joiner or variation selector follows, which all have higher code points. None where that isn't certain, or there is no text.
///
/// ```
/// use portal_core::plain_text::plain_first;
///
/// assert_eq!(plain_first("Zoë"), Some('Z'));
/// assert_eq!(plain_first("e\u{301}lan"), None);
/// ```
pub fn plain_first(text: &str) -> Option<char> {
    const FIRST_MARK: char = '\u{300}';
    let mut chars = text.chars();
    let first = chars.next()?;
    let is_alone = chars.next().is_none_or(|next| next < FIRST_MARK);
    (first < FIRST_MARK && !first.is_control() && is_alone).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_character_is_plain_unless_what_follows_may_belong_to_it() {
        for (text, first) in [("Acme", 'A'), ("é", 'é'), ("4ever", '4'), ("Ñandú", 'Ñ'), ("© 2026", '©'), ("A", 'A')]
        {
            assert_eq!(plain_first(text), Some(first));
        }
        for text in ["", "e\u{301}lan", "1\u{fe0f}\u{20e3}", "본점", "\u{1f1e9}\u{1f1ea}", "\r\n", "A\u{200d}"] {
            assert_eq!(plain_first(text), None, "{text:?}");
        }
    }
}
