//! The user's keys: the list, and the state that the list shares with the parts that are loaded later.

pub(crate) mod key_cells;
pub(crate) mod list;
pub(crate) mod list_state;
pub(crate) mod load_failure;
pub(crate) mod rotation;
pub(crate) mod store;
pub(crate) mod usage;
