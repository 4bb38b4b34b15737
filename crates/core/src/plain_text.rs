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
