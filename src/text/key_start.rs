//! A key's first characters. The API shows up to 21: a prefix of up to 16, an underscore, and four random ones.

use portal_api::Key;

/// Up to so many characters are shown as they are.
const WHOLE_CHARS: usize = 13;

/// Of more characters, so many of the beginning are shown, and
const FIRST_CHARS: usize = 6;

/// so many of the end: those tell keys apart.
const LAST_CHARS: usize = 5;

/// The key's first characters, shortened in the middle to at most 13, and an ellipsis for the rest of the key.
pub(crate) fn key_start(key: &Key) -> String {
    let start = &*key.start;
    let count = start.chars().count();
    if count <= WHOLE_CHARS {
        return [start, "…"].concat();
    }
    let first = start.chars().take(FIRST_CHARS);
    let last = start.chars().skip(count - LAST_CHARS);
    first.chain(['…']).chain(last).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    #[wasm_bindgen_test]
    fn a_long_start_keeps_its_beginning_and_its_end() {
        let shown = |start: &str| key_start(&Key { start: start.to_owned(), ..crate::testing::key("") });
        for (start, expected) in [
            ("", "…"),
            ("acme_Xf7t", "acme_Xf7t…"),
            ("acme_prod_Xf7", "acme_prod_Xf7…"),
            ("acme_prod_Xf7t", "acme_p…_Xf7t…"),
            ("acme_integration_Xf7t", "acme_i…_Xf7t…"),
            ("本番環境のキーの始まり_Xf7t", "本番環境のキ…_Xf7t…"),
        ] {
            assert_eq!(shown(start), expected);
            assert!(shown(start).chars().count() <= WHOLE_CHARS + 1);
        }
    }
}
