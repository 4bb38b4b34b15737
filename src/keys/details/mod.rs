//! What is looked up of keys beyond the list: a key's own page, whose a pasted key is, and which shortcuts there are. A part
//! of the program that is fetched when needed ([`place`]).

mod key_page;
mod last_day;
mod place;
mod shortcut_list;
mod whose;

pub(crate) use place::KeyPage;
pub(super) use place::{save_as_csv, shortcut_list, whose_field, whose_result};
