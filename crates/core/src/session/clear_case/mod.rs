//! The clear case: what the start script may ask the API for while the program is still loading.
//!
//! This is the specification. The script (`public/start/early.js`) does what it says or nothing, and then the program does
//! everything itself: `tools/start/` runs the cases of the tests through the script. Whatever the script sends, the program alone
//! decides what the answers mean.

#[cfg(test)]
mod tests;

use portal_api::ServerTime;

use super::{
    cookies,
    landing::{Landing, Ticket},
    marker::{SessionMarker, SessionTag},
};
use crate::{config::Config, page::Page, time::ClientTime};

/// What the start script sees of the page, the browser, and earlier visits.
#[derive(Debug, Clone, Copy)]
pub struct Situation<'a> {
    /// `location.pathname`, `location.search` and `location.hash`.
    pub address: [&'a str; 3],
    /// The text of the config in the document.
    pub config: Option<&'a str>,
    /// Whether the page is a secure context.
    pub is_secure: bool,
    /// Whether the page is prerendered: the user may never see it.
    pub is_prerendered: bool,
    /// Whether a service worker, which an earlier app has left, may answer the page's requests.
    pub is_intercepted: bool,
    /// Whether the browser accepts cookies.
    pub accepts_cookies: bool,
    /// `document.cookie`.
    pub cookies: &'a str,
    /// Whether an exchange of this tab was interrupted, or is still under way.
    pub is_interrupted: bool,
    /// The time by the client's clock, which may be wrong.
    pub now: ClientTime,
    /// The time by the server's, once it was asked for.
    pub server_now: Option<ServerTime>,
}

/// What may be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClearCase {
    /// The exchange of this ticket, if no other tab holds the lock; then the list, as soon as the marker has the ticket's tag.
    Exchange(Ticket),
    /// The list of the session that is open.
    List(SessionTag),
    /// Nothing yet but a question for the server's time: the last session has ended by the client's clock only.
    AskTime,
}

/// What may be sent in a situation; `None` where everything waits for the program.
///
/// ```
/// use portal_core::{
///     session::clear_case::{ClearCase, Situation, clear_case},
///     time::ClientTime,
/// };
///
/// let situation = Situation {
///     address: ["/", "?session=pst_1&label=Northwind", ""],
///     config: Some("{}"),
///     is_secure: true,
///     is_prerendered: false,
///     is_intercepted: false,
///     accepts_cookies: true,
///     cookies: "",
///     is_interrupted: false,
///     now: ClientTime(0),
///     server_now: None,
/// };
/// assert!(matches!(clear_case(&situation), Some(ClearCase::Exchange(_))));
/// // Another session is open: the user decides.
/// let open = "__Host-portal_open=1000.a5a5a5a5a5a5a5a5";
/// assert_eq!(clear_case(&Situation { cookies: open, ..situation }), None);
/// assert!(matches!(
///     clear_case(&Situation { cookies: open, address: ["/keys", "", ""], ..situation }),
///     Some(ClearCase::List(_))
/// ));
/// ```
pub fn clear_case(situation: &Situation<'_>) -> Option<ClearCase> {
    let can_act = situation.is_secure
        && !situation.is_prerendered
        && !situation.is_intercepted
        && situation.accepts_cookies
        && !situation.is_interrupted
        && is_behind_gateway(situation.config?);
    if !can_act {
        return None;
    }
    let [path, query, fragment] = situation.address;
    let landing = Landing::read(path, query, fragment);
    let marker = cookies::find(situation.cookies, cookies::MARKER_COOKIE).and_then(SessionMarker::parse);
    match (landing.ticket, marker) {
        (Some(ticket), None) => Some(ClearCase::Exchange(ticket)),
        // A client's clock that is fast must not replace a session that is open.
        (Some(ticket), Some(marker)) if is_over_for_client(marker, situation.now) => match situation.server_now {
            None => Some(ClearCase::AskTime),
            Some(now) => (marker.expires_at <= now).then_some(ClearCase::Exchange(ticket)),
        },
        (None, Some(marker)) if !landing.is_link && !is_over_for_client(marker, situation.now) => {
            matches!(Page::from_path(path), Some(Page::Root | Page::Keys)).then_some(ClearCase::List(marker.tag))
        }
        _ => None,
    }
}

/// Whether the API is at the page's own origin.
fn is_behind_gateway(config: &str) -> bool {
    let parsed = Config::parse(config.as_bytes());
    parsed.config.api_base.is_none() && !parsed.problems.iter().any(|problem| problem.field == "apiBase")
}

const fn is_over_for_client(marker: SessionMarker, now: ClientTime) -> bool {
    marker.expires_at.millis() <= now.0
}
