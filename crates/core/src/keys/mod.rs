//! API keys: the list, usage and rotation. Everything that needs no browser.
//!
//! - [`list`]: loading keys page by page
//! - [`view`]: columns, search, filters and order
//! - [`table`]: which rows are drawn
//! - [`identify`]: recognising a pasted key
//! - [`usage`]: how often a key is used
//! - [`csv`]: the CSV export
//! - [`rotation`] and [`secret`]: replacing a key, and the new key's plaintext
//! - [`address`]: key IDs in paths
//!
//! There are no texts for the user here. A text that may be a whole key is a [`portal_api::Secret`], or is only read
//! and never stored.

pub mod address;
pub mod csv;
pub mod identify;
mod key_info;
pub mod list;
pub mod rotation;
pub mod secret;
pub mod table;
pub mod usage;
pub mod view;

#[cfg(test)]
mod samples;

pub use key_info::{EXPIRES_SOON_MS, expires_soon, name};
