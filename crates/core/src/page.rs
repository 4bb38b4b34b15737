//! The portal's pages and their paths.

use portal_api::KeyId;

use crate::keys::address;

/// Path of the list, and prefix of each key's path.
const KEYS: &str = "/keys";

/// A page of the portal.
///
/// ```
/// use portal_api::KeyId;
/// use portal_core::page::Page;
///
/// assert_eq!(Page::from_path("/keys/key_1"), Some(Page::Key(KeyId::new("key_1"))));
/// assert_eq!(Page::Keys.path(), "/keys");
/// assert_eq!(Page::from_path("/elsewhere"), None);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Page {
    /// `/`: where links from the app lead.
    Root,
    /// `/keys`: the list of keys.
    Keys,
    /// `/keys/<id>`: the details of one key.
    Key(KeyId),
}

impl Page {
    /// The page at `path`, with or without a trailing slash; `None` if there is none. Whether the key exists is not
    /// checked.
    pub fn from_path(path: &str) -> Option<Self> {
        match path.strip_suffix('/').unwrap_or(path) {
            "" => Some(Self::Root),
            KEYS => Some(Self::Keys),
            path => address::parse_key_id(path.strip_prefix(KEYS)?.strip_prefix('/')?).map(Self::Key),
        }
    }

    /// The page's path.
    pub fn path(&self) -> String {
        match self {
            Self::Root => "/".to_owned(),
            Self::Keys => KEYS.to_owned(),
            Self::Key(id) => Self::key_path(id),
        }
    }

    /// The path of a key's page, without a [`Page`] of its own.
    pub fn key_path(id: &KeyId) -> String {
        [KEYS, "/", &address::path_segment(id)].concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(id: &str) -> Page {
        Page::Key(KeyId::new(id))
    }

    #[test]
    fn each_page_is_found_at_its_path() {
        for page in [Page::Root, Page::Keys, key("key_1"), key("Schlüssel 1?"), key("100%")] {
            assert_eq!(Page::from_path(&page.path()), Some(page));
        }
    }

    #[test]
    fn a_trailing_slash_makes_no_difference() {
        assert_eq!(Page::from_path(""), Some(Page::Root));
        assert_eq!(Page::from_path("/keys/"), Some(Page::Keys));
        assert_eq!(Page::from_path("/keys/key_1/"), Some(key("key_1")));
    }

    #[test]
    fn other_paths_have_no_page() {
        for path in ["/key", "/keysx", "/KEYS", "/keys//", "/keys/a/b", "/keys/a%2Fb", "//keys", "/keys/%00"] {
            assert_eq!(Page::from_path(path), None, "{path}");
        }
    }
}
