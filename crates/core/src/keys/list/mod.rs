//! Loading the list of keys: what is loaded, and how much to load.

mod account;
mod key_list;
mod load_target;

pub use account::Account;
pub(in crate::keys) use key_list::sort_key;
pub use key_list::{Continuation, Coverage, KeyList};
pub use load_target::{INITIAL_KEYS, LoadTarget};
