//! The page that lists the keys.

mod columns;
mod export;
mod head;
mod list_view;
mod navigation;
mod no_match;
mod open_row;
mod page;
mod print;
mod reveal;
mod row;
mod row_content;
mod shortcuts;
mod table;
mod toolbar;
#[cfg(test)]
mod toolbar_tests;

pub(crate) use page::KeysPage;
