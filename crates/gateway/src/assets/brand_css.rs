//! `/brand.css`: the operator's brand colour as the shades that the stylesheet uses.
//!
//! Any colour may come in. The shades that come out keep the contrast of WCAG 2.2 AA on the portal's own surfaces, light
//! and dark.

use std::fmt::{self, Write};

use palette::{Mix, Srgb, color_difference::Wcag21RelativeContrast};
use portal_core::colour::Colour;

type Rgb = Srgb<u8>;

const WHITE: Rgb = Srgb::new(0xff, 0xff, 0xff);
const INK: Rgb = Srgb::new(0x0b, 0x0d, 0x12);

/// The surfaces of `style/` behind the shades: the darkest of the light ones and the lightest of the dark ones.
const LIGHT_SURFACE: Rgb = Srgb::new(0xf1, 0xf2, 0xf5);
const DARK_SURFACE: Rgb = Srgb::new(0x24, 0x27, 0x2f);

/// WCAG 2.2 AA requires 4.5:1 for text (success criterion 1.4.3); the margin covers rounding to 8 bits.
const TEXT_CONTRAST: f64 = 4.6;

/// WCAG 2.2 AA requires 3:1 for controls (success criterion 1.4.11).
const CONTROL_CONTRAST: f64 = 3.0;

/// The text of `/brand.css`: custom properties for both colour schemes.
pub(crate) fn stylesheet(brand: Colour) -> String {
    let brand = Srgb::new(brand.red, brand.green, brand.blue);
    let light = Shades::new(brand, LIGHT_SURFACE, INK);
    let dark = Shades::new(brand, DARK_SURFACE, WHITE);
    let mut css = String::new();
    // Writing to a String can't fail.
    let _ = writeln!(css, ":root{{{light}}}@media(prefers-color-scheme:dark){{:root{{{dark}}}}}");
    css
}

struct Shades {
    brand: Rgb,
    text: Rgb,
    fill: Rgb,
    on_fill: Rgb,
}

impl Shades {
    /// The shades on `surface`. A brand colour that can't be read there is mixed with `end`, a colour that can.
    fn new(brand: Rgb, surface: Rgb, end: Rgb) -> Self {
        let text = readable_shade(brand, surface, end);
        // A button has to stand out from the page and carry text: the brand colour itself if it does both.
        let fits = contrast(brand, surface) >= CONTROL_CONTRAST && contrast(brand, ink_on(brand)) >= TEXT_CONTRAST;
        let fill = if fits { brand } else { text };
        Self { brand, text, fill, on_fill: ink_on(fill) }
    }
}

impl fmt::Display for Shades {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { brand, text, fill, on_fill } = self;
        write!(f, "--brand:#{brand:x};--brand-text:#{text:x};--brand-fill:#{fill:x};--on-brand-fill:#{on_fill:x}")
    }
}

/// WCAG's contrast ratio, 1–21.
fn contrast(one: Rgb, other: Rgb) -> f64 {
    one.into_format::<f64>().relative_contrast(other.into_format())
}

/// The shade between `colour` and `end` that is closest to `colour` and readable on `surface`.
fn readable_shade(colour: Rgb, surface: Rgb, end: Rgb) -> Rgb {
    let shade = |percent: u8| {
        let mixed = colour.into_format::<f64>().mix(end.into_format(), f64::from(percent) / 100.0);
        mixed.into_format::<u8>()
    };
    (0..=100).map(shade).find(|shade| contrast(*shade, surface) >= TEXT_CONTRAST).unwrap_or(end)
}

/// White or near-black: whichever is more readable on `fill`.
fn ink_on(fill: Rgb) -> Rgb {
    if contrast(fill, WHITE) >= contrast(fill, INK) { WHITE } else { INK }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_default_colour_is_used_where_it_is_readable() {
        // The stylesheet linter reads the same file to know the custom properties: tools/stylelint.config.mjs.
        assert_eq!(stylesheet(Colour::default()), include_str!("../../fixtures/brand.css"));
    }

    #[test]
    fn contrast_is_wcags() {
        assert!((contrast(WHITE, Srgb::new(0, 0, 0)) - 21.0).abs() < 0.01);
        assert!((contrast(Srgb::new(0x76, 0x76, 0x76), WHITE) - 4.54).abs() < 0.01);
    }

    proptest! {
        #[test]
        fn any_brand_colour_is_readable_in_light_and_dark(red: u8, green: u8, blue: u8) {
            let brand = Srgb::new(red, green, blue);
            for (surface, end) in [(LIGHT_SURFACE, INK), (DARK_SURFACE, WHITE)] {
                let shades = Shades::new(brand, surface, end);
                prop_assert!(contrast(shades.text, surface) >= 4.5);
                prop_assert!(contrast(shades.fill, surface) >= 3.0);
                prop_assert!(contrast(shades.fill, shades.on_fill) >= 4.5, "{:x} on {:x}", shades.on_fill, shades.fill);
            }
        }
    }
}
