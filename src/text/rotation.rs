//! Rotating a key, in words: what will happen, what happened, and what to do with the secret.

use portal_api::{Cause, Key, MINUTE, ServerTime};
use portal_core::keys::{
    name,
    rotation::{
        grace::{Grace, GraceError, GraceUnit},
        handover::{KeyHandover, NewKeyUse, OldKeyUse},
        warnings::Warning,
    },
    secret::formats::PasteCheck,
};

use super::{app_or_your_app, capitalize, formats};

pub(crate) const ROTATE: &str = "Rotate";
pub(crate) const EXPIRED_CANT: &str = "An expired key can’t be rotated.";
pub(crate) const OFFLINE_CANT: &str = "You’re offline.";
pub(crate) const ASIDE_CANT: &str = "One at a time: it isn’t known yet what became of another key.";
pub(crate) const EXPIRED_WHY: &str =
    "A new key would take over that expiry and never work, and a grace period would bring this one back to life.";
pub(crate) const WHAT_HAPPENS: &str =
    "You get a new key with the same settings. It works at once, and its secret is shown to you this once.";
pub(crate) const WHEN_OLD_ENDS: &str = "When does the old key stop working?";
pub(crate) const SUGGESTED: &str = "Suggested";
pub(crate) const OWN: &str = "Other";
pub(crate) const AMOUNT: &str = "Amount of time";
pub(crate) const UNIT: &str = "Unit of time";
pub(crate) const ASKING: &str = "…";
pub(crate) const AT_ONCE: &str = "at once";
pub(crate) const HOUR: &str = "Requests in the last hour";
pub(crate) const DAY: &str = "In the last day";
pub(crate) const WEEK: &str = "In the last week";
pub(crate) const PROPOSED_BY_EXPIRY: &str =
    "What is suggested is no longer than the old key would have lived without a rotation.";
pub(crate) const CHANGED: &str = "This key was changed in the meantime, perhaps in another tab. Nothing was sent: look at it again before you go on.";
pub(crate) const ELSEWHERE: &str =
    "This key is being rotated in another tab at this moment. Nothing was sent from here.";
pub(crate) const CANCEL: &str = "Cancel";
pub(crate) const CLOSE: &str = "Close";
pub(crate) const DONE: &str = "Done";
pub(crate) const ROTATE_KEY: &str = "Rotate key";
pub(crate) const ROTATING: &str = "Rotating…";
pub(crate) const SENDING_SLOW: &str = "This takes longer than usual. Please keep this page open.";
pub(crate) const LOOKING: &str =
    "The server’s answer got lost on its way. Your list of keys tells whether the key was rotated: it is read again.";
pub(crate) const LOOKING_NOW: &str = "Reading your keys: with thousands of them that takes minutes.";
pub(crate) const LOOKING_CLOSE: &str = "You can close this. It comes back as soon as it is known what happened.";
pub(crate) const HAPPENED: &str =
    "There is a new key, but the connection broke before its secret got here. Nobody can show it again.";
pub(crate) const HAPPENED_ADVICE: &str = "Rotate the new key: that makes one whose secret you get to see.";
pub(crate) const HAPPENED_NOT_LISTED: &str =
    "The new key isn’t in your list yet. Load the page again in a moment, and rotate the new key then.";
pub(crate) const NOTHING_HAPPENED: &str =
    "The request got lost on its way, and the key is as it was before. You can safely try again.";
pub(crate) const UNKNOWN: &str = "The server’s answer got lost, and your list of keys doesn’t tell yet what happened. Look again before you rotate the key once more, or you may get a second new key.";
pub(crate) const LOOK_AGAIN: &str = "Look again";
pub(crate) const ROTATE_NEW: &str = "Rotate the new key";
pub(crate) const SHOWN_ONCE: &str = "Copy it now and keep it somewhere safe. It can’t be shown again.";
pub(crate) const FORMS: &str = "Form";
pub(crate) const FORM_PLAIN: &str = "Key";
pub(crate) const FORM_ENV: &str = ".env";
pub(crate) const FORM_CURL: &str = "curl";
pub(crate) const FORM_HEADER: &str = "Header";
pub(crate) const IS_HIDDEN: &str = "The key is hidden.";
pub(crate) const REVEAL: &str = "Reveal";
pub(crate) const HIDE: &str = "Hide";
pub(crate) const COPY_SECRET: &str = "Copy";
pub(crate) const COPIED_SECRET: &str = "Copied";
pub(crate) const COPY_REFUSED: &str = "Your browser refused. The text is selected: copy it yourself.";
pub(crate) const PASTE_BACK: &str = "Check what you saved";
pub(crate) const PASTE_BACK_HINT: &str =
    "Paste it here from where you saved it. It is compared in your browser, and not kept.";
pub(crate) const NOT_TAKEN: &str =
    "You haven’t copied or checked the key. Once this is closed, nobody can show it again.";
pub(crate) const STAY_HERE: &str = "Go back to the key";
pub(crate) const CLOSE_ANYWAY: &str = "Close without it";
pub(crate) const WIPED: &str =
    "You took the key, and this page was in the background for a while: to keep it safe, it isn’t shown any more.";
