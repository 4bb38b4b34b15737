//! Texts as they are compared in a search.

use js_sys::JsString;

use crate::browser;

/// Without accents, in lower case.
pub(crate) fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let decomposed = String::from(JsString::from(text).normalize("NFD"));
    // What NFD takes off letters: the block of combining marks.
    let plain: String = decomposed.chars().filter(|letter| !('\u{300}'..='\u{36f}').contains(letter)).collect();
    browser::lower_case(&plain)
}
