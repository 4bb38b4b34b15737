//! All texts on screen, and the formats of numbers and dates. Only these modules hold texts.

pub(crate) mod endings;
mod failure_details;
pub(crate) mod formats;
#[cfg(test)]
mod formats_tests;
mod key_start;
pub(crate) mod keys;
pub(crate) mod normalize;
pub(crate) mod print;
pub(crate) mod rotation;
pub(crate) mod usage;

pub(crate) use failure_details::failure_details;
pub(crate) use key_start::key_start;
use portal_api::{DAY, Key, ServerTime};

use crate::browser;

pub(crate) const OPENING: &str = "Opening your session";
pub(crate) const TAKES_LONG: &str = "This is taking longer than usual. Please keep this page open.";
pub(crate) const CONFIG_FAILED_TITLE: &str = "This page can’t be reached right now";
pub(crate) const CONFIG_FAILED: &str = "Your connection or the server has a problem.";
pub(crate) const LINK_UNUSED: &str = "Your link has not been used yet.";
pub(crate) const EXCHANGE_FAILED_TITLE: &str = "Your keys couldn’t be opened yet";
pub(crate) const EXCHANGE_FAILED: &str =
    "The server didn’t answer as it should. Your link may still work: try again in a moment.";
pub(crate) const FOREIGN_ANSWER: &str = "Something else answered instead of the server, such as a sign-in page or a firewall. Reload this page to get past it.";
pub(crate) const CHOOSING_SESSION_TITLE: &str = "Open the keys from this link?";
pub(crate) const KEEP_OPEN_SESSION: &str = "Keep the ones I had";
pub(crate) const OPEN_NEW_SESSION: &str = "Open these keys";
pub(crate) const LINK_USED: &str = "A link to this page works once, within 15 minutes, and only if it is complete.";
pub(crate) const OTHER_SESSION_OPEN: &str = "Keys from an earlier link are still open. They may belong to another account: show them only if you opened them yourself.";
pub(crate) const CHECK_AGAIN: &str = "Check again";
pub(crate) const SHOW_OPEN_SESSION: &str = "Show the open keys";
pub(crate) const TRY_AGAIN: &str = "Try again";
pub(crate) const TRY_AGAIN_NOW: &str = "Try again now";
pub(crate) const LOADING_PART: &str = "Loading";
pub(crate) const PART_FAILED_TITLE: &str = "This part of the page couldn’t be loaded";
pub(crate) const PART_FAILED: &str = "Check your connection and try again. If that doesn’t help, the page may have been updated since you opened it: reload it.";
pub(crate) const SESSION_OVER_TITLE: &str = "Your session has ended";
pub(crate) const NO_KEYS_SHOWN_TITLE: &str = "Your API keys can’t be shown right now";
pub(crate) const SCREEN_FAILED: &str = "Part of this page couldn’t be loaded. Check your connection and try again.";
pub(crate) const RELOAD: &str = "Reload";
pub(crate) const GO_ON: &str = "Go on";
pub(crate) const SUPPORT_DETAILS: &str = "Details for support";
pub(crate) const CONTACT_SUPPORT: &str = "Contact support";
pub(crate) const DOCS: &str = "Docs";
pub(crate) const SKIP_TO_CONTENT: &str = "Skip to content";
pub(crate) const REQUEST_ID: &str = "Request ID";
pub(crate) const COPY_REQUEST_ID: &str = "Copy request ID";
pub(crate) const COPY_DETAILS: &str = "Copy details";
pub(crate) const SIGN_OUT: &str = "Sign out";
pub(crate) const SIGN_OUT_AT_APP: &str =
    "Also asks the app to end your sessions in all browsers. That can take a few minutes.";
pub(crate) const SIGNING_OUT: &str = "Signing out…";
pub(crate) const NOT_SIGNED_OUT: &str = "You’re still signed in: the server didn’t answer. Try again.";
pub(crate) const STAY: &str = "Cancel";
pub(crate) const SESSION_FROM_MEMORY: &str =
    "Your browser keeps no cookies for this page, so you’re signed in only until you reload or close it.";
