//! Every address of the portal, once.

use portal_api::KeyId;

use crate::keys::address;

/// The path of the list, and what the path of each key begins with.
const KEYS: &str = "/keys";

/// A page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Page {
    /// Where links from the app lead.
    Root,
    /// The list of keys.
    Keys,
    /// One key.
    Key(KeyId),
}

impl Page {
    /// The page at a path; none where there is none. A slash at the end makes no difference.
    pub fn from_path(path: &str) -> Option<Self> {
        match path.strip_suffix('/').unwrap_or(path) {
            "" => Some(Self::Root),
            KEYS => Some(Self::Keys),
            path => address::key_id(path.strip_prefix(KEYS)?.strip_prefix('/')?).map(Self::Key),
        }
    }

    /// The path.
    pub fn path(&self) -> String {
        match self {
            Self::Root => "/".to_owned(),
            Self::Keys => KEYS.to_owned(),
            Self::Key(id) => Self::key_path(id),
        }
    }

    /// The path of one key's page.
    pub fn key_path(id: &KeyId) -> String {
        [KEYS, "/", &address::segment(id)].concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(id: &str) -> Page {
        Page::Key(KeyId::new(id))
    }

    #[test]
    fn each_page_is_at_its_path() {
        for page in [Page::Root, Page::Keys, key("key_1"), key("Schlüssel 1?"), key("100%")] {
            assert_eq!(Page::from_path(&page.path()), Some(page));
        }
    }

    #[test]
    fn a_slash_at_the_end_makes_no_difference() {
        assert_eq!(Page::from_path(""), Some(Page::Root));
        assert_eq!(Page::from_path("/keys/"), Some(Page::Keys));
        assert_eq!(Page::from_path("/keys/key_1/"), Some(key("key_1")));
    }

    #[test]
    fn other_paths_are_no_pages() {
        for path in ["/key", "/keysx", "/KEYS", "/keys//", "/keys/a/b", "/keys/a%2Fb", "//keys", "/keys/%00"] {
            assert_eq!(Page::from_path(path), None, "{path}");
        }
    }
}
