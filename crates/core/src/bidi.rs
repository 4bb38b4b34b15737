//! Unicode's bidirectional control characters. In a name or a message they could reorder the text around it.

/// Whether `c` changes the reading direction.
///
/// ```
/// use portal_core::bidi::is_bidi_control;
///
/// assert!(is_bidi_control('\u{202e}'));
/// assert!(!is_bidi_control('a'));
/// ```
pub const fn is_bidi_control(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
