//! The operator's brand colour. Its shades are computed by the gateway (`crates/gateway/src/assets/brand/shades/`), to keep them
//! out of the wasm.

use std::fmt;

/// An sRGB colour.
///
/// ```
/// use portal_core::colour::Colour;
///
/// let colour = Colour::parse("#fa0").unwrap();
/// assert_eq!(colour.to_string(), "#ffaa00");
/// assert_eq!(Colour::parse("orange"), None);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colour {
    /// Red, 0–255.
    pub red: u8,
    /// Green, 0–255.
    pub green: u8,
    /// Blue, 0–255.
    pub blue: u8,
}

impl Default for Colour {
    /// The default colour of portals in Unkey's public documentation.
    fn default() -> Self {
        Self { red: 0x25, green: 0x63, blue: 0xeb }
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.red, self.green, self.blue)
    }
}

impl Colour {
    /// Parses `#rgb` or `#rrggbb`.
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
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_hex_colours_are_accepted() {
        assert_eq!(Colour::parse("#2563eb"), Some(Colour::default()));
        assert_eq!(Colour::parse("#2563EB"), Some(Colour::default()));
        assert_eq!(Colour::parse("#fa0"), Some(Colour { red: 255, green: 170, blue: 0 }));
        for text in ["", "#", "2563eb", "#2563e", "#2563eb00", "#ggg", "red", "#+12", "#fff;}"] {
            assert_eq!(Colour::parse(text), None, "{text}");
        }
    }
}
