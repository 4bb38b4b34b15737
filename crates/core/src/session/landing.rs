//! The landing URL: the session ID that an app's link carries, and the address without it.

use std::fmt;

use portal_api::{ApiVersion, Secret, is_token};

use super::marker::SessionTag;

const MAX_SESSION_ID_BYTES: usize = 256;

/// A session ID that has not been exchanged yet, and the API version that its link is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ticket {
    /// The session ID.
    pub id: Secret,
    /// [`ApiVersion::Session`] for `?session=`, [`ApiVersion::Code`] for `?code=`: later versions have the same links.
    pub version: ApiVersion,
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
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Landing {
    /// The session ID, if the URL has a well-formed one.
    pub ticket: Option<Ticket>,
    /// Path, remaining query and fragment for the address bar; `None` if there was nothing to remove.
    pub clean_address: Option<String>,
}

impl fmt::Debug for Landing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Landing").field("ticket", &self.ticket).finish_non_exhaustive()
    }
}

impl Landing {
    /// Reads `location.pathname`, `location.search` and `location.hash`. Every `session` and `code` parameter is
    /// removed from the address, even one with an unusable value; the first well-formed one is taken.
    pub fn read(path: &str, query: &str, fragment: &str) -> Self {
        let mut ticket = None;
        let mut rest = String::new();
        let mut found = false;
        for pair in query.strip_prefix('?').unwrap_or(query).split('&') {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let version = match name {
                "session" => ApiVersion::Session,
                "code" => ApiVersion::Code,
                _ => {
                    if !pair.is_empty() {
                        rest.push(if rest.is_empty() { '?' } else { '&' });
                        rest.push_str(pair);
                    }
                    continue;
                }
            };
            found = true;
            if ticket.is_none() && is_token(value, MAX_SESSION_ID_BYTES) {
                ticket = Some(Ticket { id: Secret::new(value.to_owned()), version });
            }
        }
        let clean_address = found.then(|| format!("{path}{rest}{fragment}"));
        Self { ticket, clean_address }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(path: &str, query: &str, fragment: &str) -> (Option<(String, ApiVersion)>, Option<String>) {
        let landing = Landing::read(path, query, fragment);
        (landing.ticket.map(|ticket| (ticket.id.expose().to_owned(), ticket.version)), landing.clean_address)
    }

    fn some(id: &str, version: ApiVersion) -> Option<(String, ApiVersion)> {
        Some((id.to_owned(), version))
    }

    #[test]
    fn the_session_id_is_removed_and_the_rest_of_the_address_stays() {
        assert_eq!(read("/", "?session=pst_a-B", ""), (some("pst_a-B", ApiVersion::Session), Some("/".to_owned())));
        assert_eq!(read("/", "?code=pst_1", ""), (some("pst_1", ApiVersion::Code), Some("/".to_owned())));
        assert_eq!(
            read("/keys", "?q=a%20b&session=pst_1&sort=name", "#top"),
            (some("pst_1", ApiVersion::Session), Some("/keys?q=a%20b&sort=name#top".to_owned()))
        );
    }

    #[test]
    fn an_address_without_a_session_id_is_unchanged() {
        assert_eq!(read("/keys", "?q=session", ""), (None, None));
        assert_eq!(read("/keys", "", ""), (None, None));
        assert_eq!(read("/keys", "?sessions=pst_1", ""), (None, None));
    }

    #[test]
    fn a_malformed_session_id_is_not_used_but_removed() {
        for value in ["", "a b", "a%20b", "<script>", "pst_ä", "a/b", &"x".repeat(257)] {
            assert_eq!(read("/", &format!("?session={value}"), ""), (None, Some("/".to_owned())), "{value}");
        }
        assert_eq!(read("/", "?session", ""), (None, Some("/".to_owned())));
        assert!(read("/", &format!("?session={}", "x".repeat(256)), "").0.is_some());
    }

    #[test]
    fn the_first_of_several_session_ids_is_used_and_all_are_removed() {
        assert_eq!(
            read("/", "?code=&session=pst_1&code=pst_2&a=1", ""),
            (some("pst_1", ApiVersion::Session), Some("/?a=1".to_owned()))
        );
    }

    #[test]
    fn debug_output_does_not_show_the_session_id() {
        assert!(!format!("{:?}", Landing::read("/", "?session=pst_secret", "")).contains("pst_secret"));
    }

    proptest! {
        #[test]
        fn no_address_keeps_a_session_id(query in "[?&=a-z_ %]{0,40}", id in "pst_[a-zA-Z0-9]{24}") {
            let landing = Landing::read("/", &format!("?{query}&session={id}"), "");
            prop_assert!(!landing.clean_address.unwrap_or_default().contains(&id));
        }
    }
}
