//! A new key in an old one's place, without breaking what uses the old one.
//!
//! Before: [`grace`] is for how long the old key goes on, [`warnings`] what the user should know first. The request and
//! what becomes of it is [`machine`]'s: it is sent once, and when its answer is lost, [`trace`] looks for what it did in the
//! list, after a reload by what [`memory`] kept.

pub mod grace;
pub mod machine;
#[cfg(test)]
mod machine_tests;
pub mod memory;
pub mod trace;
pub mod warnings;
