//! Texts of the notices about completed rotations.

use super::count;

pub(crate) const SECTION: &str = "Rotated keys";
pub(crate) const DISMISS: &str = "Dismiss";
pub(crate) const OLD_KEY: &str = "the old key";
pub(crate) const NEW_KEY: &str = "the new key";
pub(crate) const NEW_KEY_LABEL: &str = "New key ";
pub(crate) const OLD_KEY_LABEL: &str = "Old key ";
pub(crate) const STOPS: &str = "stops working";
pub(crate) const STOPPED: &str = "stopped working";
pub(crate) const GOES_ON: &str = "stays as it was";

/// After the key's name, in a notice's title.
pub(crate) const ROTATED: &str = " was rotated";

/// The same where the response with the new key was lost.
pub(crate) const NEVER_ARRIVED: &str = " was rotated, but the new key didn’t reach you";

/// Before [`ROTATE_NEW`](super::ROTATE_NEW), as are the following.
pub(crate) const CANT_BE_SHOWN: &str = "It can’t be shown again. ";
pub(crate) const CLOSED_UNSAVED: &str = "You closed the new key without copying it. ";
pub(crate) const NOT_SAVED: &str = "The new key wasn’t saved and can’t be shown again. ";

/// The new key is still shown in another tab.
pub(crate) const NOT_YET_SAVED: &str = "The new key hasn’t been copied yet. It’s still open in another tab.";

/// Accessible name of a notice.
pub(crate) fn label(name: &str) -> String {
    format!("Rotation of {name}")
}

/// Accessible name of the button that dismisses a notice.
pub(crate) fn dismiss(name: &str) -> String {
    format!("{DISMISS} the notice about {name}")
}

/// Label of the button that shows or hides earlier rotations.
pub(crate) fn earlier(rotations: usize, are_shown: bool) -> String {
    let verb = if are_shown { "Hide" } else { "Show" };
    format!("{verb} {}", count(i64::try_from(rotations).unwrap_or(i64::MAX), "earlier rotation"))
}
