//! The operator's colour, made fit to be read by everybody.
//!
//! Any colour may come in. Out come a few shades that keep the contrast of WCAG 2.2 AA on the portal's own surfaces,
//! light and dark. Computed natively: the browser gets them as `/brand.css`.

use std::fmt::{self, Write};

use crate::config::Config;

/// A colour of the screen (sRGB).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colour {
    /// 0–255.
    pub red: u8,
    /// 0–255.
    pub green: u8,
    /// 0–255.
    pub blue: u8,
}

impl Default for Colour {
    /// The default that the public documentation names for portals.
    fn default() -> Self {
        Self { red: 0x25, green: 0x63, blue: 0xeb }
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.red, self.green, self.blue)
    }
}

const WHITE: Colour = Colour { red: 255, green: 255, blue: 255 };
const INK: Colour = Colour { red: 0x0b, green: 0x0d, blue: 0x12 };

/// The surfaces of `style/`, on which the shades are read: the darkest of the light ones and the lightest of the dark ones.
const LIGHT_SURFACE: Colour = Colour { red: 0xf1, green: 0xf2, blue: 0xf5 };
const DARK_SURFACE: Colour = Colour { red: 0x24, green: 0x27, blue: 0x2f };

/// WCAG 2.2 AA for text, with a little over it for rounding.
const READABLE: f64 = 4.6;

impl Colour {
    /// `#rgb` or `#rrggbb`.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#').filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()))?;
        let number = u32::from_str_radix(digits, 16).ok()?;
        let [_, high, middle, low] = number.to_be_bytes();
        match digits.len() {
            6 => Some(Self { red: high, green: middle, blue: low }),
            3 => Some(Self { red: (middle & 15) * 17, green: (low >> 4) * 17, blue: (low & 15) * 17 }),
            _ => None,
        }
    }

    /// WCAG's relative luminance, 0–1.
    fn luminance(self) -> f64 {
        let linear = |channel: u8| {
            let value = f64::from(channel) / 255.0;
            if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(self.red) + 0.7152 * linear(self.green) + 0.0722 * linear(self.blue)
    }

    /// WCAG's contrast ratio, 1–21.
    pub fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// This colour with `parts` of 100 of `other` in it.
    fn mixed(self, other: Self, parts: u16) -> Self {
        let parts = parts.min(100);
        let mix = |a: u8, b: u8| {
            let sum = u16::from(a) * (100 - parts) + u16::from(b) * parts;
            u8::try_from((sum + 50) / 100).unwrap_or(u8::MAX)
        };
        Self { red: mix(self.red, other.red), green: mix(self.green, other.green), blue: mix(self.blue, other.blue) }
    }

    /// The nearest shade towards `end` that can be read on `surface`.
    fn readable_on(self, surface: Self, end: Self) -> Self {
        let shades = (0..=100).map(|parts| self.mixed(end, parts));
        shades.into_iter().find(|shade| shade.contrast(surface) >= READABLE).unwrap_or(end)
    }

    /// Black or white: what can be read on this colour better.
    fn ink(self) -> Self {
        if self.contrast(WHITE) >= self.contrast(INK) { WHITE } else { INK }
    }
}

/// The text of `/brand.css`.
pub fn stylesheet(config: &Config) -> String {
    let colour = config.colour;
    let light = Shades::new(colour, LIGHT_SURFACE, INK);
    let dark = Shades::new(colour, DARK_SURFACE, WHITE);
    let mut text = String::new();
    // Writing to a String can't fail.
    let _ = writeln!(text, ":root{{{light}}}@media(prefers-color-scheme:dark){{:root{{{dark}}}}}");
    text
}

struct Shades {
    brand: Colour,
    text: Colour,
    fill: Colour,
    on_fill: Colour,
}

impl Shades {
    fn new(brand: Colour, surface: Colour, end: Colour) -> Self {
        let text = brand.readable_on(surface, end);
        // A button must stand out from the page (3:1) and carry a text: the brand itself where it does both.
        let fits = brand.contrast(surface) >= 3.0 && brand.contrast(brand.ink()) >= READABLE;
        let fill = if fits { brand } else { text };
        Self { brand, text, fill, on_fill: fill.ink() }
    }
}

impl fmt::Display for Shades {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { brand, text, fill, on_fill } = self;
        write!(f, "--brand:{brand};--brand-text:{text};--brand-fill:{fill};--on-brand-fill:{on_fill}")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn colours_are_read() {
        assert_eq!(Colour::parse("#2563eb"), Some(Colour::default()));
        assert_eq!(Colour::parse("#2563EB"), Some(Colour::default()));
        assert_eq!(Colour::parse("#fa0"), Some(Colour { red: 255, green: 170, blue: 0 }));
        for text in ["", "#", "2563eb", "#2563e", "#2563eb00", "#ggg", "red", "#+12", "#fff;}"] {
            assert_eq!(Colour::parse(text), None, "{text}");
        }
    }

    #[test]
    fn contrast_is_wcags() {
        assert!((WHITE.contrast(Colour { red: 0, green: 0, blue: 0 }) - 21.0).abs() < 0.01);
        assert!((Colour { red: 0x76, green: 0x76, blue: 0x76 }.contrast(WHITE) - 4.54).abs() < 0.01);
    }

    proptest! {
        #[test]
        fn any_brand_can_be_read_in_light_and_dark(red: u8, green: u8, blue: u8) {
            let brand = Colour { red, green, blue };
            for (surface, end) in [(LIGHT_SURFACE, INK), (DARK_SURFACE, WHITE)] {
                let shades = Shades::new(brand, surface, end);
                prop_assert!(shades.text.contrast(surface) >= 4.5);
                prop_assert!(shades.fill.contrast(surface) >= 3.0);
                prop_assert!(shades.fill.contrast(shades.on_fill) >= 4.5, "{} on {}", shades.on_fill, shades.fill);
            }
        }
    }
}
