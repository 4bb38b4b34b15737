//! The user's keys: the list, and each of them.

mod cursor;
mod details;
mod export;
mod facts;
mod fold;
mod list_view;
mod offline;
mod page;
mod rotate;
mod row;
mod shortcuts;
mod store;
mod table;
mod toolbar;
mod trouble;
mod usage;

pub(crate) use details::KeyPage;
pub(crate) use offline::Offline;
pub(crate) use page::KeysPage;
pub(crate) use rotate::{RotationDialog, Rotations};
pub(crate) use store::KeysStore;
pub(crate) use usage::UsageAccess;
