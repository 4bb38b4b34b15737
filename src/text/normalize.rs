//! Normalization of texts for the search.

use js_sys::{JsString, RegExp};
use portal_core::invisible::is_invisible;

use crate::browser;

thread_local! {
    /// Diacritics, which NFKD separates from their letters, and the sign that only lengthens Arabic words.
    static MARKS: RegExp = RegExp::new(r"[\p{M}\u0640]", "gu");
}

/// `text` as it is searched for: in lower case, without diacritics and invisible characters, and with one spelling for
/// letters and signs that Unicode has several of.
pub(crate) fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase().replace('`', "'");
    }
    // NFKD takes an acute accent that stands alone for a mark on a space.
    let decomposed = JsString::from(text.replace('´', "'")).normalize("NFKD");
    let letters = MARKS.with(|marks| decomposed.replace_by_pattern(marks, ""));
    let mut folded = String::with_capacity(text.len());
    for letter in browser::lower_case(&String::from(letters)).chars().filter(|letter| !is_invisible(*letter)) {
        match spelling(letter) {
            Some(spelling) => folded.push_str(spelling),
            None => folded.push(letter),
        }
    }
    folded
}

/// What is typed for a letter that has no decomposition, or for a sign that keyboards don't have.
const fn spelling(letter: char) -> Option<&'static str> {
    Some(match letter {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'þ' => "th",
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'ħ' => "h",
        'ı' => "i",
        'ŧ' => "t",
        'ς' => "σ",
        '‘' | '’' | '‚' | '‛' | '′' | 'ʹ' | 'ʻ' | 'ʼ' | 'ʽ' | 'ˊ' | 'ˋ' | '`' | '׳' => "'",
        '“' | '”' | '„' | '‟' | '«' | '»' | '״' => "\"",
        '‐'..='―' | '−' | '־' => "-",
        _ => return None,
    })
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
            ("σασ", "ΣΑΣ"),
            ("本番", "本番環境のキー 🚀"),
            ("مفتاح", "مفتاح الإنتاج"),
            ("مفتاح", "مِفْتَاح مشكول"),
            ("مفتاح", "مـفـتـاح"),
            ("שלום", "שָׁלוֹם"),
            ("istanbul", "İSTANBUL"),
            ("istanbul", "ıstanbul"),
        ] {
            assert!(fold(name).contains(&fold(typed)), "{typed} in {name}");
        }
    }

    #[wasm_bindgen_test]
    fn a_search_finds_compatible_characters() {
        for (typed, name) in [
            ("prod 1", "Ｐｒｏｄ １"),
            ("office", "oﬃce"),
            ("key 2", "Key ②"),
            ("カード", "ｶｰﾄﾞ"),
            ("tm", "Brand™"),
            ("a b", "a\u{a0}b"),
        ] {
            assert!(fold(name).contains(&fold(typed)), "{typed} in {name}");
        }
    }

    #[wasm_bindgen_test]
    fn letters_without_a_decomposition_are_found_as_they_are_typed() {
        for (typed, name) in [
            ("strasse", "Straße"),
            ("STRASSE", "STRAẞE"),
            ("straße", "Strasse"),
            ("lodz", "Łódź"),
            ("kobenhavn", "København"),
            ("aether", "Æther"),
            ("oeuvre", "Œuvre"),
            ("dakovo", "Đakovo"),
            ("thor", "Þór"),
            ("o'brien", "O’Brien"),
            ("o’brien", "O'Brien"),
            ("o'brien", "Oʼ\u{200b}Brien"),
            ("o'brien", "O´Brien"),
            ("o´brien", "O'Brien"),
            ("o'brien", "O`Brien"),
            ("o`brien", "O’Brien"),
            ("o'brien", "O＇Brien"),
            ("eu-west", "eu–west"),
            ("eu-west", "eu\u{2011}west"),
            ("\"prod\"", "„prod“"),
        ] {
            assert!(fold(name).contains(&fold(typed)), "{typed} in {name}");
        }
    }

    #[wasm_bindgen_test]
    fn invisible_characters_hide_nothing_and_are_nothing() {
        for name in ["Pro\u{ad}duction", "\u{feff}Production", "Prod\u{200b}uction", "P\u{2060}roduction\u{fe0f}"] {
            assert_eq!(fold(name), "production", "{name:?}");
        }
        assert_eq!(fold("\u{200b}\u{301}\u{3164}"), "");
        assert_eq!(fold("ـ"), "");
    }

    #[wasm_bindgen_test]
    fn different_letters_stay_different() {
        assert_ne!(fold("ж"), fold("з"));
        assert_ne!(fold("q"), fold("k"));
    }
}
