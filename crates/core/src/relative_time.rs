//! Times relative to now, in whole units.

use portal_api::{DAY, HOUR, MINUTE, ServerTime};

/// How precisely the API knows when a key was used last, in milliseconds.
const LAST_USED_PRECISION_MS: i64 = 5 * MINUTE;

/// A distance from now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RelativeTime {
    /// Less than a minute.
    UnderAMinute {
        /// Whether it is before now.
        is_past: bool,
    },
    /// Whole units, rounded towards now; negative for the past.
    Units {
        /// How many.
        count: i64,
        /// Of which unit.
        unit: TimeUnit,
    },
}

/// A unit of [`RelativeTime`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeUnit {
    /// 60 seconds.
    Minute,
    /// 60 minutes.
    Hour,
    /// 24 hours.
    Day,
}

impl TimeUnit {
    /// The unit's name for `Intl.RelativeTimeFormat`.
    pub const fn intl_name(self) -> &'static str {
        match self {
            Self::Minute => "minute",
            Self::Hour => "hour",
            Self::Day => "day",
        }
    }
}

impl RelativeTime {
    /// The distance of `moment` from `now`, in the largest unit of which there is a whole one.
    ///
    /// ```
    /// use portal_api::{HOUR, ServerTime};
    /// use portal_core::relative_time::{RelativeTime, TimeUnit};
    ///
    /// let now = ServerTime::from_millis(0);
    /// let relative = RelativeTime::of(now.plus(-2 * HOUR), now);
    /// assert_eq!(relative, RelativeTime::Units { count: -2, unit: TimeUnit::Hour });
    /// ```
    pub fn of(moment: ServerTime, now: ServerTime) -> Self {
        let millis = moment.since(now);
        let (unit, length) = match i64::try_from(millis.unsigned_abs()).unwrap_or(i64::MAX) {
            ..MINUTE => return Self::UnderAMinute { is_past: millis < 0 },
            MINUTE..HOUR => (TimeUnit::Minute, MINUTE),
            HOUR..DAY => (TimeUnit::Hour, HOUR),
            DAY.. => (TimeUnit::Day, DAY),
        };
        Self::Units { count: millis / length, unit }
    }
}

/// How many minutes ago a key was used, rounded to the API's precision of 5 minutes and at least that. None from an hour
/// on, where the precision doesn't matter.
pub fn approximate_minutes_ago(moment: ServerTime, now: ServerTime) -> Option<i64> {
    let ago_ms = now.since(moment).max(0);
    let steps = (ago_ms.saturating_add(LAST_USED_PRECISION_MS / 2) / LAST_USED_PRECISION_MS).max(1);
    (ago_ms < HOUR).then_some(steps * (LAST_USED_PRECISION_MS / MINUTE))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn relative(millis: i64) -> RelativeTime {
        let now = ServerTime::from_millis(1_000 * DAY);
        RelativeTime::of(now.plus(millis), now)
    }

    #[test]
    fn under_a_minute_has_no_count() {
        assert_eq!(relative(0), RelativeTime::UnderAMinute { is_past: false });
        assert_eq!(relative(MINUTE - 1), RelativeTime::UnderAMinute { is_past: false });
        assert_eq!(relative(1 - MINUTE), RelativeTime::UnderAMinute { is_past: true });
    }

    #[test]
    fn units_are_whole_and_rounded_towards_now() {
        let units = |count, unit| RelativeTime::Units { count, unit };
        assert_eq!(relative(MINUTE), units(1, TimeUnit::Minute));
        assert_eq!(relative(HOUR - 1), units(59, TimeUnit::Minute));
        assert_eq!(relative(-HOUR), units(-1, TimeUnit::Hour));
        assert_eq!(relative(1 - DAY), units(-23, TimeUnit::Hour));
        assert_eq!(relative(2 * DAY - 1), units(1, TimeUnit::Day));
    }

    #[test]
    fn the_last_use_is_rounded_to_five_minutes() {
        let now = ServerTime::from_millis(1_000 * DAY);
        let minutes = |ago_ms: i64| approximate_minutes_ago(now.plus(-ago_ms), now);
        assert_eq!(minutes(-MINUTE), Some(5));
        assert_eq!(minutes(0), Some(5));
        assert_eq!(minutes(7 * MINUTE), Some(5));
        assert_eq!(minutes(8 * MINUTE), Some(10));
        assert_eq!(minutes(HOUR - 1), Some(60));
        assert_eq!(minutes(HOUR), None);
    }
}
