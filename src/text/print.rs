//! What is said on paper alone.

use super::formats;

/// What is missing in a printed list; none where nothing is: "Showing 500 of 10,000 keys. Export as CSV for all."
pub(crate) fn missing(printed: usize, found: usize, is_complete: bool) -> Option<String> {
    let more = if is_complete { "" } else { "+" };
    let is_partial = printed < found || !is_complete;
    let (printed, found) = (formats::number(printed), formats::number(found));
    is_partial.then(|| format!("Showing {printed} of {found}{more} keys. Export as CSV for all."))
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    #[wasm_bindgen_test]
    fn a_printed_list_says_what_is_missing() {
        assert_eq!(missing(12, 12, true), None);
        let text = |found, is_complete| missing(500, found, is_complete).unwrap_or_default();
        assert_eq!(text(10_000, true), "Showing 500 of 10,000 keys. Export as CSV for all.");
        assert_eq!(text(1_080, false), "Showing 500 of 1,080+ keys. Export as CSV for all.");
    }
}
