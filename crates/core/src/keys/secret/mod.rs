//! The plaintext of a new key, which is shown once: the formats in which it is copied, and how long it stays.

pub mod formats;
pub mod lifecycle;
#[cfg(test)]
mod lifecycle_tests;
