//! The user's keys.

mod page;
mod row;
mod store;

pub(crate) use page::KeysPage;
pub(crate) use store::KeysStore;
