//! Everything about the portal that can be decided without a browser.
//!
//! - [`config`], with [`url`] and [`colour`]: the operator's `config.json`
//! - [`session`]: from the landing URL to the end of a session
//! - [`keys`]: the list of keys, usage and rotation
//! - [`page`]: the portal's pages and their paths
//! - [`retry`], [`support`], [`time`], [`relative_time`], [`date`], [`locale`], [`percent`], [`bidi`], [`invisible`],
//!   [`plain_text`]: shared by these
//!
//! No I/O, no `web-sys`, no clock and no randomness: they come in as arguments, so that everything is tested natively.

pub mod bidi;
pub mod colour;
pub mod config;
pub mod date;
pub mod invisible;
pub mod keys;
pub mod locale;
pub mod page;
pub mod percent;
pub mod plain_text;
pub mod relative_time;
pub mod retry;
pub mod session;
pub mod support;
pub mod time;
pub mod url;
