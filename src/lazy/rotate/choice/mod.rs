//! The first scene of the rotation dialog: what the user chooses before the request is sent.

mod choosing;
mod consequence;
mod grace_choice;
mod hints;
mod selection;
mod send_buttons;
mod usage_summary;

pub(crate) use choosing::ChoosingScene;
