//! The page that lists the keys.

mod export;
mod list_view;
mod navigation;
mod page;
mod row;
mod shortcuts;
mod table;
mod toolbar;

pub(crate) use page::KeysPage;
