//! A new key in an old one's place, without breaking what uses the old one.
//!
//! Before: [`grace`] is for how long the old key goes on, [`warnings`] what the user should know first. The request and
//! what becomes of it is [`machine`]'s: it is sent once, and when its answer is lost, [`trace`] looks for what it did in the
//! list, after a reload by what [`memory`] kept. After: the secret is written as [`secret_formats`] and lives as
//! [`secret_life`] says; [`pilot`] says how requests move from the old key to the new one.

pub mod grace;
pub mod handover;
pub mod machine;
#[cfg(test)]
mod machine_tests;
pub mod reconcile;
pub mod records;
mod sent_request;
pub mod warnings;
