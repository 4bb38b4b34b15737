//! The user's keys.

mod offline;
mod page;
mod row;
mod store;
mod trouble;

pub(crate) use offline::Offline;
pub(crate) use page::KeysPage;
pub(crate) use store::KeysStore;
