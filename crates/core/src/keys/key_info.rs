//! Facts about one key that the list, the rotation and the screens share.

use portal_api::{DAY, Key, ServerTime};

/// A key expires "soon" from this long before its expiry, in ms.
pub const EXPIRES_SOON_MS: i64 = 7 * DAY;

/// Whether a key will expire within [`EXPIRES_SOON_MS`], but has not yet. Applies to disabled keys too.
pub fn expires_soon(key: &Key, now: ServerTime) -> bool {
    key.expires.is_some_and(|at| at > now && at.since(now) <= EXPIRES_SOON_MS)
}

/// The key's name; `None` if it is missing or only white space.
pub fn name(key: &Key) -> Option<&str> {
    key.name.as_deref().map(str::trim).filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::samples::key;

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