pub(crate) const COPY: &str = "Copy";
pub(crate) const COPIED: &str = "Copied";
pub(crate) const NOT_COPIED: &str = "Your browser refused. Select the text and copy it yourself.";
pub(crate) const API_KEYS: &str = "API keys";
pub(crate) const LOADING_KEYS: &str = "Loading your keys";
pub(crate) const NO_KEYS_TITLE: &str = "No API keys yet";
pub(crate) const KEYS_FAILED: &str = "Your keys couldn’t be loaded";
pub(crate) const TEMPORARY_FAILURE: &str = "The server didn’t answer as it should.";
pub(crate) const REQUEST_INVALID: &str =
    "The server refused the request. Trying again may not help: tell support the request ID.";
pub(crate) const NOT_ALLOWED_ANY_MORE: &str = "This session may not list keys any more.";
pub(crate) const UNNAMED: &str = "Unnamed key";
pub(crate) const ACTIVE: &str = "Active";
pub(crate) const DISABLED: &str = "Disabled";
pub(crate) const EXPIRED: &str = "Expired";
pub(crate) const NEVER: &str = "Never";
pub(crate) const NOT_FOUND_TITLE: &str = "There is no such page";
pub(crate) const NOT_FOUND: &str = "The address may be mistyped, or the page has moved.";
pub(crate) const TO_KEYS: &str = "Go to your API keys";

/// The list's columns, in their order.
pub(crate) mod columns {
    pub(crate) const NAME: &str = "Name";
    pub(crate) const KEY: &str = "Key";
    pub(crate) const STATUS: &str = "Status";
    pub(crate) const CREATED: &str = "Created";
    pub(crate) const EXPIRES: &str = "Expires";
    pub(crate) const LAST_USED: &str = "Last used";
}

/// The app's name from the config, or "your app".
pub(crate) fn app_or_your_app(app: Option<&str>) -> String {
    app.unwrap_or("your app").to_owned()
}

/// `text` with its first letter in upper case, for the beginning of a sentence.
pub(crate) fn capitalize(text: &str) -> String {
    let first = text.chars().next().map_or(0, char::len_utf8);
    let (first, rest) = text.split_at(first);
    [&browser::upper_case(first), rest].concat()
}

/// The label of each link to the app. In the header, only its first word is visible where there is little room.
pub(crate) fn back_to(app: Option<&str>) -> String {
    format!("Back to {}", app_or_your_app(app))
}

