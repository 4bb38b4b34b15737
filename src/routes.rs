//! Every address of the portal, once.

use portal_api::KeyId;
use portal_core::keys::address;

/// The path of the list, and what the path of each key begins with.
const KEYS: &str = "/keys";

/// A page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Page {
    /// Where links from the app lead.
    Root,
    /// The list of keys.
    Keys,
    /// One key.
    Key(KeyId),
}

impl Page {
    /// The page at a path; none where there is none. A slash at the end makes no difference.
    pub(crate) fn at(path: &str) -> Option<Self> {
        match path.strip_suffix('/').unwrap_or(path) {
            "" => Some(Self::Root),
            KEYS => Some(Self::Keys),
            path => address::key_id(path.strip_prefix(KEYS)?.strip_prefix('/')?).map(Self::Key),
        }
    }

    /// The path.
    pub(crate) fn path(&self) -> String {
        match self {
            Self::Root => "/".to_owned(),
            Self::Keys => KEYS.to_owned(),
            Self::Key(id) => Self::key_path(id),
        }
    }

    /// The path of one key's page.
    pub(crate) fn key_path(id: &KeyId) -> String {
        [KEYS, "/", &address::segment(id)].concat()
    }
}
