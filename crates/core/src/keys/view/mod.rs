//! What the user sees of the list: columns, search, filters and order.

mod column;
mod direction;
mod index;
#[cfg(test)]
mod index_tests;
mod keys_view;
#[cfg(test)]
mod keys_view_tests;
mod load_target;
mod positions;
mod search_results;
mod shared_names;
mod sort;

pub use column::{Column, ColumnSpec, ColumnValue};
pub use direction::Direction;
pub use index::{KeyIndex, NormalizeFn};
pub use keys_view::KeysView;
pub use search_results::SearchResults;
pub use shared_names::SharedNames;
pub use sort::Sort;
