//! Everything about the portal that can be decided without a browser: the operator's config and its palette, what a
//! landing URL says, how a session goes on, everything about the list of keys and the
//! rotation of one, when to try again.
//!
//! No I/O, no web-sys, no clock and no randomness: they come in as arguments, so that all of it is tested natively.

pub mod colour;
pub mod config;
pub mod date;
pub mod keys;
pub mod page;
pub mod percent;
pub mod retry;
pub mod session;
pub mod support;
pub mod time;
pub mod url;
