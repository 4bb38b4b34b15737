//! Whether anything uses a key that is to be rotated, as far as that is known.

use portal_api::{DAY, Key, MINUTE, ServerTime};

use crate::keys::usage::UsagePeriod;

/// [`Key::last_used_at`] may lag by this, in ms.
const LAST_USED_PRECISION_MS: i64 = 5 * MINUTE;

/// The requests with a key in one period.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Requests {
    /// Not known yet.
    #[default]
    Awaited,
    /// So many.
    Counted(u64),
    /// The API records no requests at all.
    NotRecorded,
    /// They can't be known now.
    Unavailable,
}

/// The requests with a key in each period.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct KeyRequests {
    hour: Requests,
    day: Requests,
    week: Requests,
}

impl KeyRequests {
    /// All periods alike.
    pub const fn all(requests: Requests) -> Self {
        Self { hour: requests, day: requests, week: requests }
    }

    /// Those of `period`.
    pub const fn of(&self, period: UsagePeriod) -> Requests {
        match period {
            UsagePeriod::Hour => self.hour,
            UsagePeriod::Day => self.day,
            UsagePeriod::Week => self.week,
        }
    }

    /// Those of `period` are known, or will not be.
    pub const fn set(&mut self, period: UsagePeriod, requests: Requests) {
        match period {
            UsagePeriod::Hour => self.hour = requests,
            UsagePeriod::Day => self.day = requests,
            UsagePeriod::Week => self.week = requests,
        }
    }

    /// Whether the API records no requests.
    pub fn are_not_recorded(&self) -> bool {
        UsagePeriod::ALL.iter().any(|period| self.of(*period) == Requests::NotRecorded)
    }

    /// Whether no number is known, or will be.
    pub fn are_unavailable(&self) -> bool {
        let is_none = |period: &UsagePeriod| matches!(self.of(*period), Requests::NotRecorded | Requests::Unavailable);
        UsagePeriod::ALL.iter().all(is_none)
    }
}

/// What is known of a key's use.
///
/// ```
/// use portal_api::{Key, ServerTime};
/// use portal_core::keys::{rotation::key_use::{KeyRequests, KeyUse, Requests}, usage::UsagePeriod};
///
/// let json = r#"{"keyId":"key_1","start":"acme_1","enabled":true,"createdAt":0}"#;
/// let key: Key = serde_json::from_str(json).unwrap();
/// let mut requests = KeyRequests::default();
/// assert_eq!(KeyUse::of(&key, &requests, ServerTime::from_millis(1)), KeyUse::Never);
/// requests.set(UsagePeriod::Hour, Requests::Counted(1_310));
/// let used = KeyUse::of(&key, &requests, ServerTime::from_millis(1));
/// assert_eq!(used, KeyUse::Counted { requests: 1_310, period: UsagePeriod::Hour });
/// assert!(used.may_break());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyUse {
    /// Requests of the shortest period that has any.
    Counted {
        /// How many; at least one.
        requests: u64,
        /// In which period.
        period: UsagePeriod,
    },
    /// Used at this time, within the last week; no requests are counted.
    Recent(ServerTime),
    /// Used, but not within the last week.
    LongAgo,
    /// Never used.
    Never,
    /// The API doesn't record the use of keys.
    Unknown,
}

impl KeyUse {
    /// The use of `key` at `now`.
    pub fn of(key: &Key, requests: &KeyRequests, now: ServerTime) -> Self {
        for period in UsagePeriod::ALL {
            if let Requests::Counted(requests @ 1..) = requests.of(period) {
                return Self::Counted { requests, period };
            }
        }
        match key.last_used_at {
            Some(at) if is_within(at, 7 * DAY, now) => Self::Recent(at),
            Some(_) => Self::LongAgo,
            // The last use comes from the same records.
            None if requests.are_not_recorded() => Self::Unknown,
            None => Self::Never,
        }
    }

    /// Whether something is likely to fail when the key stops working.
    pub const fn may_break(self) -> bool {
        matches!(self, Self::Counted { .. } | Self::Recent(_) | Self::Unknown)
    }

    /// Whether the key was used within the last day.
    pub fn is_within_a_day(self, key: &Key, now: ServerTime) -> bool {
        matches!(self, Self::Counted { period: UsagePeriod::Hour | UsagePeriod::Day, .. })
            || key.last_used_at.is_some_and(|at| is_within(at, DAY, now))
    }
}

fn is_within(at: ServerTime, period_ms: i64, now: ServerTime) -> bool {
    now.since(at) <= period_ms + LAST_USED_PRECISION_MS
}

#[cfg(test)]
mod tests {
    use portal_api::HOUR;

    use super::*;
    use crate::keys::samples::key;

    const NOW: ServerTime = ServerTime::from_millis(1_700_000_000_000);

    fn last_used(ago_ms: i64) -> Key {
        Key { last_used_at: Some(NOW.plus(-ago_ms)), ..key("key_1", 1) }
    }

    fn requests(hour: Requests, day: Requests, week: Requests) -> KeyRequests {
        KeyRequests { hour, day, week }
    }

    #[test]
    fn the_shortest_period_with_requests_is_told() {
        use Requests::{Awaited, Counted, Unavailable};
        let used = |hour, day, week| KeyUse::of(&key("key_1", 1), &requests(hour, day, week), NOW);
        let counted = |requests, period| KeyUse::Counted { requests, period };
        assert_eq!(used(Counted(3), Counted(70), Counted(900)), counted(3, UsagePeriod::Hour));
        assert_eq!(used(Counted(0), Counted(70), Counted(900)), counted(70, UsagePeriod::Day));
        assert_eq!(used(Awaited, Unavailable, Counted(900)), counted(900, UsagePeriod::Week));
        assert_eq!(used(Counted(0), Counted(0), Counted(0)), KeyUse::Never);
    }

    #[test]
    fn without_numbers_the_last_use_tells() {
        for unknown in [Requests::Awaited, Requests::Unavailable, Requests::Counted(0), Requests::NotRecorded] {
            let used = |ago_ms| KeyUse::of(&last_used(ago_ms), &KeyRequests::all(unknown), NOW);
            assert_eq!(used(HOUR), KeyUse::Recent(NOW.plus(-HOUR)), "{unknown:?}");
            assert_eq!(used(7 * DAY + 4 * MINUTE), KeyUse::Recent(NOW.plus(-7 * DAY - 4 * MINUTE)));
            assert_eq!(used(8 * DAY), KeyUse::LongAgo);
        }
    }

    #[test]
    fn a_key_is_never_used_only_where_use_is_recorded() {
        let used = |requests| KeyUse::of(&key("key_1", 1), &KeyRequests::all(requests), NOW);
        assert_eq!(used(Requests::Unavailable), KeyUse::Never);
        assert_eq!(used(Requests::NotRecorded), KeyUse::Unknown);
    }

    #[test]
    fn only_what_is_or_may_be_in_use_can_break() {
        for used in [KeyUse::Counted { requests: 1, period: UsagePeriod::Week }, KeyUse::Recent(NOW), KeyUse::Unknown] {
            assert!(used.may_break(), "{used:?}");
        }
        assert!(!KeyUse::LongAgo.may_break() && !KeyUse::Never.may_break());
    }

    #[test]
    fn numbers_are_unavailable_once_none_can_come() {
        use Requests::{Awaited, Counted, NotRecorded, Unavailable};
        assert!(requests(Unavailable, NotRecorded, Unavailable).are_unavailable());
        assert!(!requests(Unavailable, Awaited, Unavailable).are_unavailable());
        assert!(!requests(Unavailable, Counted(0), Unavailable).are_unavailable());
    }
}
