//! Text operations that the browser has, so that the program needs no Unicode or number tables of its own.

use js_sys::{Array, JsString};

use super::window;

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

/// The locale for dates and numbers: the user's variant of English, since the texts are English.
pub(crate) fn locale() -> Array {
    let own = window().navigator().language().filter(|tag| tag == "en" || tag.starts_with("en-"));
    Array::of1(&own.as_deref().unwrap_or("en").into())
}
