//! What the user wants to see of the list (search, filters, order), and how it is found.

mod index;
#[cfg(test)]
mod index_tests;
mod keys_view;
#[cfg(test)]
mod keys_view_tests;

pub use index::{KeyIndex, NormalizeFn, SearchResults};
pub use keys_view::{Column, Direction, KeysView, Sort};
