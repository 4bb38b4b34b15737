//! What the landing URL says, and what is left of it in the address bar.

use std::fmt;

use portal_api::{ApiVersion, Secret};

use super::marker::SessionTag;

/// The longest session ID taken, in bytes.
const LONGEST_ID: usize = 256;

/// A session ID that can still be exchanged, and what kind of link it came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ticket {
    /// The session ID.
    pub id: Secret,
    /// [`ApiVersion::Session`] for `?session=`, [`ApiVersion::Code`] for `?code=`.
    pub version: ApiVersion,
}

/// A ticket whose tag is known: see [`SessionTag::from_sha256`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaggedTicket {
    /// The session ID and its form.
    pub ticket: Ticket,
    /// Its tag.
    pub tag: SessionTag,
}

/// A landing URL, read.
#[derive(Clone, PartialEq, Eq)]
pub struct Landing {
    /// The session ID, if the URL had one that looks like one.
    pub ticket: Option<Ticket>,
    /// Path, rest of the query and fragment, for the address bar; absent when it is as it should be already.
    pub clean_address: Option<String>,
}

impl fmt::Debug for Landing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Landing").field("ticket", &self.ticket).finish_non_exhaustive()
    }
}

impl Landing {
    /// Reads the parts of a location as the browser gives them: `path` with its slash, `query` with its question mark or
    /// empty, `fragment` with its hash or empty. Every `session` and `code` leaves the address, whatever it holds.
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
            if ticket.is_none() && is_session_id(value) {
                ticket = Some(Ticket { id: Secret::new(value.to_owned()), version });
            }
        }
        let clean_address = found.then(|| format!("{path}{rest}{fragment}"));
        Self { ticket, clean_address }
    }
}

fn is_session_id(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    (1..=LONGEST_ID).contains(&text.len()) && text.bytes().all(plain)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(path: &str, query: &str, fragment: &str) -> (Option<(String, ApiVersion)>, Option<String>) {
        let landing = Landing::read(path, query, fragment);
        (landing.ticket.map(|ticket| (ticket.id.expose().to_owned(), ticket.version)), landing.clean_address)
    }

    fn some(id: &str, form: ApiVersion) -> Option<(String, ApiVersion)> {
        Some((id.to_owned(), form))
    }

    #[test]
    fn the_id_leaves_and_the_rest_of_the_address_stays() {
        assert_eq!(read("/", "?session=pst_a-B", ""), (some("pst_a-B", ApiVersion::Session), Some("/".to_owned())));
        assert_eq!(read("/", "?code=pst_1", ""), (some("pst_1", ApiVersion::Code), Some("/".to_owned())));
        assert_eq!(
            read("/keys", "?q=a%20b&session=pst_1&sort=name", "#top"),
            (some("pst_1", ApiVersion::Session), Some("/keys?q=a%20b&sort=name#top".to_owned()))
        );
    }

    #[test]
    fn an_address_without_an_id_is_left_alone() {
        assert_eq!(read("/keys", "?q=session", ""), (None, None));
        assert_eq!(read("/keys", "", ""), (None, None));
        assert_eq!(read("/keys", "?sessions=pst_1", ""), (None, None));
    }

    #[test]
    fn what_is_no_id_is_taken_for_none_and_leaves_all_the_same() {
        for value in ["", "a b", "a%20b", "<script>", "pst_ä", "a/b", &"x".repeat(257)] {
            assert_eq!(read("/", &format!("?session={value}"), ""), (None, Some("/".to_owned())), "{value}");
        }
        assert_eq!(read("/", "?session", ""), (None, Some("/".to_owned())));
        assert!(read("/", &format!("?session={}", "x".repeat(256)), "").0.is_some());
    }

    #[test]
    fn the_first_of_several_ids_counts_and_none_stays() {
        assert_eq!(
            read("/", "?code=&session=pst_1&code=pst_2&a=1", ""),
            (some("pst_1", ApiVersion::Session), Some("/?a=1".to_owned()))
        );
    }

    #[test]
    fn a_landing_is_not_printed_with_its_id() {
        assert!(!format!("{:?}", Landing::read("/", "?session=pst_secret", "")).contains("pst_secret"));
    }

    proptest! {
        #[test]
        fn no_id_stays_in_any_address(query in "[?&=a-z_ %]{0,40}", id in "pst_[a-zA-Z0-9]{24}") {
            let landing = Landing::read("/", &format!("?{query}&session={id}"), "");
            prop_assert!(!landing.clean_address.unwrap_or_default().contains(&id));
        }
    }
}
