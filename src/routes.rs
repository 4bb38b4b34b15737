//! Every address of the portal, once.

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
}