pub(crate) const ROTATIONS: &str = "Rotated keys";
pub(crate) const SHOW: &str = "Show";
pub(crate) const DISMISS: &str = "Dismiss";
pub(crate) const OLD_KEY: &str = "the old key";
pub(crate) const NEW_KEY: &str = "the new key";
pub(crate) const NEW_KEY_IS: &str = "New key ";
pub(crate) const OLD_KEY_IS: &str = "Old key ";
pub(crate) const STOPS: &str = " stops working ";
pub(crate) const STOPPED: &str = " stopped working ";

/// What a key is called in a sentence: its name, or how it begins.
pub(crate) fn called(key: &Key) -> String {
    match name(key) {
        None => format!("{}…", key.start),
        Some(name) if name.is_ascii() => format!("“{name}”"),
        // Shut off (U+2068, U+2069): letters that run from right to left, and marks that say so, stay in the name.
        Some(name) => format!("“\u{2068}{name}\u{2069}”"),
    }
}

/// The button's name.
pub(crate) fn rotate(key: &Key) -> String {
    let called = name(key).map_or_else(|| format!("{}…", key.start), str::to_owned);
    format!("{ROTATE} {called}")
}

/// The dialog's title.
pub(crate) fn rotate_title(key: &Key) -> String {
    format!("Rotate {}", called(key))
}

/// The same where it can't be.
pub(crate) fn expired_title(key: &Key) -> String {
    format!("{} can’t be rotated", called(key))
}

/// Why it can't be.
pub(crate) fn expired(at: ServerTime, now: ServerTime) -> String {
    format!("It expired {}.", formats::from_now(at, now))
}

/// When it was last used, as precisely as the API knows.
pub(crate) fn last_used(key: &Key, now: ServerTime) -> String {
    key.last_used_at.map_or_else(|| "Never used.".to_owned(), |at| format!("Last used {}.", formats::about(at, now)))
}

/// `1,204`
pub(crate) fn number(number: u64) -> String {
    formats::number(usize::try_from(number).unwrap_or(usize::MAX))
}

/// `1,204 requests`
fn requests(number: u64) -> String {
    let noun = if number == 1 { "request" } else { "requests" };
    format!("{} {noun}", self::number(number))
}

/// A grace period that is offered.
pub(crate) fn grace(grace: Grace) -> String {
    if grace == Grace::NONE {
        return "Now".to_owned();
    }
    let minutes = grace.millis() / MINUTE;
    if minutes >= 60 {
        format!("In {}", counted(minutes / 60, "hour"))
    } else {
        format!("In {}", counted(minutes, "minute"))
    }
}

/// `1 minute`, `15 minutes`
fn counted(number: i64, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{} {noun}{plural}", formats::number(usize::try_from(number).unwrap_or_default()))
}

/// A unit, after a number.
pub(crate) const fn unit(unit: GraceUnit) -> &'static str {
    match unit {
        GraceUnit::Minutes => "minutes",
        GraceUnit::Hours => "hours",
        GraceUnit::Days => "days",
    }
}

/// What is wrong with the user's own number.
pub(crate) fn draft_problem(problem: GraceError) -> String {
    match problem {
        GraceError::Empty => "Enter a number.".to_owned(),
        GraceError::NotANumber => "This is not a number.".to_owned(),
        GraceError::NotWhole => "Enter a whole number.".to_owned(),
        GraceError::TooLong { max } => {
            format!("At most {}.", formats::number(usize::try_from(max).unwrap_or_default()))
        }
    }
}

