//! Rotating a key: a new key replaces an old one, which keeps working for a grace period.
//!
//! Before: [`key_use`], [`proposal`], [`grace`] and [`warnings`]. [`machine`] sends the request once; if the response is lost, [`reconcile`] looks
//! for the rotation in the list, after a page reload with the help of [`records`]. [`new_key`] predicts the new key.
//!
//! After: [`check`] for what the server has now, [`notice`] and [`notices`] for the user, with the new key's [`save_state`],
//! [`message`] to other tabs, [`relation`]: which key replaced which, and [`handover`]: how traffic moves to the new key. The
//! new key's plaintext is in
//! [`secret`](crate::keys::secret).

pub mod check;
pub mod grace;
pub mod handover;
pub mod key_use;
pub mod machine;
#[cfg(test)]
mod machine_tests;
pub mod message;
pub mod new_key;
pub mod notice;
pub mod notices;
pub mod proposal;
pub mod reconcile;
pub mod records;
pub mod relation;
pub mod save_state;
mod sent_request;
mod stage;
pub mod warnings;
