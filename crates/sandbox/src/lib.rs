//! The portal API and an app's backend, in memory: for development, demonstration and tests.
//!
//! The API follows the contract in `crates/api` and repeats the known defects of the real server (repeated keys in
//! pages, a cursor that doesn't move, `name` and expiry inherited by a rotated key), so that the portal meets them here
//! first. No other crate depends on this one: gateway and portal talk to it over HTTP, as they do to the real API.

mod api;
mod app;
pub mod command;
mod connection;
mod control;
mod data;
mod outcome;
mod random;
mod responses;
mod server;
mod state;

pub use server::{Running, start};
