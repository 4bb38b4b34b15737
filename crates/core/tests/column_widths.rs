//! Each column of the key table needs a width in the stylesheet: rows are flex boxes, which don't align columns.

#[cfg(test)]
mod tests {
    use portal_core::keys::view::Column;

    const STYLESHEET: &str = include_str!("../../../style/key-table.css");

    /// Whether a rule for `selector` sets a width, or takes the remaining one.
    fn has_width(selector: &str) -> bool {
        STYLESHEET.split('}').filter_map(|rule| rule.split_once('{')).any(|(selectors, declarations)| {
            let is_for_column = selectors.split([',', ' ', '\n']).any(|part| part == selector);
            let sets_width = |line: &str| ["inline-size:", "flex:"].iter().any(|name| line.trim().starts_with(name));
            is_for_column && declarations.lines().any(sets_width)
        })
    }

    #[test]
    fn every_column_has_a_width() {
        for column in Column::ALL {
            let selector = format!(".column-{}", column.url_name());
            assert!(has_width(&selector), "{selector} has no width in style/key-table.css");
        }
        assert!(!has_width(".column-unknown"));
    }
}
