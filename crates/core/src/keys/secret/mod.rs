//! A new key's secret, which is shown once: the formats it is copied in, and how long it stays.

pub mod formats;
pub mod lifecycle;
#[cfg(test)]
mod lifecycle_tests;
