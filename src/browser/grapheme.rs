//! What a reader takes for one character.

use portal_core::plain_text::plain_first;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    type Segmenter;
    type Segments;
    type Segment;

    #[wasm_bindgen(catch, constructor, js_namespace = Intl)]
    fn new() -> Result<Segmenter, JsValue>;
    #[wasm_bindgen(method)]
    fn segment(this: &Segmenter, text: &str) -> Segments;
    #[wasm_bindgen(method)]
    fn containing(this: &Segments, index: u32) -> Option<Segment>;
    #[wasm_bindgen(method, getter, js_name = segment)]
    fn text(this: &Segment) -> String;
}

/// The first grapheme of a text, such as a flag or a letter with its accent. Where the browser has no `Intl.Segmenter`, the first
/// code point.
pub(crate) fn first_grapheme(text: &str) -> String {
    // Creating a segmenter takes longer than all else on the way to the first view.
    if let Some(first) = plain_first(text) {
        return first.to_string();
    }
    let first = Segmenter::new().ok().and_then(|segmenter| segmenter.segment(text).containing(0));
    first.map_or_else(|| text.chars().take(1).collect(), |first| first.text())
}

#[cfg(test)]
mod tests {
    use js_sys::Reflect;
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    #[wasm_bindgen_test]
    fn a_grapheme_is_what_a_reader_takes_for_one_character() {
        for (text, first) in [
            ("Acme", "A"),
            ("\u{1f1e9}\u{1f1ea} Konto", "\u{1f1e9}\u{1f1ea}"),
            ("\u{1f469}\u{200d}\u{1f4bb} Dev", "\u{1f469}\u{200d}\u{1f4bb}"),
            ("\u{1f44d}\u{1f3fd} Good", "\u{1f44d}\u{1f3fd}"),
            ("e\u{301}lan", "e\u{301}"),
            ("본점", "본"),
            ("", ""),
        ] {
            assert_eq!(first_grapheme(text), first);
        }
    }

    #[wasm_bindgen_test]
    fn without_a_segmenter_it_is_the_first_code_point() {
        let intl = Reflect::get(&js_sys::global(), &"Intl".into()).unwrap();
        let segmenter = Reflect::get(&intl, &"Segmenter".into()).unwrap();
        Reflect::set(&intl, &"Segmenter".into(), &JsValue::UNDEFINED).unwrap();
        let first = [first_grapheme("\u{1f1e9}\u{1f1ea}"), first_grapheme("")];
        Reflect::set(&intl, &"Segmenter".into(), &segmenter).unwrap();
        assert_eq!(first, ["\u{1f1e9}", ""]);
    }
}
