//! Texts of the dialog before the request: the grace period, the key's use, warnings.

use portal_api::{DAY, HOUR, Key, MINUTE, ServerTime};
use portal_core::keys::{
    rotation::{
        grace::{Grace, GraceError, GraceUnit},
        key_use::KeyUse,
        machine::ChooseAgain,
        proposal::Reason,
        warnings::Warning,
    },
    usage::UsagePeriod,
};

use super::{count, handover::requests, quoted_name};
use crate::text::{formats, usage};

pub(crate) const EXPIRED_REASON: &str = "A new key would have the same expiry, so it would never work.";
pub(crate) const ACCOUNT: &str = "Account:";
pub(crate) const WHAT_HAPPENS: &str = "You’ll get a new key with the same settings. We show it only once.";
pub(crate) const WHEN_OLD_ENDS: &str = "When does the old key stop working?";
pub(crate) const HINT: &str = "Leaked? Choose Now. You can’t change this later.";
pub(crate) const SUGGESTED: &str = "Suggested";
pub(crate) const CUSTOM: &str = "Custom";
pub(crate) const KEEP: &str = "Keep it as it is";
pub(crate) const AMOUNT: &str = "Amount of time";
pub(crate) const UNIT: &str = "Unit of time";
pub(crate) const REQUESTS: &str = "Requests";
pub(crate) const NO_NUMBER: &str = "–";
pub(crate) const REQUESTS_UNAVAILABLE: &str = usage::UNAVAILABLE;
pub(crate) const REQUESTS_NOT_RECORDED: &str = usage::NOT_RECORDED;
pub(crate) const REQUESTS_REFUSED: &str = "You can’t see usage in this session.";
const CHANGED: &str =
    "This key was changed meanwhile, maybe in another tab. Nothing was sent: check your choice before you go on.";
const CANNOT_KEEP: &str =
    "This server can’t keep the old key as it is. Nothing was done: choose when the old key stops working.";
pub(crate) const OTHER_TAB: &str = "This key is being rotated in another tab right now. Nothing was sent from here.";
pub(crate) const OPEN_NEW_KEY: &str = "Open the new key";
pub(crate) const ROTATE_AND_STOP: &str = "Rotate and stop the old key now";
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

/// When the key was last used, as precisely as the API knows (minutes); empty where that isn't recorded.
pub(crate) fn last_used(key: &Key, used: KeyUse, now: ServerTime) -> String {
    match key.last_used_at {
        Some(at) => format!("Last used {}.", formats::about(at, now)),
        None if used == KeyUse::Never => "Never used.".to_owned(),
        None => String::new(),
    }
}

/// Label of a period in which requests are counted.
pub(crate) const fn period(period: UsagePeriod) -> &'static str {
    match period {
        UsagePeriod::Hour => "Last hour",
        UsagePeriod::Day => "Last day",
        UsagePeriod::Week => "Last week",
    }
}

/// Label of a preset grace period.
pub(crate) fn grace(grace: Grace) -> String {
    match grace.millis() {
        0 => "Now".to_owned(),
        millis @ ..HOUR => format!("In {}", count(millis / MINUTE, "minute")),
        millis if millis <= DAY => format!("In {}", count(millis / HOUR, "hour")),
        millis => format!("In {}", count(millis / DAY, "day")),
    }
}

/// When the old key stops for this choice; empty for “now”.
pub(crate) fn stops(grace: Grace, now: ServerTime) -> String {
    if grace == Grace::NONE { String::new() } else { formats::at(grace.end(now), now) }
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
        GraceError::NotANumber | GraceError::NotWhole => "Enter a whole number, 0 or more.".to_owned(),
        GraceError::TooLong { max } => {
            format!("At most {}.", formats::number(usize::try_from(max).unwrap_or_default()))
        }
    }
}

/// Why a grace period is suggested.
pub(crate) const fn reason(reason: Reason) -> &'static str {
    match reason {
        Reason::UsedWithinDay => "Used within the last day: this leaves a day to switch to the new key.",
        Reason::UsedWithinWeek => "Used within the last week: this leaves a day to switch to the new key.",
        Reason::UsedLongAgo => "Not used within the last week: an hour shows whether anything still needs it.",
        Reason::NeverUsed => "The key was never used, so nothing breaks.",
        Reason::UseUnknown => "It isn’t known whether the key is used: this leaves a day to switch.",
        Reason::OwnExpiry => "Not longer than the key’s own expiry.",
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

/// That the old key stops at once, and what is likely to fail.
pub(crate) fn breaks(used: KeyUse, now: ServerTime) -> String {
    let evidence = match used {
        KeyUse::Counted { requests: number, period } => {
            let period = match period {
                UsagePeriod::Hour => "hour",
                UsagePeriod::Day => "day",
                UsagePeriod::Week => "week",
            };
            format!("{} used this key in the last {period}.", requests(number))
        }
        KeyUse::Recent(at) => format!("This key was last used {}.", formats::about(at, now)),
        KeyUse::LongAgo | KeyUse::Never | KeyUse::Unknown => "It isn’t known whether this key is used.".to_owned(),
    };
    evidence + " Whatever still uses it fails at once."
}

/// What will happen to the old `key`. `grace`: `None` to keep it as it is.
pub(crate) fn outcome(key: &Key, grace: Option<Grace>, used: KeyUse, now: ServerTime) -> String {
    match (grace, key.expires) {
        (Some(Grace::NONE), _) if !key.enabled => "The old key is disabled, and expires at once.".to_owned(),
        (Some(grace), _) if !key.enabled => {
            format!("The old key stays disabled, and expires {}.", formats::at(grace.end(now), now))
        }
        (Some(Grace::NONE), _) if used == KeyUse::LongAgo => {
            "The old key stops working at once. It wasn’t used within the last week.".to_owned()
        }
        (Some(Grace::NONE), _) => "The old key stops working at once.".to_owned(),
        (Some(grace), _) => format!("The old key keeps working, then stops {}.", formats::at(grace.end(now), now)),
        (None, None) => "The old key stays as it is and never expires. You can’t stop it here later.".to_owned(),
        (None, Some(at)) => format!(
            "The old key stays as it is and keeps its own expiry: it stops {}. You can’t stop it here sooner.",
            formats::at(at, now)
        ),
    }
}

/// Hint that the key was rotated before.
pub(crate) fn rotated_before(at: ServerTime, now: ServerTime) -> String {
    format!("You already rotated this key {}.", formats::from_now(at, now.max(at.plus(1))))
}

/// A side effect that the user may not expect.
pub(crate) fn warning(warning: Warning, now: ServerTime) -> String {
    match warning {
        Warning::NewExpiresSoon { at } => {
            format!("The new key will have the same expiry: it stops {}.", formats::at(at, now))
        }
        Warning::NewIsDisabled => {
            "The old key is disabled, and the new one will be too: it won’t work until it is enabled.".to_owned()
        }
        Warning::OldIsProlonged { from, to } => format!(
            "This prolongs the old key: it stops {} instead of {}.",
            formats::at(to, now),
            formats::at(from, now)
        ),
    }
}
