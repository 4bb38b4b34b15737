//! Facts about one key that the list, the rotation and the screens share.

use portal_api::{DAY, Key, ServerTime};

use crate::invisible::{is_blank, is_invisible};

/// A key expires "soon" from this long before its expiry, in ms.
pub const EXPIRES_SOON_MS: i64 = 7 * DAY;

/// Whether a key will expire within [`EXPIRES_SOON_MS`], but has not yet. Applies to disabled keys too.
pub fn expires_soon(key: &Key, now: ServerTime) -> bool {
    key.expires.is_some_and(|at| at > now && at.since(now) <= EXPIRES_SOON_MS)
}

/// The key's name; `None` if it is missing, or nothing of it can be read.
pub fn name(key: &Key) -> Option<&str> {
    key.name.as_deref().map(str::trim).filter(|name| !is_blank(name))
}

/// FNV-1a of a name's characters as they are read out: without ASCII case and invisible characters, and with one space for any
/// white space.
pub(super) fn name_hash(name: &str) -> u64 {
    let is_heard = |c: &char| !is_invisible(*c);
    let characters = name.split_whitespace().flat_map(|word| word.chars().filter(is_heard).chain([' ']));
    characters.fold(0xcbf2_9ce4_8422_2325, |hash, c| {
        (hash ^ u64::from(c.to_ascii_lowercase())).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::samples::key;

    #[test]
    fn a_name_that_nobody_can_read_is_none() {
        let named = |name: &str| {
            let key = Key { name: Some(name.to_owned()), ..key("key_1", 1) };
            name_of(&key)
        };
        assert_eq!(named(" Production\n").as_deref(), Some("Production"));
        for name in ["", "  ", "\u{200b}", "\u{3164} \u{2800}", "\u{2060}\u{feff}", "\u{301}", "\u{0}"] {
            assert_eq!(named(name), None, "{name:?}");
        }
    }

    fn name_of(key: &Key) -> Option<String> {
        name(key).map(str::to_owned)
    }

    #[test]
    fn a_key_expires_soon_in_its_last_seven_days() {
        let end = ServerTime::from_millis(100 * DAY);
        let ending = Key { expires: Some(end), ..key("key_1", 1) };
        assert!(!expires_soon(&ending, end.plus(-EXPIRES_SOON_MS - 1)));
        assert!(expires_soon(&ending, end.plus(-EXPIRES_SOON_MS)));
        assert!(expires_soon(&ending, end.plus(-1)));
        assert!(!expires_soon(&ending, end));
        assert!(!expires_soon(&key("key_2", 1), end));
    }
}