/// The document's title: the heading on screen, what all of this is, and the app.
pub(crate) fn document_title(heading: &str, app: Option<&str>) -> String {
    let parts = [Some(heading).filter(|heading| !heading.is_empty() && *heading != API_KEYS), Some(API_KEYS), app];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// The notice in the last minutes of a session.
pub(crate) fn session_ends_in(minutes: u32) -> String {
    match minutes {
        0 => "Your session ends in less than a minute.".to_owned(),
        1 => "Your session ends in 1 minute.".to_owned(),
        minutes => format!("Your session ends in {minutes} minutes."),
    }
}

/// The countdown of the automatic return.
pub(crate) fn returning_in(app: Option<&str>, seconds: u32) -> String {
    format!("Taking you back to {} in {seconds} s.", app_or_your_app(app))
}

/// The offline notice. `age`: of the list, such as "5 minutes ago"; None if it isn't loaded.
pub(crate) fn offline(age: Option<String>) -> String {
    match age {
        Some(age) => format!("You’re offline. This list was loaded {age}."),
        None => "You’re offline.".to_owned(),
    }
}

/// The label of a disabled button until the time that the server has set.
pub(crate) fn try_again_in(seconds: u32) -> String {
    ["Try again in ", &formats::wait(seconds)].concat()
}

/// The countdown to an automatic retry.
pub(crate) fn trying_again_in(seconds: u32) -> String {
    ["Trying again in ", &formats::wait(seconds), "."].concat()
}

/// When the server can be asked again, where that is too far away to wait for; `otherwise` where it isn't. `at`: by the
/// server's wish.
pub(crate) fn ask_again(at: Option<ServerTime>, now: ServerTime, otherwise: &str) -> String {
    match at.filter(|at| *at > now) {
        Some(at) => {
            let when = if at.since(now) < DAY { formats::from_now(at, now) } else { formats::at(at, now) };
            ["The server can be asked again ", &when, "."].concat()
        }
        None => otherwise.to_owned(),
    }
}

/// The paragraphs of the screen on which cookies can be allowed before the link is used.
pub(crate) fn cookies_refused(host: &str) -> Vec<String> {
    vec![
        format!("Your browser doesn’t keep cookies for {host}, and this page can’t sign you in without one."),
        format!(
            "Allow cookies for {host} in your browser’s settings, then check again. Your link still works for a few minutes."
        ),
    ]
}

/// The paragraphs of the screen that asks whether to open a link although a session is open. Nothing of what the link says.
pub(crate) fn choosing_session(app: Option<&str>) -> Vec<String> {
    let open = app.map_or_else(|| "You already have keys".to_owned(), |app| format!("You already have {app} keys"));
    vec![
        format!("{open} open in this browser. The ones from this link may belong to another account."),
        "If you didn’t open the link yourself, keep the ones you had: anyone can send a link.".to_owned(),
    ]
}

/// The key's name, or the text for keys without one.
pub(crate) fn key_name(key: &Key) -> &str {
    portal_core::keys::name(key).unwrap_or(UNNAMED)
}

/// The key's name with its first characters, where the name doesn't say which key it is.
pub(crate) fn key_name_and_start(key: &Key) -> String {
    [key_name(key), ", ", &key.start, "…"].concat()
}

/// The list is incomplete because the server repeats a page.
pub(crate) fn server_stopped(keys: usize) -> String {
    format!(
        "There are more keys, but the server stopped at {} keys and can’t be asked for the rest.",
        formats::number(keys)
    )
}

/// The title of the alert when a later page of the list can't be loaded.
pub(crate) fn loading_stopped(keys: usize) -> String {
    format!("Loading stopped after {} keys", formats::number(keys))
}

/// The text of an empty list.
pub(crate) fn no_keys(app: Option<&str>) -> String {
    format!("Keys that {} creates for you appear here.", app_or_your_app(app))
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    #[wasm_bindgen_test]
    fn the_first_letter_is_capitalized_in_any_script() {
        assert_eq!(["acme", "élan", "ßeta", "本番", ""].map(capitalize), ["Acme", "Élan", "SSeta", "本番", ""]);
    }

    #[wasm_bindgen_test]
    fn the_last_minute_of_a_session_is_less_than_one() {
        assert_eq!(session_ends_in(0), "Your session ends in less than a minute.");
        assert_eq!(session_ends_in(1), "Your session ends in 1 minute.");
        assert_eq!(session_ends_in(14), "Your session ends in 14 minutes.");
    }

    #[wasm_bindgen_test]
    fn a_wait_that_is_too_long_says_when_it_ends() {
        let at = |seconds: i64| Some(ServerTime::from_millis(seconds * 1_000));
        let now = ServerTime::from_millis(0);
        assert_eq!(ask_again(at(3 * 3_600), now, ""), "The server can be asked again in 3 hours.");
        // The tests' time zone is UTC.
        assert_eq!(ask_again(at(25 * 3_600), now, ""), "The server can be asked again tomorrow at 01:00.");
        assert_eq!(ask_again(at(0), now, "Try again."), "Try again.");
        assert_eq!(ask_again(None, now, "Try again."), "Try again.");
    }

    #[wasm_bindgen_test]
    fn a_key_without_a_name_is_unnamed() {
        let name = |name: &str| key_name(&crate::testing::key(&format!(r#""name":"{name}""#))).to_owned();
        assert_eq!(["Production", "", "   "].map(name), ["Production", "Unnamed key", "Unnamed key"]);
    }
}
