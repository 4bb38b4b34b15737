//! Every word that the user reads, and how numbers and dates are written.

pub(crate) mod endings;
mod failure_details;
pub(crate) mod formats;
pub(crate) mod keys;
pub(crate) mod normalize;
pub(crate) mod rotation;

pub(crate) use failure_details::details;
use portal_api::Key;

use crate::browser;

pub(crate) const OPENING: &str = "Opening your session";
pub(crate) const TAKES_LONG: &str = "This is taking longer than usual. Please keep this page open.";
pub(crate) const NOT_REACHED_TITLE: &str = "This page can’t be reached right now";
pub(crate) const NOT_REACHED: &str = "Your connection or the server has a problem. Your link has not been used yet.";
pub(crate) const HELD_TITLE: &str = "Your session couldn’t be opened yet";
pub(crate) const HELD: &str = "The server didn’t answer as it should. Your link isn’t lost: try again in a moment.";
pub(crate) const CHOOSING_TITLE: &str = "Another session is already open";
pub(crate) const CONTINUE_EARLIER: &str = "Continue as before";
pub(crate) const OPEN_NEW: &str = "Open the new session";
pub(crate) const LINK_USED: &str =
    "A link to this page works once, within 15 minutes. This one was used before, or is too old.";
pub(crate) const EARLIER_OPEN: &str = "A session that was opened earlier is still there. It may be another account’s: continue only if you opened it yourself.";
pub(crate) const CHECK_AGAIN: &str = "Check again";
pub(crate) const SHOW_OPEN_SESSION: &str = "Show the open session";
pub(crate) const TRY_AGAIN: &str = "Try again";
pub(crate) const TRY_AGAIN_NOW: &str = "Try again now";
pub(crate) const FETCHING_PART: &str = "Loading";
pub(crate) const PART_FAILED_TITLE: &str = "This part of the page couldn’t be loaded";
pub(crate) const PART_FAILED: &str = "Check your connection and try again. If that doesn’t help, the page may have been updated since you opened it: reload it.";
pub(crate) const RELOAD: &str = "Reload";
pub(crate) const GO_ON: &str = "Go on";
pub(crate) const CONTACT_SUPPORT: &str = "Contact support";
pub(crate) const SKIP: &str = "Skip to content";
pub(crate) const REQUEST_ID: &str = "Request ID";
pub(crate) const COPY_REQUEST_ID: &str = "Copy request ID";
pub(crate) const COPY_DETAILS: &str = "Copy details";
pub(crate) const SIGN_OUT: &str = "Sign out";
pub(crate) const SIGNING_OUT: &str = "Signing out…";
pub(crate) const NOT_SIGNED_OUT: &str = "You’re still signed in: the server didn’t answer. Try again.";
pub(crate) const STAY: &str = "Stay here";
pub(crate) const SESSION_FROM_MEMORY: &str =
    "Your browser keeps no cookies for this page. You’re signed in until you reload or close it.";
pub(crate) const COPY: &str = "Copy";
pub(crate) const COPIED: &str = "Copied";
pub(crate) const NOT_COPIED: &str = "Your browser refused. Select the text and copy it yourself.";
pub(crate) const API_KEYS: &str = "API keys";
pub(crate) const LOADING_KEYS: &str = "Loading your keys";
pub(crate) const NO_KEYS_TITLE: &str = "No API keys yet";
pub(crate) const KEYS_FAILED: &str = "Your keys couldn’t be loaded";
pub(crate) const FAILED_FOR_NOW: &str = "The server didn’t answer as it should.";
pub(crate) const REQUEST_AT_FAULT: &str =
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

/// The app's name, or what to call it where the operator gave none.
pub(crate) fn app_or_your_app(app: Option<&str>) -> String {
    app.unwrap_or("your app").to_owned()
}

/// With a capital letter, for the beginning of a sentence.
pub(crate) fn capital(words: &str) -> String {
    let first = words.chars().next().map_or(0, char::len_utf8);
    let (first, rest) = words.split_at(first);
    [&browser::upper_case(first), rest].concat()
}

/// The link back.
pub(crate) fn return_to(app: Option<&str>) -> String {
    format!("Return to {}", app_or_your_app(app))
}

/// A link out of a page that still works.
pub(crate) fn back_to(app: Option<&str>) -> String {
    format!("Back to {}", app_or_your_app(app))
}

/// The session's last minutes.
pub(crate) fn session_ends_in(minutes: u32) -> String {
    match minutes {
        1 => "Your session ends in less than a minute.".to_owned(),
        minutes => format!("Your session ends in {minutes} minutes."),
    }
}

/// The link to a new session.
pub(crate) fn new_session_from(app: Option<&str>) -> String {
    format!("Start a new one from {}", app_or_your_app(app))
}

/// The page is about to leave.
pub(crate) fn returning_in(app: Option<&str>, seconds: u32) -> String {
    format!("Taking you back to {} in {seconds} s.", app_or_your_app(app))
}

/// There is no network. `age`: how old what is shown is, such as "5 minutes ago"; absent where nothing is.
pub(crate) fn offline(age: Option<String>) -> String {
    match age {
        Some(age) => format!("You’re offline. This list was loaded {age}."),
        None => "You’re offline.".to_owned(),
    }
}

/// The button's label while the server's wait lasts.
pub(crate) fn try_again_in(seconds: u32) -> String {
    format!("Try again in {seconds} s")
}

/// What the program does by itself.
pub(crate) fn trying_again_in(seconds: u32) -> String {
    format!("Trying again in {seconds} s.")
}

/// Cookies are blocked, and the link is still good.
pub(crate) fn cookies_refused(host: &str) -> Vec<String> {
    vec![
        format!("Your browser doesn’t keep cookies for {host}, and without one this page can’t sign you in."),
        format!(
            "Allow cookies for {host} in your browser’s settings, then check again. Your link hasn’t been used yet and stays good for some minutes."
        ),
    ]
}

/// A session is open, and a link would open another.
pub(crate) fn choosing(app: Option<&str>) -> Vec<String> {
    vec![
        format!(
            "The link that you followed opens a new session, perhaps for another account of {}.",
            app_or_your_app(app)
        ),
        "If you didn’t ask for it yourself, continue as before: anybody can send a link.".to_owned(),
    ]
}

/// A key's first characters, and that there are more.
pub(crate) fn key_start(key: &Key) -> String {
    [&key.start, "…"].concat()
}

/// What a key is called; those without a name are called so.
pub(crate) fn key_name(key: &Key) -> &str {
    portal_core::keys::name(key).unwrap_or(UNNAMED)
}

/// The list's end, where the server doesn't go on.
pub(crate) fn server_stopped(keys: usize) -> String {
    format!(
        "There are more keys, but the server stopped at {} keys and can’t be asked for the rest.",
        formats::number(keys)
    )
}

/// The list broke off.
pub(crate) fn loading_stopped(keys: usize) -> String {
    format!("Loading stopped after {} keys", formats::number(keys))
}

/// Below "no keys yet".
pub(crate) fn no_keys(app: Option<&str>) -> String {
    format!("When {} makes an API key for you, it will be listed here.", app_or_your_app(app))
}
