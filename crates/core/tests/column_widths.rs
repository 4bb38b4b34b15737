//! Each column of the key table needs a width in the stylesheet: rows are flex boxes, which don't align columns.

#[cfg(test)]
mod tests {
    use portal_core::{config::ShowSettings, keys::view::Column};

    const TABLE: &str = include_str!("../../../style/key-table.css");
    const PRINT: &str = include_str!("../../../style/print.css");

    /// A4 with margins of 12 mm, in CSS pixels.
    const PAPER_PX: f64 = 703.0;

    /// The declarations of the rules for `selector`, in order.
    fn declarations(stylesheet: &'static str, selector: &str) -> Vec<&'static str> {
        let rules = stylesheet.split('}').filter_map(|rule| rule.rsplit_once('{'));
        let is_for = |selectors: &str| {
            selectors.rsplit('{').next().is_some_and(|own| own.split([',', ' ', '\n']).any(|part| part == selector))
        };
        rules.filter(|(selectors, _)| is_for(selectors)).flat_map(|(_, lines)| lines.lines().map(str::trim)).collect()
    }

    /// The number before a unit, of the first declaration of this property.
    fn number(declarations: &[&str], property: &str, unit: &str) -> Option<f64> {
        let value = declarations.iter().find_map(|line| line.strip_prefix(property)?.strip_prefix(':'))?;
        value.trim().strip_suffix(';')?.strip_suffix(unit)?.parse().ok()
    }

    fn width_rem(column: Column) -> Option<f64> {
        number(&declarations(TABLE, &format!(".column-{}", column.url_name())), "inline-size", "rem")
    }

    #[test]
    fn every_column_has_a_width() {
        for column in Column::ALL {
            let takes_the_rest = declarations(TABLE, ".column-name").iter().any(|line| line.starts_with("flex:"));
            let has_width = if column == Column::Name { takes_the_rest } else { width_rem(column).is_some() };
            assert!(has_width, "{} has no width in style/key-table.css", column.url_name());
        }
        assert!(declarations(TABLE, ".column-unknown").is_empty());
    }

    #[test]
    fn names_have_room_on_paper() {
        let none = ShowSettings { credits: false, rate_limits: false, ..ShowSettings::default() };
        for (page, show) in [
            ("html", none),
            ("html", ShowSettings { credits: true, ..none }),
            ("html:has(.list-page-wide)", ShowSettings { credits: true, rate_limits: true, ..none }),
        ] {
            let rem_px = number(&declarations(PRINT, page), "font-size", "%").unwrap() * 16.0 / 100.0;
            let columns = Column::ALL.into_iter().filter(|column| column.is_shown(show));
            let others_rem: f64 = columns.filter_map(width_rem).sum();
            let name_px = PAPER_PX - others_rem * rem_px;
            assert!(name_px > 100.0, "{show:?}: {name_px} px");
        }
    }
}
