//! The portal API and an app's backend, in memory: for development, demonstration and tests.
//!
//! Faithful to the contract, the marked defects of today's server included, so that the portal meets here what it will
//! meet there. Nothing depends on this room; the gateway speaks to it over HTTP exactly as it would to the real one.

mod answers;
mod api;
mod app;
mod clock;
pub mod command;
mod cors;
mod people;
mod quota;
mod request_check;
mod reroll;
mod routes;
mod server;
mod sessions;
mod switchboard;
mod usage;
mod world;

pub use server::{Running, start};
