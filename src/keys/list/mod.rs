//! The page that lists the keys.

mod columns;
mod page;
mod row;
mod row_content;
mod table;

pub(crate) use page::KeysPage;
