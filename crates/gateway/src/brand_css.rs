//! `/brand.css`: the operator's colour as the shades that the stylesheet uses.
//!
//! Any colour may come in. The shades that come out keep the contrast of WCAG 2.2 AA on the portal's own surfaces, light
//! and dark.

use std::fmt::{self, Write};

use portal_core::colour::Colour;

const WHITE: Colour = Colour { red: 255, green: 255, blue: 255 };
const INK: Colour = Colour { red: 0x0b, green: 0x0d, blue: 0x12 };

/// The surfaces of `style/` that the shades are read on: the darkest of the light ones and the lightest of the dark ones.
const LIGHT_SURFACE: Colour = Colour { red: 0xf1, green: 0xf2, blue: 0xf5 };
const DARK_SURFACE: Colour = Colour { red: 0x24, green: 0x27, blue: 0x2f };

/// WCAG 2.2 AA asks 4.5:1 for text; a little more makes up for rounding.
const TEXT_CONTRAST: f64 = 4.6;

/// WCAG 2.2 AA for controls, against the page.
const CONTROL_CONTRAST: f64 = 3.0;

/// The text of `/brand.css`: custom properties for both colour schemes.
pub(crate) fn stylesheet(brand: Colour) -> String {
    let light = Shades::new(brand, LIGHT_SURFACE, INK);
    let dark = Shades::new(brand, DARK_SURFACE, WHITE);
    let mut css = String::new();
    // Writing to a String can't fail.
    let _ = writeln!(css, ":root{{{light}}}@media(prefers-color-scheme:dark){{:root{{{dark}}}}}");
    css
}

struct Shades {
    brand: Colour,
    text: Colour,
    fill: Colour,
    on_fill: Colour,
}

impl Shades {
    /// The shades on `surface`; where the brand colour can't be read, it is mixed with `end`, a colour that can.
    fn new(brand: Colour, surface: Colour, end: Colour) -> Self {
        let text = readable_shade(brand, surface, end);
        // A button must stand out from the page and carry a text: the brand itself where it does both.
        let fits = contrast(brand, surface) >= CONTROL_CONTRAST && contrast(brand, ink_on(brand)) >= TEXT_CONTRAST;
        let fill = if fits { brand } else { text };
        Self { brand, text, fill, on_fill: ink_on(fill) }
    }
}

impl fmt::Display for Shades {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { brand, text, fill, on_fill } = self;
        write!(f, "--brand:{brand};--brand-text:{text};--brand-fill:{fill};--on-brand-fill:{on_fill}")
    }
}

/// WCAG's relative luminance, 0–1.
fn luminance(colour: Colour) -> f64 {
    let linear = |channel: u8| {
        let value = f64::from(channel) / 255.0;
        if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(colour.red) + 0.7152 * linear(colour.green) + 0.0722 * linear(colour.blue)
}

/// WCAG's contrast ratio, 1–21.
fn contrast(one: Colour, other: Colour) -> f64 {
    let (a, b) = (luminance(one), luminance(other));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// `colour` with `percent` of `other` mixed in.
fn mix(colour: Colour, other: Colour, percent: u16) -> Colour {
    let percent = percent.min(100);
    let channel = |a: u8, b: u8| {
        let sum = u16::from(a) * (100 - percent) + u16::from(b) * percent;
        u8::try_from((sum + 50) / 100).unwrap_or(u8::MAX)
    };
    Colour {
        red: channel(colour.red, other.red),
        green: channel(colour.green, other.green),
        blue: channel(colour.blue, other.blue),
    }
}

/// The shade of `colour` nearest to it, on the way to `end`, that can be read on `surface`.
fn readable_shade(colour: Colour, surface: Colour, end: Colour) -> Colour {
    let mut shades = (0..=100).map(|percent| mix(colour, end, percent));
    shades.find(|shade| contrast(*shade, surface) >= TEXT_CONTRAST).unwrap_or(end)
}

/// White or near-black: whichever is easier to read on `fill`.
fn ink_on(fill: Colour) -> Colour {
    if contrast(fill, WHITE) >= contrast(fill, INK) { WHITE } else { INK }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn contrast_is_wcags() {
        assert!((contrast(WHITE, Colour { red: 0, green: 0, blue: 0 }) - 21.0).abs() < 0.01);
        assert!((contrast(Colour { red: 0x76, green: 0x76, blue: 0x76 }, WHITE) - 4.54).abs() < 0.01);
    }

    proptest! {
        #[test]
        fn any_brand_colour_can_be_read_in_light_and_dark(red: u8, green: u8, blue: u8) {
            let brand = Colour { red, green, blue };
            for (surface, end) in [(LIGHT_SURFACE, INK), (DARK_SURFACE, WHITE)] {
                let shades = Shades::new(brand, surface, end);
                prop_assert!(contrast(shades.text, surface) >= 4.5);
                prop_assert!(contrast(shades.fill, surface) >= 3.0);
                prop_assert!(contrast(shades.fill, shades.on_fill) >= 4.5, "{} on {}", shades.on_fill, shades.fill);
            }
        }
    }
}
