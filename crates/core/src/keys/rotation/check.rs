//! The check after every rotation: what became of both keys, and whether the request was carried out more than once.
//!
//! Browsers repeat a POST by themselves when a connection breaks. The repeat rotates the old key once more: its new key
//! copies the expiry that the first rotation gave the old one, and stops with it. An intermediary may do the same.

use std::{fmt, sync::Arc};

use portal_api::{Key, KeyId, ServerTime};

use super::{grace::Grace, reconcile::is_new_key, sent_request::SentRequest};
use crate::keys::list::{INITIAL_KEYS, KeyList};

/// A completed rotation, to be checked against what the server has.
#[derive(Debug, Clone, PartialEq)]
pub struct RotationCheck {
    /// The old key before the rotation.
    pub old: Arc<Key>,
    /// The new key.
    pub new: KeyId,
    /// The request.
    pub sent: SentRequest,
}

/// The expiry of the new key.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum NewKeyEnd {
    /// The old key's expiry before the rotation, or unknown.
    #[default]
    NotSurprising,
    /// Another one; `None`: it never expires.
    Unexpected(Option<ServerTime>),
}

/// What the check has found; by default nothing.
///
/// ```
/// use portal_api::ServerTime;
/// use portal_core::keys::rotation::check::{Findings, NewKeyEnd};
///
/// let findings = Findings { end: NewKeyEnd::Unexpected(Some(ServerTime::from_millis(5))), extra_keys: 1 };
/// assert_eq!(findings.to_string(), ",e5,x1");
/// assert_eq!(Findings::parse(",e5,x1"), findings);
/// assert_eq!(Findings::default().to_string(), "");
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Findings {
    /// The expiry of the new key.
    pub end: NewKeyEnd,
    /// How many more keys the request seems to have made. Nobody has their secrets.
    pub extra_keys: usize,
}

impl RotationCheck {
    /// Whether the list has to be read again to find more new keys. `loaded`: how many of its keys are loaded. A repeat
    /// shows in the new key's expiry, unless it is unknown or the old key's expiry stayed the same: otherwise a long list
    /// isn't read again.
    pub fn needs_list(&self, old: Option<&Key>, new: Option<&Key>, loaded: usize) -> bool {
        let has_no_trace = old.is_none_or(|old| old.expires == self.old.expires);
        loaded <= INITIAL_KEYS || has_no_trace || new.is_none_or(|new| new.expires != self.old.expires)
    }

    /// When the old key stops working, as the server has it now; `None` if that isn't known better. A server that still has
    /// the former expiry answers from a copy that is out of date, unless it was to be kept. A key that ended at once has
    /// ended, whatever the difference between the clocks.
    pub fn old_ends(&self, old: Option<&Key>) -> Option<Option<ServerTime>> {
        let ends = old?.expires;
        let is_known = match self.sent.grace {
            None => true,
            Some(Grace::NONE) => false,
            Some(_) => ends != self.old.expires,
        };
        is_known.then_some(ends)
    }

    /// What is wrong. `new`: the new key as the server has it, if that is known; `list`: what is loaded by now.
    pub fn findings(&self, new: Option<&Key>, list: &KeyList) -> Findings {
        let is_extra = |key: &&Arc<Key>| key.key_id != self.new && is_new_key(key, &self.old, &self.sent);
        let end = match new {
            Some(new) if new.expires != self.old.expires => NewKeyEnd::Unexpected(new.expires),
            _ => NewKeyEnd::NotSurprising,
        };
        Findings { end, extra_keys: list.keys().iter().filter(is_extra).count() }
    }
}

impl Findings {
    /// Parses what `Display` writes; anything else is nothing.
    pub fn parse(text: &str) -> Self {
        let mut findings = Self::default();
        for part in text.split(',') {
            if part == "e-" {
                findings.end = NewKeyEnd::Unexpected(None);
            } else if let Some(Ok(millis)) = part.strip_prefix('e').map(str::parse) {
                findings.end = NewKeyEnd::Unexpected(Some(ServerTime::from_millis(millis)));
            } else if let Some(Ok(count)) = part.strip_prefix('x').map(str::parse) {
                findings.extra_keys = count;
            }
        }
        findings
    }
}

