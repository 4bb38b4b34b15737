//! The places of the tools.

/// Where on the page tools are.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// Beside the heading.
    Head,
    /// Below it.
    Toolbar,
    /// In front of the table.
    AboveTable,
    /// Below the table.
    Foot,
}
