//! The landing URL: the session ID that an app's link carries, and the address without it.

mod parameters;
mod plain;
mod spelling;
#[cfg(test)]
pub(super) mod tests;

use std::fmt;

use portal_api::{ApiVersion, Secret, is_token};

use self::{
    parameters::{is_of_link, name_and_value, note, parameters},
    plain::plain,
    spelling::{SessionIds, has_session_id, is_other_id, session_ids, version_of},
};
use super::{link_note::LinkNote, marker::SessionTag};

const MAX_SESSION_ID_BYTES: usize = 256;

/// A session ID that has not been exchanged yet, and the API version that its link is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ticket {
    /// The session ID.
    pub id: Secret,
    /// [`ApiVersion::Session`] for `?session=`, [`ApiVersion::Code`] for `?code=`: later versions have the same links.
    pub version: ApiVersion,
}

impl Ticket {
    /// The ticket with this session ID, if it can be one.
    fn new(id: Vec<u8>, version: ApiVersion) -> Option<Self> {
        let id = String::from_utf8(id).ok().filter(|id| is_token(id, MAX_SESSION_ID_BYTES))?;
        Some(Self { id: Secret::new(id), version })
    }
}

/// A ticket with its tag. Hashing the session ID is asynchronous in browsers: see [`SessionTag::from_sha256`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaggedTicket {
    /// The session ID and its API version.
    pub ticket: Ticket,
    /// The tag of [`Ticket::id`].
    pub tag: SessionTag,
}

/// A landing URL, read.
///
/// ```
/// use portal_api::ApiVersion;
/// use portal_core::session::landing::Landing;
///
/// let landing = Landing::read("/keys", "?session=pst_1&sort=name", "");
/// let ticket = landing.ticket.unwrap();
/// assert_eq!((ticket.id.expose(), ticket.version), ("pst_1", ApiVersion::Session));
/// assert_eq!(landing.clean_address.as_deref(), Some("/keys?sort=name"));
///
/// // As links arrive in practice: read where the meaning is certain.
/// assert!(Landing::read("//", "?utm=1&amp;Session=%22pst_1%22.", "").ticket.is_some());
/// let landing = Landing::read("/", "?session=pst_1&label=Northwind+Ltd", "");
/// assert_eq!(landing.note.label.as_deref(), Some("Northwind Ltd"));
/// assert!(Landing::read("/", "?session=pst_1&session=pst_2", "").is_damaged());
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Landing {
    /// The session ID, if the URL has one for certain.
    pub ticket: Option<Ticket>,
    /// Whether the URL has a session ID, or a parameter for one: a page at such a URL must not be stored.
    pub is_link: bool,
    /// What the URL says of the session.
    pub note: LinkNote,
    /// Path, query and fragment for the address bar, without anything that looks like a session ID; `None` where the
    /// address is fine as it is.
    pub clean_address: Option<String>,
}

impl fmt::Debug for Landing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Landing").field("ticket", &self.ticket).finish_non_exhaustive()
    }
}

impl Landing {
    /// Reads `location.pathname`, `location.search` and `location.hash`. The ID may be spelled in any way that mail
    /// programs, chats, redirects and copying leave it in; where two IDs differ, or the only one is incomplete, none is
    /// taken.
    pub fn read(path: &str, query: &str, fragment: &str) -> Self {
        let address = [path, query, fragment].concat();
        let (ticket, is_link) = match session_ids(&plain(&address)) {
            SessionIds::None => other_ticket(query),
            SessionIds::Uncertain => (None, true),
            SessionIds::One(id, version) => (Ticket::new(id, version), true),
        };
        let clean = if is_link {
            clean(path, query, fragment, ticket.is_some())
        } else {
            [&one_slash(path), query, fragment].concat()
        };
        let note = if ticket.is_some() { note(&address) } else { LinkNote::default() };
        Self { ticket, is_link, note, clean_address: Some(clean).filter(|clean| *clean != address) }
    }

    /// Whether the URL is a link to a session whose ID can't be told for certain: cut off, altered, or one of several.
    pub const fn is_damaged(&self) -> bool {
        self.is_link && self.ticket.is_none()
    }
}

/// The ticket of a link whose session ID doesn't begin as today's do, and whether there is a parameter for one.
fn other_ticket(query: &str) -> (Option<Ticket>, bool) {
    let mut ticket = None;
    let mut is_link = false;
    for parameter in parameters(query) {
        let (name, value) = name_and_value(parameter);
        let Some(version) = version_of(&plain(name)) else { continue };
        let found = Ticket::new(value.into(), version).filter(|_| is_other_id(value.as_bytes()));
        if is_link && found != ticket {
            return (None, true);
        }
        (ticket, is_link) = (found, true);
    }
    (ticket, is_link)
}

/// The address without session IDs and what belongs to them. `keep_rest`: with its other parameters and its fragment; not where parts of an ID may be
/// in them.
fn clean(path: &str, query: &str, fragment: &str, keep_rest: bool) -> String {
    let mut address = one_slash(path);
    if keep_rest {
        let mut separator = '?';
        for pair in query.strip_prefix('?').unwrap_or(query).split('&') {
            // A link with parameters to which `?session=…` was appended.
            let pair = if is_clean(pair) { pair } else { pair.split_once('?').map_or("", |(start, _)| start) };
            if !pair.is_empty() && is_clean(pair) {
                address.push(separator);
                address.push_str(pair);
                separator = '&';
            }
        }
        if is_clean(fragment) {
            address.push_str(fragment);
        }
    }
    if has_session_id(&plain(&address)) { "/".to_owned() } else { address }
}

/// Whether a parameter, or the fragment, has nothing of a session ID or beside one. What begins in the middle of a character that
/// was escaped for HTML, as the fragment of `?session=pst&#95;1` does, may be the rest of an ID.
fn is_clean(part: &str) -> bool {
    let is_rest = plain(&["&", part].concat()).first() != Some(&b'&');
    !is_rest && !has_session_id(&plain(part)) && !parameters(part).any(is_of_link)
}

/// The path with single slashes: two at its start would name another host. `/index.html` is the root.
fn one_slash(path: &str) -> String {
    let mut single = String::with_capacity(path.len());
    for c in path.chars() {
        if c != '/' || !single.ends_with('/') {
            single.push(c);
        }
    }
    if single == "/index.html" { "/".to_owned() } else { single }
}
