//! The page that lists the keys.

mod columns;
mod open_row;
mod page;
mod row;
mod row_content;
mod table;

pub(crate) use page::KeysPage;
