//! Texts of the dialog before the request: the grace period, the key's use, warnings.

use portal_api::{Key, MINUTE, ServerTime};
use portal_core::keys::rotation::{
    grace::{Grace, GraceError, GraceUnit},
    machine::ChooseAgain,
    warnings::Warning,
};

use super::{count, quoted_name};
use crate::text::formats;

pub(crate) const EXPIRED_REASON: &str =
    "A new key would take over that expiry and never work, and a grace period would bring this one back to life.";
pub(crate) const WHAT_HAPPENS: &str =
    "You get a new key with the same settings. It works at once, and its secret is shown to you this once.";
pub(crate) const WHEN_OLD_ENDS: &str = "When does the old key stop working?";
pub(crate) const SUGGESTED: &str = "Suggested";
pub(crate) const CUSTOM: &str = "Other";
pub(crate) const KEEP: &str = "Keep it as it is";
pub(crate) const AMOUNT: &str = "Amount of time";
pub(crate) const UNIT: &str = "Unit of time";
pub(crate) const LOADING_NUMBER: &str = "…";
pub(crate) const AT_ONCE: &str = "at once";
pub(crate) const HOUR: &str = "Requests in the last hour";
pub(crate) const DAY: &str = "In the last day";
pub(crate) const WEEK: &str = "In the last week";
pub(crate) const SHORTENED_BY_EXPIRY: &str =
    "What is suggested is no longer than the old key would have lived without a rotation.";
const CHANGED: &str = "This key was changed in the meantime, perhaps in another tab. Nothing was sent: look at it again before you go on.";
const CANNOT_KEEP: &str =
    "This server can’t keep the old key as it is. Nothing was done: choose when the old key stops working.";
pub(crate) const OTHER_TAB: &str =
    "This key is being rotated in another tab at this moment. Nothing was sent from here.";
pub(crate) const ROTATING: &str = "Rotating…";
pub(crate) const SLOW: &str = "This takes longer than usual. Please keep this page open.";

/// Title of the dialog.
pub(crate) fn title(key: &Key) -> String {
    format!("Rotate {}", quoted_name(key))
}

/// Title of the dialog for an expired key.
pub(crate) fn expired_title(key: &Key) -> String {
    format!("{} can’t be rotated", quoted_name(key))
}

/// When the key expired.
pub(crate) fn expired(at: ServerTime, now: ServerTime) -> String {
    format!("It expired {}.", formats::from_now(at, now))
}

/// When the key was last used, as precisely as the API knows (minutes).
pub(crate) fn last_used(key: &Key, now: ServerTime) -> String {
    key.last_used_at.map_or_else(|| "Never used.".to_owned(), |at| format!("Last used {}.", formats::about(at, now)))
}

/// Label of a preset grace period.
pub(crate) fn grace(grace: Grace) -> String {
    if grace == Grace::NONE {
        return "Now".to_owned();
    }
    let minutes = grace.millis() / MINUTE;
    if minutes >= 60 {
        format!("In {}", count(minutes / 60, "hour"))
    } else {
        format!("In {}", count(minutes, "minute"))
    }
}

/// When the old key stops for this choice: a moment, or “at once”.
pub(crate) fn stops(grace: Grace, now: ServerTime) -> String {
    if grace == Grace::NONE { AT_ONCE.to_owned() } else { formats::at(grace.end(now), now) }
}

/// A unit of time, as it follows a number.
pub(crate) const fn unit(unit: GraceUnit) -> &'static str {
    match unit {
        GraceUnit::Minutes => "minutes",
        GraceUnit::Hours => "hours",
        GraceUnit::Days => "days",
    }
}

/// Validation message of the custom grace period.
pub(crate) fn grace_error(error: GraceError) -> String {
    match error {
        GraceError::Empty => "Enter a number.".to_owned(),
        GraceError::NotANumber => "This is not a number.".to_owned(),
        GraceError::NotWhole => "Enter a whole number.".to_owned(),
        GraceError::TooLong { max } => {
            format!("At most {}.", formats::number(usize::try_from(max).unwrap_or_default()))
        }
    }
}

/// Reason for a suggested grace period, by its length: see [`Grace::proposed`].
pub(crate) fn reason(suggested: Grace) -> &'static str {
    match suggested {
        Grace::NONE => "The key was never used: nothing breaks when it stops at once.",
        grace if grace.millis() <= 60 * MINUTE => {
            "The key wasn’t used within the last week: an hour is enough to notice what still needs it."
        }
        grace if grace.millis() <= 6 * 60 * MINUTE => {
            "The key was used within the last week, but not within the last day."
        }
        _ => "The key was used within the last day: that leaves a day to move over everything that uses it.",
    }
}

/// When a key that is kept as it is stops: a moment, or “never”.
pub(crate) fn keeps_until(expires: Option<ServerTime>, now: ServerTime) -> String {
    expires.map_or_else(|| "never".to_owned(), |at| formats::at(at, now))
}

/// Why the user has to choose once more.
pub(crate) const fn again(again: ChooseAgain) -> &'static str {
    match again {
        ChooseAgain::Changed => CHANGED,
        ChooseAgain::CannotKeep => CANNOT_KEEP,
    }
}

/// What will happen to the old key. `grace`: `None` to keep it as it is; `expires`: its own expiry.
pub(crate) fn outcome(grace: Option<Grace>, expires: Option<ServerTime>, now: ServerTime) -> String {
    match (grace, expires) {
        (Some(Grace::NONE), _) => {
            "The old key stops working at once: whatever uses it fails until it has the new one.".to_owned()
        }
        (Some(grace), _) => format!("The old key goes on working and stops {}.", formats::at(grace.end(now), now)),
        (None, None) => "The old key stays as it is and never expires. This portal can’t stop it later.".to_owned(),
        (None, Some(at)) => format!(
            "The old key stays as it is and keeps its own expiry: it stops {}. This portal can’t stop it sooner.",
            formats::at(at, now)
        ),
    }
}

/// Hint that the key was rotated before.
pub(crate) fn rotated_before(at: ServerTime, now: ServerTime) -> String {
    format!(
        "This key was rotated already, {}. Perhaps you want to rotate its successor instead.",
        formats::from_now(at, now.max(at.plus(1)))
    )
}

/// A side effect that the user may not expect.
pub(crate) fn warning(warning: Warning, now: ServerTime) -> String {
    match warning {
        Warning::NewExpiresSoon { at } => {
            format!("The new key takes over the old one’s expiry: it stops {}.", formats::at(at, now))
        }
        Warning::NewIsDisabled => {
            "The old key is disabled, and the new one will be too: it won’t work until it is enabled.".to_owned()
        }
        Warning::OldIsProlonged { from, to } => format!(
            "This prolongs the old key: without a rotation it would have stopped {}, and now it stops {}.",
            formats::at(from, now),
            formats::at(to, now)
        ),
    }
}
