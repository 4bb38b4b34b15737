//! Times relative to now: rounded to the nearest unit, and in calendar days from a day on.

use portal_api::{DAY, HOUR, MINUTE, ServerTime};

/// How precisely the API knows when a key was used last, in milliseconds.
const LAST_USED_PRECISION_MS: i64 = 5 * MINUTE;

/// A distance from now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RelativeTime {
    /// Less than half a minute.
    Now {
        /// Whether it is before now.
        is_past: bool,
    },
    /// Units, rounded.
    Units {
        /// How many; at least one.
        count: u64,
        /// Of which unit.
        unit: TimeUnit,
        /// Whether it is before now.
        is_past: bool,
    },
}

/// A unit of [`RelativeTime`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeUnit {
    /// 60 seconds.
    Minute,
    /// 60 minutes.
    Hour,
    /// A day of the calendar: from midnight to midnight, where the user is.
    Day,
}

impl RelativeTime {
    /// The distance of `moment` from `now`. `days`: how many midnights are between them, in the user's time zone. The days
    /// of the calendar count from 23 and a half hours on, so that "tomorrow" is never today or the day after.
    ///
    /// ```
    /// use portal_api::{HOUR, MINUTE, ServerTime};
    /// use portal_core::relative_time::{RelativeTime, TimeUnit};
    ///
    /// let now = ServerTime::from_millis(0);
    /// let relative = RelativeTime::of(now.plus(-2 * HOUR + MINUTE), now, 0);
    /// assert_eq!(relative, RelativeTime::Units { count: 2, unit: TimeUnit::Hour, is_past: true });
    /// ```
    pub fn of(moment: ServerTime, now: ServerTime, days: u64) -> Self {
        let millis = moment.since(now);
        let is_past = millis < 0;
        let (minutes, hours) = (rounded(millis, MINUTE), rounded(millis, HOUR));
        let (count, unit) = match (minutes, hours) {
            (0, _) => return Self::Now { is_past },
            (..60, _) => (minutes, TimeUnit::Minute),
            // A day of 25 hours may have 24 more.
            (_, ..24) => (hours, TimeUnit::Hour),
            _ if days == 0 => (hours, TimeUnit::Hour),
            _ => (days, TimeUnit::Day),
        };
        Self::Units { count, unit, is_past }
    }
}

/// The day of the calendar that `moment` is in, as a number that grows by one at each midnight. `offset_minutes`: how far the
/// local time is behind UTC at that very moment, as JavaScript's `getTimezoneOffset` tells it. It changes with summer time.
///
/// ```
/// use portal_api::{HOUR, ServerTime};
/// use portal_core::relative_time::local_day;
///
/// // 23:00 in London is midnight in Berlin.
/// assert_eq!(local_day(ServerTime::from_millis(23 * HOUR), 0), 0);
/// assert_eq!(local_day(ServerTime::from_millis(23 * HOUR), -60), 1);
/// ```
pub const fn local_day(moment: ServerTime, offset_minutes: i64) -> i64 {
    moment.plus(offset_minutes.saturating_mul(-MINUTE)).millis().div_euclid(DAY)
}

/// When a key was used last, as precisely as the API knows: in steps of 5 minutes before now, and at least one. From an hour
/// on, where the precision doesn't matter, it is `at`.
///
/// ```
/// use portal_api::{MINUTE, ServerTime};
/// use portal_core::relative_time::last_used;
///
/// let now = ServerTime::from_millis(60 * MINUTE);
/// assert_eq!(last_used(now.plus(-12 * MINUTE), now), now.plus(-10 * MINUTE));
/// ```
pub fn last_used(at: ServerTime, now: ServerTime) -> ServerTime {
    let ago_ms = now.since(at).max(0);
    let steps = (ago_ms.saturating_add(LAST_USED_PRECISION_MS / 2) / LAST_USED_PRECISION_MS).max(1);
    if ago_ms < HOUR { now.plus(-steps * LAST_USED_PRECISION_MS) } else { at }
}

/// How a wait in seconds is told: below a minute and a half in seconds, else rounded.
///
/// ```
/// use portal_core::relative_time::{Wait, wait};
///
/// assert_eq!(wait(180), Wait::Minutes(3));
/// ```
pub const fn wait(seconds: u32) -> Wait {
    match seconds {
        ..90 => Wait::Seconds(seconds),
        // Rounded, it is an hour from 59 and a half minutes on.
        90..3_570 => Wait::Minutes(seconds.saturating_add(30) / 60),
        _ => Wait::Hours(seconds.saturating_add(1_800) / 3_600),
    }
}

/// A wait in its unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wait {
    /// Up to 89.
    Seconds(u32),
    /// 2 to 59.
    Minutes(u32),
    /// At least one.
    Hours(u32),
}

/// The distance in units, rounded to the nearest.
const fn rounded(millis: i64, unit: i64) -> u64 {
    let (millis, unit) = (millis.unsigned_abs(), unit.unsigned_abs());
    millis.saturating_add(unit / 2) / unit
}

#[cfg(test)]
mod tests {
    use portal_api::SECOND;
    use proptest::prelude::*;

    use super::*;

    const NOW: ServerTime = ServerTime::from_millis(1_000 * DAY);

    fn units(count: u64, unit: TimeUnit) -> RelativeTime {
        RelativeTime::Units { count, unit, is_past: false }
    }

    fn ahead(millis: i64, days: u64) -> RelativeTime {
        RelativeTime::of(NOW.plus(millis), NOW, days)
    }