impl fmt::Display for Findings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.end {
            NewKeyEnd::NotSurprising => {}
            NewKeyEnd::Unexpected(None) => f.write_str(",e-")?,
            NewKeyEnd::Unexpected(Some(at)) => write!(f, ",e{}", at.millis())?,
        }
        match self.extra_keys {
            0 => Ok(()),
            extra_keys => write!(f, ",x{extra_keys}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use portal_api::HOUR;

    use super::*;
    use crate::keys::samples::{complete, key, named, so_far};

    const CLICK: ServerTime = ServerTime::from_millis(1_700_000_040_500);
    const EXPIRIES: [Option<ServerTime>; 3] = [None, Some(CLICK), Some(CLICK.plus(HOUR))];

    fn named_key(id: &str, created_at: ServerTime, expires: Option<ServerTime>) -> Key {
        Key { expires, ..named(id, created_at.millis(), "Production", "acme_abcd") }
    }

    /// A rotation of a key with this expiry; one key of the same name was in the list.
    fn check(before: Option<ServerTime>, grace: Option<Grace>) -> RotationCheck {
        let old = Arc::new(named_key("key_old", ServerTime::from_millis(1), before));
        let known = vec![Arc::clone(&old), Arc::new(named_key("key_known", CLICK, None))];
        RotationCheck { old, new: KeyId::new("key_new"), sent: SentRequest { at: CLICK, grace, known } }
    }

    fn graces() -> [Option<Grace>; 3] {
        [None, Some(Grace::NONE), Grace::from_millis(HOUR)]
    }

    #[test]
    fn a_new_key_with_any_other_expiry_than_the_old_one_had_is_a_finding() {
        for grace in graces() {
            for before in EXPIRIES {
                for found in EXPIRIES {
                    let new = named_key("key_new", CLICK, found);
                    let end = check(before, grace).findings(Some(&new), &so_far([new.clone()])).end;
                    let expected =
                        if found == before { NewKeyEnd::NotSurprising } else { NewKeyEnd::Unexpected(found) };
                    assert_eq!(end, expected, "{grace:?}: {before:?} → {found:?}");
                }
            }
        }
    }

    #[test]
    fn nothing_is_said_of_a_new_key_that_could_not_be_read() {
        for before in EXPIRIES {
            assert_eq!(check(before, Some(Grace::NONE)).findings(None, &so_far([])), Findings::default());
        }
    }

    #[test]
    fn each_further_key_of_that_name_since_the_request_is_counted() {
        let check = check(None, Some(Grace::NONE));
        let created = |id: &str, after_ms: i64| named_key(id, CLICK.plus(after_ms), None);
        let extra_keys = |more: &[Key]| {
            let all = [created("key_old", -HOUR), created("key_known", 0), created("key_new", 300)];
            check.findings(None, &complete(all.into_iter().chain(more.iter().cloned()))).extra_keys
        };
        assert_eq!(extra_keys(&[]), 0);
        assert_eq!(extra_keys(&[created("key_x", 100)]), 1);
        assert_eq!(extra_keys(&[created("key_x", 100), created("key_y", 900)]), 2);
        // Other keys, and keys from before.
        let renamed = Key { name: Some("Staging".to_owned()), ..created("key_x", 300) };
        assert_eq!(extra_keys(&[renamed, created("key_y", -1_001)]), 0);
        let unnamed = Key { created_at: CLICK, ..key("key_x", 1) };
        assert_eq!(extra_keys(&[unnamed]), 0);
    }

    #[test]
    fn the_old_key_ends_when_the_server_says_unless_that_is_out_of_date() {
        for before in EXPIRIES {
            for now in EXPIRIES {
                let old = named_key("key_old", CLICK, now);
                let ends = |grace| check(before, grace).old_ends(Some(&old));
                assert_eq!(ends(Grace::from_millis(HOUR)), (now != before).then_some(now), "{before:?} → {now:?}");
                assert_eq!(ends(Some(Grace::NONE)), None, "{before:?} → {now:?}");
                assert_eq!(ends(None), Some(now), "{before:?} → {now:?}");
            }
            assert_eq!(check(before, None).old_ends(None), None);
        }
    }

    #[test]
    fn a_long_list_is_read_again_only_where_both_keys_do_not_tell() {
        let check = check(None, Some(Grace::NONE));
        let old = named_key("key_old", CLICK, Some(CLICK));
        let kept = named_key("key_old", CLICK, None);
        let new = |expires| named_key("key_new", CLICK, expires);
        let needs = |old: Option<&Key>, new: Option<Key>, loaded| check.needs_list(old, new.as_ref(), loaded);
        assert!(needs(Some(&old), Some(new(None)), INITIAL_KEYS));
        assert!(!needs(Some(&old), Some(new(None)), INITIAL_KEYS + 1));
        assert!(needs(Some(&old), Some(new(Some(CLICK))), INITIAL_KEYS + 1));
        assert!(needs(Some(&old), None, INITIAL_KEYS + 1));
        assert!(needs(None, Some(new(None)), INITIAL_KEYS + 1));
        assert!(needs(Some(&kept), Some(new(None)), INITIAL_KEYS + 1));
    }

    #[test]
    fn findings_are_read_back_as_they_were_written() {
        for end in EXPIRIES.map(NewKeyEnd::Unexpected).into_iter().chain([NewKeyEnd::NotSurprising]) {
            for extra_keys in [0, 1, 12] {
                let findings = Findings { end, extra_keys };
                assert_eq!(Findings::parse(&findings.to_string()), findings);
            }
        }
        for text in ["", ",", "-ld", ",e", ",ex,x", ",x-1", "acme_7QpV"] {
            assert_eq!(Findings::parse(text), Findings::default(), "{text}");
        }
    }
}
