//! Texts about rotating a key: what the first page needs, and in submodules what is loaded with the rotation module.

pub(crate) mod check;
pub(crate) mod choice;
#[cfg(test)]
mod choice_tests;
pub(crate) mod handover;
pub(crate) mod notices;
pub(crate) mod outcome;
pub(crate) mod relation;
pub(crate) mod secret;
#[cfg(test)]
mod tests;

use portal_api::{Key, ServerTime};
use portal_core::keys::name;

use super::formats;

pub(crate) const ROTATE: &str = "Rotate";
pub(crate) const ROTATE_KEY: &str = "Rotate key";
pub(crate) const ROTATE_NEW: &str = "Rotate the new key";
pub(crate) const CANCEL: &str = "Cancel";
pub(crate) const CLOSE: &str = "Close";
pub(crate) const BLOCKED_EXPIRED: &str = "An expired key can’t be rotated.";
pub(crate) const BLOCKED_OFFLINE: &str = "You’re offline.";
pub(crate) const BLOCKED_MINIMIZED: &str = "Available when it’s known whether another key was rotated.";

/// A key in a sentence: its name in quotation marks, or its first characters.
pub(crate) fn quoted_name(key: &Key) -> String {
    match name(key) {
        None => format!("{}…", key.start),
        Some(name) if name.is_ascii() => format!("“{name}”"),
        // Bidirectional isolates (U+2068, U+2069) keep right-to-left letters and direction marks inside the name.
        Some(name) => format!("“\u{2068}{name}\u{2069}”"),
    }
}

/// Accessible name of the button that rotates `key`.
pub(crate) fn rotate(key: &Key) -> String {
    let name = name(key).map_or_else(|| format!("{}…", key.start), str::to_owned);
    format!("{ROTATE} {name}")
}

/// When the old key ends, or that it has ended. `None`: never.
pub(crate) fn old_ends(at: Option<ServerTime>, now: ServerTime) -> String {
    match at {
        None => "The old key stays as it was, and never expires.".to_owned(),
        Some(at) => format!("The old key {}.", ends(at, now)),
    }
}

/// When a key ends, or that it has ended, after its name.
fn ends(at: ServerTime, now: ServerTime) -> String {
    if now < at { format!("stops working {}", formats::at(at, now)) } else { "has stopped working".to_owned() }
}

/// `1 minute`, `15 minutes`
fn count(number: i64, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{} {noun}{plural}", formats::number(usize::try_from(number).unwrap_or_default()))
}
