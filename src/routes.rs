//! Every address of the portal, once.

use portal_api::KeyId;
use portal_core::keys::address;

/// What the router calls the key's id in the path.
pub(crate) const KEY_ID: &str = "id";

/// A page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Page {
    /// The list of keys.
    Keys,
}

impl Page {
    /// The path without its slash, for the router.
    pub(crate) const fn segment(self) -> &'static str {
        match self {
            Self::Keys => "keys",
        }
    }

    /// The path.
    pub(crate) fn path(self) -> String {
        format!("/{}", self.segment())
    }

    /// The path of one key's page.
    pub(crate) fn key_path(id: &KeyId) -> String {
        [&Self::Keys.path(), "/", &address::segment(id)].concat()
    }
}
