//! Rotating a key: the dialog, the secret, and what is said until the old key has ended.
//!
//! What the list needs at once is in [`rotations`], [`button`] and [`memory`]. The rest is needed by few, once a rotation
//! is open or was done: each of [`RotationDialog`], [`RotationNotices`] and [`Pilot`] is nothing until then.

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
mod rotations;
mod runner;
mod secret;
mod tabs;

pub(crate) use button::RotateButton;
pub(crate) use dialog::RotationDialog;
pub(crate) use notices::RotationNotices;
#[expect(unused_imports, reason = "for the page of one key")]
pub(crate) use pilot::Pilot;
pub(crate) use rotations::Rotations;
