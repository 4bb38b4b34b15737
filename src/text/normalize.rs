//! Normalization of texts for the search.

use js_sys::JsString;

use crate::browser;

/// `text` in lower case and without diacritics.
pub(crate) fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let decomposed = String::from(JsString::from(text).normalize("NFD"));
    // NFD separates diacritics from their letters, as combining marks U+0300 to U+036F.
    let base_letters: String = decomposed.chars().filter(|letter| !('\u{300}'..='\u{36f}').contains(letter)).collect();
    browser::lower_case(&base_letters)
}
