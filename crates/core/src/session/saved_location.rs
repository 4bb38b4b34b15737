//! The page and scroll position at which a session expired, so that the user comes back to it.

use std::fmt;

/// A page of the portal and its scroll position.
///
/// ```
/// use portal_core::session::saved_location::SavedLocation;
///
/// let location = SavedLocation::new("/keys?status=active", 1_200).unwrap();
/// assert_eq!(SavedLocation::parse(&location.to_string()), Some(location));
/// assert_eq!(SavedLocation::new("//evil.example", 0), None);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedLocation {
    address: String,
    scroll_px: u32,
}

impl SavedLocation {
    const MAX_ADDRESS_BYTES: usize = 2_000;

    /// `address` is path, query and fragment. `None` for the root, where the portal starts anyway, and for anything
    /// that is not an address on this origin.
    pub fn new(address: &str, scroll_px: u32) -> Option<Self> {
        let mut bytes = address.bytes();
        let is_path = bytes.next() == Some(b'/') && !matches!(bytes.next(), None | Some(b'/' | b'?' | b'#'));
        let is_plain = address.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
        (is_path && is_plain && address.len() <= Self::MAX_ADDRESS_BYTES)
            .then(|| Self { address: address.to_owned(), scroll_px })
    }

    /// Parses what `Display` writes: the scroll position, a space, the address.
    pub fn parse(text: &str) -> Option<Self> {
        let (scroll_px, address) = text.split_once(' ')?;
        Self::new(address, scroll_px.parse().ok()?)
    }

    /// Path, query and fragment.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// The vertical scroll position in CSS pixels.
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
    fn a_location_is_read_back_as_it_was_written() {
        let location = SavedLocation::new("/keys?status=active#x", 1_200);
        assert_eq!(location.as_ref().map(ToString::to_string).and_then(|text| SavedLocation::parse(&text)), location);
        assert!(location.is_some());
    }

    #[test]
    fn only_addresses_inside_the_portal_are_saved() {
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
