//! A coarse clock for relative times: advances every 15 s, or at once when a key expires.

use portal_api::ServerTime;

use crate::keys::list::KeyList;

/// How long a relative time ("in 3 days", "5 minutes ago") may be outdated, in ms.
pub const COARSE_TICK_MS: i64 = 15_000;

/// The coarse time at `now`, after it was `before`. It stays the same for [`COARSE_TICK_MS`], so that a long list is
/// not rendered again each second, unless a key of `list` expired in between. A clock that was set back takes effect at
/// once.
///
/// ```
/// use portal_api::ServerTime;
/// use portal_core::keys::{list::KeyList, table::coarse_now};
///
/// let at = ServerTime::from_millis;
/// let list = KeyList::default();
/// assert_eq!(coarse_now(Some(at(100_000)), at(110_000), &list), at(100_000));
/// assert_eq!(coarse_now(Some(at(100_000)), at(115_000), &list), at(115_000));
/// ```
pub fn coarse_now(before: Option<ServerTime>, now: ServerTime, list: &KeyList) -> ServerTime {
    let has_expired = |before: ServerTime| {
        let passed = before.plus(1)..=now;
        list.keys().iter().any(|key| key.expires.is_some_and(|expires| passed.contains(&expires)))
    };
    before.filter(|before| (0..COARSE_TICK_MS).contains(&now.since(*before)) && !has_expired(*before)).unwrap_or(now)
}

#[cfg(test)]
mod tests {
    use portal_api::Key;

    use super::*;
    use crate::keys::samples::{complete, key};

    fn at(before: Option<i64>, now: i64) -> i64 {
        let ending = Key { expires: Some(ServerTime::from_millis(105_000)), ..key("key_1", 1) };
        let list = complete([ending, key("key_2", 1)]);
        coarse_now(before.map(ServerTime::from_millis), ServerTime::from_millis(now), &list).millis()
    }

    #[test]
    fn it_advances_every_fifteen_seconds() {
        assert_eq!(at(None, 110_000), 110_000);
        assert_eq!(at(Some(110_000), 110_000), 110_000);
        assert_eq!(at(Some(110_000), 124_999), 110_000);
        assert_eq!(at(Some(110_000), 125_000), 125_000);
    }

    #[test]
    fn it_advances_when_a_key_expires() {
        assert_eq!(at(Some(100_000), 104_999), 100_000);
        assert_eq!(at(Some(100_000), 105_000), 105_000);
        assert_eq!(at(Some(104_999), 107_000), 107_000);
        // The expiry was shown already.
        assert_eq!(at(Some(105_000), 106_000), 105_000);
    }

    #[test]
    fn a_clock_that_is_set_back_takes_effect_at_once() {
        assert_eq!(at(Some(110_000), 109_999), 109_999);
    }
}