    #[test]
    fn less_than_half_a_minute_has_no_count() {
        assert_eq!(ahead(0, 0), RelativeTime::Now { is_past: false });
        assert_eq!(ahead(30 * SECOND - 1, 0), RelativeTime::Now { is_past: false });
        assert_eq!(ahead(1 - 30 * SECOND, 0), RelativeTime::Now { is_past: true });
    }

    #[test]
    fn distances_are_rounded_to_the_nearest_unit() {
        for (millis, expected) in [
            (30 * SECOND, units(1, TimeUnit::Minute)),
            (59 * SECOND, units(1, TimeUnit::Minute)),
            (MINUTE, units(1, TimeUnit::Minute)),
            (89 * SECOND, units(1, TimeUnit::Minute)),
            (90 * SECOND, units(2, TimeUnit::Minute)),
            (59 * MINUTE + 29 * SECOND, units(59, TimeUnit::Minute)),
            (59 * MINUTE + 36 * SECOND, units(1, TimeUnit::Hour)),
            (HOUR, units(1, TimeUnit::Hour)),
            (89 * MINUTE, units(1, TimeUnit::Hour)),
            (90 * MINUTE, units(2, TimeUnit::Hour)),
            (23 * HOUR + 29 * MINUTE, units(23, TimeUnit::Hour)),
        ] {
            assert_eq!(ahead(millis, 0), expected, "{millis} ms");
            assert_eq!(ahead(millis, 1), expected, "{millis} ms over midnight");
        }
    }

    #[test]
    fn twenty_four_hours_are_no_fewer_a_second_later() {
        for gone in [0, SECOND, MINUTE, 29 * MINUTE] {
            assert_eq!(ahead(DAY - gone, 1), units(1, TimeUnit::Day), "{gone}");
        }
    }

    #[test]
    fn days_are_those_of_the_calendar() {
        // 36 hours are tomorrow or the day after, by the time of day.
        assert_eq!(ahead(36 * HOUR, 1), units(1, TimeUnit::Day));
        assert_eq!(ahead(36 * HOUR, 2), units(2, TimeUnit::Day));
        assert_eq!(ahead(7 * DAY - HOUR, 7), units(7, TimeUnit::Day));
        let ago = RelativeTime::of(NOW.plus(-36 * HOUR), NOW, 2);
        assert_eq!(ago, RelativeTime::Units { count: 2, unit: TimeUnit::Day, is_past: true });
    }

    #[test]
    fn days_of_23_and_25_hours_are_days() {
        // From midnight to the end of the same day, which has 25 hours.
        assert_eq!(ahead(24 * HOUR, 0), units(24, TimeUnit::Hour));
        assert_eq!(ahead(25 * HOUR - MINUTE, 0), units(25, TimeUnit::Hour));
        // At the same time of the next day.
        assert_eq!(ahead(25 * HOUR, 1), units(1, TimeUnit::Day));
        assert_eq!(ahead(23 * HOUR, 1), units(23, TimeUnit::Hour));
        assert_eq!(ahead(47 * HOUR, 2), units(2, TimeUnit::Day));
        assert_eq!(ahead(49 * HOUR, 2), units(2, TimeUnit::Day));
    }

    #[test]
    fn a_day_with_a_change_of_summer_time_is_one_day() {
        // Berlin: 25 October 2026 has 25 hours, 29 March 2026 has 23. Hours after midnight there, with the offset.
        for (midnight_s, hours) in [
            (1_792_879_200, [(0, -120), (2, -120), (3, -60), (24, -60)]),
            (1_774_738_800, [(0, -60), (1, -60), (2, -120), (22, -120)]),
        ] {
            let midnight = ServerTime::from_millis(midnight_s * SECOND);
            let day = local_day(midnight, hours[0].1);
            assert_eq!(local_day(midnight.plus(-1), hours[0].1), day - 1);
            for (hour, offset) in hours {
                assert_eq!(local_day(midnight.plus((hour + 1) * HOUR - 1), offset), day, "{hour}");
            }
            let (last, offset) = hours[3];
            assert_eq!(local_day(midnight.plus((last + 1) * HOUR), offset), day + 1);
        }
    }

    #[test]
    fn the_last_use_is_in_steps_of_five_minutes() {
        let minutes = |ago_ms: i64| NOW.since(last_used(NOW.plus(-ago_ms), NOW)) / MINUTE;
        assert_eq!(minutes(-MINUTE), 5);
        assert_eq!(minutes(0), 5);
        assert_eq!(minutes(7 * MINUTE), 5);
        assert_eq!(minutes(8 * MINUTE), 10);
        assert_eq!(minutes(HOUR - 1), 60);
        assert_eq!(minutes(61 * MINUTE), 61);
    }

    #[test]
    fn a_long_wait_is_in_minutes_or_hours() {
        for (seconds, expected) in [
            (0, Wait::Seconds(0)),
            (59, Wait::Seconds(59)),
            (89, Wait::Seconds(89)),
            (90, Wait::Minutes(2)),
            (149, Wait::Minutes(2)),
            (180, Wait::Minutes(3)),
            (2_520, Wait::Minutes(42)),
            (3_569, Wait::Minutes(59)),
            (3_570, Wait::Hours(1)),
            (3_600, Wait::Hours(1)),
            (2 * 3_600, Wait::Hours(2)),
        ] {
            assert_eq!(wait(seconds), expected, "{seconds} s");
        }
        assert!(matches!(wait(u32::MAX), Wait::Hours(_)));
    }

    proptest! {
        #[test]
        fn any_distance_has_a_count(moment: i64, now: i64, days: u64) {
            let relative = RelativeTime::of(ServerTime::from_millis(moment), ServerTime::from_millis(now), days);
            if let RelativeTime::Units { count, .. } = relative {
                prop_assert!(count > 0);
            }
        }
    }
}
