//! The user's keys: the list, and each of them.

mod export;
mod fold;
mod key_page;
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
mod whose;

pub(crate) use key_page::KeyPage;
pub(crate) use offline::Offline;
pub(crate) use page::KeysPage;
pub(crate) use rotate::{RotationDialog, Rotations};
pub(crate) use store::KeysStore;
pub(crate) use usage::UsageAccess;
