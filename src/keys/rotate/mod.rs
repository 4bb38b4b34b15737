//! Rotating a key: the dialog, the secret, and what is said until the old key has ended.
//!
//! What the list needs at once is in [`rotations`], [`button`], [`notices`], [`memory`] and [`tabs`]. The rest is needed by few,
//! once a rotation is open or there is one to watch: a part of the program that is fetched then ([`place`]).

mod button;
mod choosing;
mod dialog;
mod forms;
mod grace_choice;
mod keeper;
mod memory;
mod notices;
mod outcome;
mod pilot;
mod place;
mod rotations;
mod runner;
mod secret;
mod tabs;

pub(crate) use button::{Hindrance, PlainRotateButton, RotateButton, rotate_id, why_not_rotate};
pub(crate) use place::{RotationDialog, RotationNotices, RotationsOf};
pub(crate) use rotations::Rotations;
