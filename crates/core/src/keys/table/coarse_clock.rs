//! The time by which keys are described: it stands still for a while, but never past the end of a key.

use portal_api::ServerTime;

use crate::keys::list::KeyList;

/// How long what is said of keys ("in 3 days", "about 5 minutes ago") may stand as it is, in milliseconds.
pub const COARSE_TICK_MS: i64 = 15_000;

/// The time by which the keys of `list` are described at `now`, after they were at `before`: the same for [`COARSE_TICK_MS`], so
/// that a long list isn't written anew each second, unless a key has ended since. A clock that was set back counts at once.
pub fn coarse_now(before: Option<ServerTime>, now: ServerTime, list: &KeyList) -> ServerTime {
    let has_ended = |before: ServerTime| {
        let ended = before.plus(1)..=now;
        list.keys().iter().any(|key| key.expires.is_some_and(|end| ended.contains(&end)))
    };
    before.filter(|before| (0..COARSE_TICK_MS).contains(&now.since(*before)) && !has_ended(*before)).unwrap_or(now)
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
    fn it_stands_still_for_a_quarter_of_a_minute() {
        assert_eq!(at(None, 110_000), 110_000);
        assert_eq!(at(Some(110_000), 110_000), 110_000);
        assert_eq!(at(Some(110_000), 124_999), 110_000);
        assert_eq!(at(Some(110_000), 125_000), 125_000);
    }

    #[test]
    fn it_goes_on_when_a_key_ends() {
        assert_eq!(at(Some(100_000), 104_999), 100_000);
        assert_eq!(at(Some(100_000), 105_000), 105_000);
        assert_eq!(at(Some(104_999), 107_000), 107_000);
        // The end was told.
        assert_eq!(at(Some(105_000), 106_000), 105_000);
    }

    #[test]
    fn a_clock_that_is_set_back_counts_at_once() {
        assert_eq!(at(Some(110_000), 109_999), 109_999);
    }
}
