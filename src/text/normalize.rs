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

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    #[wasm_bindgen_test]
    fn a_search_finds_names_whatever_their_accents_and_case() {
        for (typed, name) in [
            ("cafe zurich", "Café Zürich"),
            ("CAFÉ ZÜRICH", "Cafe Zurich"),
            ("café", "Cafe\u{301} with its accent apart"),
            ("cafe\u{301}", "Café with its accent in the letter"),
            ("angstrom", "ÅNGSTRÖM"),
            ("ПРОД", "прод"),
            ("σας", "ΣΑΣ"),
            ("本番", "本番環境のキー 🚀"),
            ("مفتاح", "مفتاح الإنتاج"),
        ] {
            assert!(fold(name).contains(&fold(typed)), "{typed} in {name}");
        }
    }

    #[wasm_bindgen_test]
    fn different_letters_stay_different() {
        assert_ne!(fold("ø"), fold("o"));
        assert_ne!(fold("ж"), fold("з"));
    }
}
