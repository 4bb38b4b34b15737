//! Texts of the dialog once the request was sent: the result, and what to do next.

use portal_api::{Cause, Key, ServerTime};

use super::{ends, quoted_name};
use crate::text::{app_or_your_app, capitalize};

pub(crate) const RECONCILING: &str =
    "The server’s answer got lost on its way. Your list of keys tells whether the key was rotated: it is read again.";
pub(crate) const RECONCILING_PROGRESS: &str = "Reading your keys: with thousands of them that takes minutes.";
pub(crate) const RECONCILING_CLOSE: &str = "You can close this. It comes back as soon as it is known what happened.";
pub(crate) const SECRET_LOST: &str =
    "There is a new key, but the connection broke before its secret got here. Nobody can show it again.";
pub(crate) const SECRET_LOST_ADVICE: &str = "Rotate the new key: that makes one whose secret you get to see.";
pub(crate) const SECRET_LOST_NOT_LISTED: &str =
    "The new key isn’t in your list yet. Load the page again in a moment, and rotate the new key then.";
pub(crate) const NOT_ROTATED: &str =
    "The request got lost on its way, and the key is as it was before. You can safely try again.";
pub(crate) const UNKNOWN: &str = "The server’s answer got lost, and your list of keys doesn’t tell yet what happened. Look again before you rotate the key once more, or you may get a second new key.";
pub(crate) const LOOK_AGAIN: &str = "Look again";

/// Title while the list is being read.
pub(crate) fn reconciling_title(key: &Key) -> String {
    format!("Was {} rotated?", quoted_name(key))
}

/// Title: rotated, but without the secret.
pub(crate) fn secret_lost_title(key: &Key) -> String {
    format!("{} was rotated, but its secret did not arrive", quoted_name(key))
}

/// Title: the key is unchanged.
pub(crate) fn not_rotated_title(key: &Key) -> String {
    format!("{} was not rotated", quoted_name(key))
}

/// The key was changed elsewhere before the request arrived. `expires`: as it is now.
pub(crate) fn changed_elsewhere(expires: Option<ServerTime>, now: ServerTime) -> String {
    let now = expires.map_or_else(|| "never expires".to_owned(), |at| ends(at, now));
    format!(
        "It was changed somewhere else before your request came through, so nothing was done. As it is now, the key {now}."
    )
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
