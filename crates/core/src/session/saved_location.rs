//! Where in the portal a user was when their session expired, so that they come back to it.

use std::fmt;

/// An address of the portal, and how far down it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedLocation {
    address: String,
    scroll_px: u32,
}

impl SavedLocation {
    /// The longest address that is kept, in bytes.
    const LONGEST: usize = 2_000;

    /// The place at `address` (path, query and fragment), `scroll_px` pixels down. None for the root, which is no place
    /// of its own, and for what is no address of this origin.
    pub fn new(address: &str, scroll_px: u32) -> Option<Self> {
        let mut bytes = address.bytes();
        let inside = bytes.next() == Some(b'/') && !matches!(bytes.next(), None | Some(b'/' | b'?' | b'#'));
        let plain = address.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
        (inside && plain && address.len() <= Self::LONGEST).then(|| Self { address: address.to_owned(), scroll_px })
    }

    /// The place that `text` is, if it is one.
    pub fn parse(text: &str) -> Option<Self> {
        let (scroll_px, address) = text.split_once(' ')?;
        Self::new(address, scroll_px.parse().ok()?)
    }

    /// Path, query and fragment.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// How far down, in CSS pixels.
    pub const fn scroll_px(&self) -> u32 {
        self.scroll_px
    }
}

impl fmt::Display for SavedLocation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.scroll_px, self.address)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_reads_as_it_was_written() {
        let place = SavedLocation::new("/keys?status=active#x", 1_200);
        assert_eq!(place.as_ref().map(ToString::to_string).and_then(|text| SavedLocation::parse(&text)), place);
        assert!(place.is_some());
    }

    #[test]
    fn only_addresses_inside_the_portal_are_places() {
        for address in
            ["", "/", "/?a=1", "/#x", "//evil.example", "/\\evil.example", "https://evil.example", "/a b", "/a\n"]
        {
            assert_eq!(SavedLocation::new(address, 0), None, "{address}");
        }
        for text in ["", "/keys", "x /keys", "-1 /keys", "1  /keys", "1 //evil.example"] {
            assert_eq!(SavedLocation::parse(text), None, "{text}");
        }
    }
}