/// Why this grace period is proposed.
pub(crate) fn proposed_because(grace: Grace) -> &'static str {
    match grace {
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

/// What will happen to the old key.
pub(crate) fn outcome(grace: Grace, end: ServerTime, now: ServerTime) -> String {
    if grace == Grace::NONE {
        return "The old key stops working at once: whatever uses it fails until it has the new one.".to_owned();
    }
    format!("The old key goes on working and stops {}.", formats::at(end, now))
}

/// The key was rotated before.
pub(crate) fn rotated_before(at: ServerTime, now: ServerTime) -> String {
    format!(
        "This key was rotated already, {}. Perhaps you want to rotate its successor instead.",
        formats::from_now(at, now.max(at.plus(1)))
    )
}

/// Something that may not be what the user expects.
pub(crate) fn warning(warning: Warning, now: ServerTime) -> String {
    match warning {
        Warning::NewExpiresSoon { at } => {
            let (moment, how_soon) = (formats::at(at, now), formats::from_now(at, now));
            format!("The new key takes over the old one’s expiry: it stops {moment}, {how_soon}.")
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

/// When the old key ends, or ended.
pub(crate) fn old_ends(at: ServerTime, now: ServerTime) -> String {
    if now < at {
        format!("The old key stops working {}, {}.", formats::at(at, now), formats::from_now(at, now))
    } else {
        "The old key has stopped working.".to_owned()
    }
}

/// The dialog's title once the secret is there.
pub(crate) fn done_title(key: &Key) -> String {
    format!("Your new key for {}", called(key))
}

/// The list is being read.
pub(crate) fn looking_title(key: &Key) -> String {
    format!("Was {} rotated?", called(key))
}

/// The same, outside the dialog.
pub(crate) fn looking_aside(called: &str) -> String {
    format!("Finding out whether {called} was rotated…")
}

/// It happened, without the secret.
pub(crate) fn happened_title(key: &Key) -> String {
    format!("{} was rotated, but its secret did not arrive", called(key))
}

/// Nothing was done.
pub(crate) fn nothing_title(key: &Key) -> String {
    format!("{} was not rotated", called(key))
}

/// Nobody can say.
pub(crate) fn unknown_title(key: &Key) -> String {
    format!("It isn’t known whether {} was rotated", called(key))
}

/// Nothing was done, by what the answer meant.
pub(crate) fn failed_title(cause: Option<Cause>, key: &Key) -> String {
    match cause {
        Some(Cause::NotAllowed) => "You can’t rotate keys here".to_owned(),
        Some(Cause::KeyNotFound) => format!("{} is gone", called(key)),
        _ => nothing_title(key),
    }
}

/// Nothing was done: why, and what to do.
pub(crate) fn failed(cause: Option<Cause>, app: Option<&str>) -> Vec<String> {
    match cause {
        Some(Cause::NotAllowed) => vec![format!(
            "{} opened this session without permission to rotate keys. Nothing was changed. If you expected to, ask there.",
            capitalize(&app_or_your_app(app))
        )],
        Some(Cause::KeyNotFound) => vec!["The server has no such key any more, and your list is being read again.".to_owned()],
        Some(Cause::Temporary) => {
            vec!["The server can’t take the request at this moment. Nothing was changed.".to_owned()]
        }
        _ => vec![
            "The server refused the request, and nothing was changed. If trying again doesn’t help, tell support the request ID.".to_owned(),
        ],
    }
}

/// What came of pasting the secret back.
pub(crate) const fn pasted_back(result: PasteCheck) -> &'static str {
    match result {
        PasteCheck::Match => "It matches: you have the whole key.",
        PasteCheck::Truncated => "Only a part of the key arrived: copy it again.",
        PasteCheck::Different => "That is not this key.",
        PasteCheck::Empty => "",
    }
}

/// Names a notice.
pub(crate) fn rotation_of(called: &str) -> String {
    format!("Rotation of {called}")
}

/// A notice's title.
pub(crate) fn rotated(called: &str) -> String {
    format!("{called} was rotated")
}

/// The same, without the secret.
pub(crate) fn rotated_lost(called: &str) -> String {
    format!("{called} was rotated, but its secret did not arrive")
}

/// Puts a notice away.
pub(crate) fn dismiss(called: &str) -> String {
    format!("{DISMISS} the notice about {called}")
}

/// How long the old key still has; after its end, how long ago that was.
pub(crate) fn left(ends: ServerTime, now: ServerTime) -> String {
    formats::from_now(ends, now)
}

/// When this was so.
pub(crate) fn as_of(at: ServerTime) -> String {
    format!("As of {}:", formats::time(at))
}

/// One sentence for each key of which something is known.
pub(crate) fn pilot(pilot: &KeyHandover) -> Vec<String> {
    let old = match pilot.old {
        OldKeyUse::Unknown => None,
        OldKeyUse::InUse { requests, minutes } => Some(match OldKeyUse::per_minute(requests, minutes) {
            Some(rate) => {
                format!("The old key still gets {} a minute, {} left.", number(rate), time_left(pilot.minutes_left))
            }
            None => format!(
                "The old key got {} in the last {}, {} left.",
                self::requests(requests),
                counted(minutes, "minute"),
                time_left(pilot.minutes_left)
            ),
        }),
        OldKeyUse::IdleFor { minutes, at_least } => {
            let at_least = if at_least { "at least " } else { "" };
            Some(format!("Old key: none for {at_least}{}.", counted(minutes, "minute")))
        }
    };
    let new = match pilot.new {
        NewKeyUse::Unknown => None,
        NewKeyUse::Unused => Some("New key: no request yet.".to_owned()),
        NewKeyUse::FirstUsed { minutes_ago } => Some(format!("New key: first request {}.", ago(minutes_ago))),
        NewKeyUse::LastUsed { minutes_ago } => Some(format!("New key: last request {}.", ago(minutes_ago))),
        NewKeyUse::IdleFor { minutes } => Some(format!("New key: none for at least {}.", counted(minutes, "minute"))),
    };
    [old, new].into_iter().flatten().collect()
}

/// `18 minutes`; from an hour on `5 hours`, as [`left`] says it.
fn time_left(minutes: i64) -> String {
    if minutes < 60 { counted(minutes, "minute") } else { counted(minutes / 60, "hour") }
}

fn ago(minutes: i64) -> String {
    match minutes {
        ..=0 => "just now".to_owned(),
        minutes => format!("{} ago", counted(minutes, "minute")),
    }
}
