//! Characters that show nothing, and texts of nothing else.

/// Whether `c` shows nothing: Unicode's `Default_Ignorable_Code_Point`, the marks of interlinear annotation, the blank Braille
/// pattern and the note without a head. Emoji and some scripts need such characters inside a word, but none begins with one.
///
/// ```
/// use portal_core::invisible::is_invisible;
///
/// assert!(is_invisible('\u{200b}'));
/// assert!(!is_invisible(' '));
/// ```
pub const fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d159}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}'
    )
}

/// Whether nothing of `text` can be read: it is empty or has only white space, control and invisible characters, and marks
/// without a letter to stand on.
///
/// ```
/// use portal_core::invisible::is_blank;
///
/// assert!(is_blank(" \u{200b}\u{fe0f}\u{301}"));
/// assert!(!is_blank("\u{feff}a"));
/// ```
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || c.is_control() || is_invisible(c) || is_combining(c))
}

/// Whether `c` is in one of Unicode's blocks of combining marks, or a mark of Hebrew, Arabic or Japanese.
const fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5bd}' | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}'
        | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}' | '\u{3099}'..='\u{309a}'
        | '\u{fe20}'..='\u{fe2f}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bidi::is_bidi_control;

    #[test]
    fn texts_without_a_visible_character_are_blank() {
        for text in [
            "",
            "   ",
            "\n\t\u{0}\u{7f}\u{85}",
            "\u{a0}\u{2003}\u{3000}\u{2028}",
            "\u{200b}",
            "\u{2060}\u{feff}",
            "\u{3164}",
            "\u{ffa0}\u{115f}\u{1160}",
            "\u{2800}",
            "\u{ad}\u{34f}",
            "\u{fe0f}\u{e0100}",
            "\u{e0041}\u{e007f}",
            "\u{301}\u{20dd}",
            "\u{5b4}",
            "\u{650}\u{651}",
            "\u{3099}",
            "\u{1d159}",
            "\u{202e}\u{2066}\u{200f}\u{61c}",
        ] {
            assert!(is_blank(text), "{text:?}");
        }
        for text in [
            "a",
            "\u{200b}a",
            "-",
            "ー",
            "キー",
            "👩\u{200d}💻",
            "🏴\u{e0067}\u{e007f}",
            "e\u{301}",
            "\u{fffd}",
            "י\u{5b4}",
        ] {
            assert!(!is_blank(text), "{text:?}");
        }
    }

    #[test]
    fn what_changes_the_reading_direction_is_invisible() {
        for c in '\0'..=char::MAX {
            assert!(!is_bidi_control(c) || is_invisible(c), "{c:?}");
        }
    }
}
