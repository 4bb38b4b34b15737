//! Tests of connections without a network.

mod over_limit;
mod registry;
mod under_way;
mod world;
