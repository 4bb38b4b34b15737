//! The dialog in which a key is rotated, from the choice of a grace period to the secret.

mod choosing;
mod consequence;
mod current_new_key;
mod frame;
mod grace_choice;
mod handle;
mod hints;
mod leave_warning;
mod minimized;
mod new_key;
mod outcome;
mod retained;
mod rotation_dialog;
mod runner;
mod scene;
mod selection;
mod send_buttons;
mod usage_summary;

pub(crate) use rotation_dialog::RotationDialog;
