//! Text operations that the browser has, so that the program needs no Unicode or number tables of its own.

use js_sys::JsString;

/// `text` in upper case.
pub(crate) fn upper_case(text: &str) -> String {
    JsString::from(text).to_upper_case().into()
}

/// `text` in lower case.
pub(crate) fn lower_case(text: &str) -> String {
    JsString::from(text).to_lower_case().into()
}

/// A number in the syntax of CSS and SVG: `52.5`.
pub(crate) fn decimal(number: f64) -> String {
    js_sys::Number::from(number).to_string_with_radix(10).map(String::from).unwrap_or_default()
}

/// A CSS length in pixels: `52.5px`.
pub(crate) fn pixels(length: f64) -> String {
    [&decimal(length), "px"].concat()
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    #[wasm_bindgen_test]
    fn numbers_for_styles_have_a_point_and_no_separators() {
        assert_eq!([0.0, 52.5, -1.0, 1_234_567.0].map(decimal), ["0", "52.5", "-1", "1234567"]);
        assert_eq!(pixels(52.5), "52.5px");
    }

    #[wasm_bindgen_test]
    fn case_follows_unicode() {
        assert_eq!(upper_case("straße"), "STRASSE");
        assert_eq!(lower_case("ΣΑΣ"), "σας");
    }
}
