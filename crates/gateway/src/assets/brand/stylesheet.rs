//! `/brand.css`: the shades of the operator's colour as custom properties, light and dark.

use std::fmt::Write;

use palette::Srgb;
use portal_core::colour::Colour;

use super::shades::{DARK, LIGHT, Shades};

/// The text of `/brand.css`.
pub(super) fn stylesheet(colour: Colour) -> String {
    let brand = Srgb::new(colour.red, colour.green, colour.blue);
    let properties = |scheme| {
        let Shades { text, fill, fill_hover, on_fill } = Shades::new(brand, scheme);
        format!(
            "--brand-text:#{text:x};--brand-fill:#{fill:x};--brand-fill-hover:#{fill_hover:x};\
             --on-brand-fill:#{on_fill:x}"
        )
    };
    let mut css = String::new();
    // Writing to a String can't fail.
    let _ = writeln!(
        css,
        ":root{{{}}}@media screen and (prefers-color-scheme:dark){{:root{{{}}}}}",
        properties(&LIGHT),
        properties(&DARK)
    );
    css
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stylesheet_has_the_shades_of_both_schemes() {
        // The stylesheet linter reads the same file to know the custom properties: tools/stylelint.config.mjs.
        assert_eq!(stylesheet(Colour::default()), include_str!("../../../fixtures/brand.css"));
    }
}
