//! Texts of the dialog once the request was sent: the result, and what to do next.

use portal_api::{Cause, Key, ServerTime};

use super::{ends, quoted_name};
use crate::text::{app_or_your_app, capitalize, formats};

/// Reading more keys takes minutes.
const MANY_KEYS: usize = 2_000;

pub(crate) const RECONCILING: &str = "The server’s answer didn’t arrive. Your list of keys shows whether the key was rotated, so it is being read again.";
pub(crate) const RECONCILING_CLOSE: &str =
    "You can close this: it opens again when the result is known. Until then, no other key can be rotated.";
pub(crate) const SHOW: &str = "Show";
pub(crate) const SECRET_LOST: &str =
    "There is a new key, but the connection broke before it got here. You can’t see it again.";
pub(crate) const SECRET_LOST_ADVICE: &str = "Rotate the new key to get one that you can copy.";
pub(crate) const SECRET_LOST_NOT_LISTED: &str =
    "The new key isn’t in your list yet. Reload this page in a moment, then rotate the new key.";
pub(crate) const NOT_ROTATED: &str = "The request got lost, and the key is as it was before. You can safely try again.";
pub(crate) const UNKNOWN: &str = "The server’s answer got lost, and your list of keys doesn’t show yet what happened. Look again before you rotate this key, or you may get a second new key.";
pub(crate) const LOOK_AGAIN: &str = "Look again";

/// Title while the list is being read.
pub(crate) fn reconciling_title(key: &Key) -> String {
    format!("Checking whether {} was rotated…", quoted_name(key))
}

/// How long reading the list takes. `keys`: how many the list has.
pub(crate) fn reconciling_progress(keys: usize) -> String {
    if keys > MANY_KEYS {
        format!("You have more than {} keys: this can take a few minutes.", formats::number(MANY_KEYS))
    } else {
        "This usually takes under a minute.".to_owned()
    }
}

/// While the list is being read, and the dialog is minimized. `name`: see [`quoted_name`].
pub(crate) fn minimized(name: &str) -> String {
    format!("Checking whether {name} was rotated… Until then, no other key can be rotated.")
}

/// Title: rotated, but without the secret.
pub(crate) fn secret_lost_title(key: &Key) -> String {
    format!("{} was rotated, but the new key didn’t reach you", quoted_name(key))
}

/// Title: the key is unchanged.
pub(crate) fn not_rotated_title(key: &Key) -> String {
    format!("{} was not rotated", quoted_name(key))
}

/// The key was changed elsewhere before the request arrived. `expires`: as it is now.
pub(crate) fn changed_elsewhere(expires: Option<ServerTime>, now: ServerTime) -> String {
    let now = expires.map_or_else(|| "never expires".to_owned(), |at| ends(at, now));
    format!("It was changed somewhere else before your request arrived, so nothing was done. The key now {now}.")
}

/// Title: neither the answer nor the list tells.
pub(crate) fn unknown_title(key: &Key) -> String {
    format!("It isn’t known whether {} was rotated", quoted_name(key))
}

/// Title after an answer that rejects the request. `cause`: `None` where there is no failure.
pub(crate) fn failed_title(cause: Option<Cause>, key: &Key) -> String {
    match cause {
        Some(Cause::NotAllowed) => "You can’t rotate keys here".to_owned(),
        Some(Cause::KeyNotFound) => format!("{} is gone", quoted_name(key)),
        _ => not_rotated_title(key),
    }
}

/// Paragraphs after an answer that rejects the request: why, and what to do.
pub(crate) fn failed(cause: Option<Cause>, app: Option<&str>) -> Vec<String> {
    match cause {
        Some(Cause::NotAllowed) => vec![format!(
            "{} opened this session without permission to rotate keys. Nothing was changed. If you need it, ask {}.",
            capitalize(&app_or_your_app(app)),
            app_or_your_app(app)
        )],
        Some(Cause::KeyNotFound) => vec!["This key no longer exists. Your list is being read again.".to_owned()],
        Some(Cause::Temporary) => {
            vec!["The server can’t do this right now. Nothing was changed.".to_owned()]
        }
        _ => vec![
            "The server refused the request, and nothing was changed. If trying again doesn’t help, tell support the request ID.".to_owned(),
        ],
    }
}
