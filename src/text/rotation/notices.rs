//! Texts of the notices about completed rotations.

pub(crate) const SECTION: &str = "Rotated keys";
pub(crate) const DISMISS: &str = "Dismiss";
pub(crate) const OLD_KEY: &str = "the old key";
pub(crate) const NEW_KEY: &str = "the new key";
pub(crate) const NEW_KEY_LABEL: &str = "New key ";
pub(crate) const OLD_KEY_LABEL: &str = "Old key ";
pub(crate) const STOPS: &str = " stops working ";
pub(crate) const STOPPED: &str = " stopped working ";
pub(crate) const GOES_ON: &str = " stays as it was";

/// Accessible name of a notice.
pub(crate) fn label(name: &str) -> String {
    format!("Rotation of {name}")
}

/// Title of a notice.
pub(crate) fn rotated(name: &str) -> String {
    format!("{name} was rotated")
}

/// Title of a notice where the new key's secret never arrived.
pub(crate) fn secret_lost(name: &str) -> String {
    format!("{name} was rotated, but its secret did not arrive")
}

/// Accessible name of the button that dismisses a notice.
pub(crate) fn dismiss(name: &str) -> String {
    format!("{DISMISS} the notice about {name}")
}
