//! Usage numbers that look like real traffic. Each minute's number is a function of key and time, so nothing is stored,
//! hours are the sums of their minutes and days of their hours, and two responses never disagree.

use portal_api::{DAY, HOUR, MINUTE, ServerTime, VerificationPoint};

/// The longest windows, in milliseconds, whose points are minutes and hours; for longer ones they are days (UTC).
const LONGEST_IN_MINUTES: i64 = 3 * HOUR;
const LONGEST_IN_HOURS: i64 = 4 * DAY;

/// The requests that a client sends with a key. When a key is rotated, the client moves to the new key over time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Traffic {
    /// The same for a key and the keys that replace it: the client is the same.
    pub(crate) seed: u64,
    /// Requests a minute on average.
    pub(crate) per_minute: f64,
    /// When the client starts to use this key, and when it sends all its requests with it.
    pub(crate) ramp_up: (ServerTime, ServerTime),
    /// When the client starts to use another key, and when it no longer uses this one.
    pub(crate) ramp_down: Option<(ServerTime, ServerTime)>,
}

/// The length in milliseconds of the points of a window.
pub(crate) const fn bucket_ms(window_ms: i64) -> i64 {
    if window_ms <= LONGEST_IN_MINUTES {
        MINUTE
    } else if window_ms <= LONGEST_IN_HOURS {
        HOUR
    } else {
        DAY
    }
}

/// The points of a window, ascending and with zeros, summed over `traffic`. As on the real server, the window's bounds are
/// compared with the start of each bucket: the bucket that began before `start` is listed with zeros, and so is the one that
/// begins at `end`.
pub(crate) fn points(
    traffic: &[Traffic],
    start: ServerTime,
    end: ServerTime,
    now: ServerTime,
) -> Vec<VerificationPoint> {
    let bucket = bucket_ms(end.since(start));
    let first = start.millis().div_euclid(bucket);
    let last = end.millis().div_euclid(bucket);
    (first..=last)
        .map(|index| {
            let begins = index * bucket;
            let mut point = empty(ServerTime::from_millis(begins));
            if begins >= start.millis() && begins < end.millis() {
                for minute in
                    (begins..begins + bucket).step_by(MINUTE as usize).take_while(|minute| *minute <= now.millis())
                {
                    for traffic in traffic {
                        add_minute(&mut point, traffic, minute / MINUTE);
                    }
                }
            }
            point
        })
        .collect()
}

fn empty(time: ServerTime) -> VerificationPoint {
    VerificationPoint {
        time,
        total: 0,
        valid: 0,
        rate_limited: 0,
        insufficient_permissions: 0,
        forbidden: 0,
        disabled: 0,
        expired: 0,
        usage_exceeded: 0,
    }
}

fn add_minute(point: &mut VerificationPoint, traffic: &Traffic, minute: i64) {
    let noise = hash(traffic.seed, minute);
    let share = traffic.share(ServerTime::from_millis(minute * MINUTE));
    if share <= 0.0 {
        return;
    }
    let spike = if hash(traffic.seed ^ 0x5bd1, minute / 37).is_multiple_of(97) { 4.0 } else { 1.0 };
    let expected = traffic.per_minute * daily_rhythm(minute) * spike * share;
    let fraction = (noise & 0xffff) as f64 / 65_536.0;
    // Between 0.5 and 1.5 times the expected number, rounded at random.
    let total = (expected * (0.5 + fraction) + ((noise >> 16) & 0xff) as f64 / 256.0).floor() as u64;
    let failing = |shift: u32, of: u64| if (noise >> shift).is_multiple_of(of) { total.div_ceil(8) } else { 0 };
    let rate_limited = if spike > 1.0 { total / 3 } else { failing(24, 23) }.min(total);
    let insufficient_permissions = failing(32, 61).min(total - rate_limited);
    let usage_exceeded = failing(40, 149).min(total - rate_limited - insufficient_permissions);
    point.total += total;
    point.rate_limited += rate_limited;
    point.insufficient_permissions += insufficient_permissions;
    point.usage_exceeded += usage_exceeded;
    point.valid += total - rate_limited - insufficient_permissions - usage_exceeded;
}

/// More by day than by night, less at weekends; about 1 on average.
fn daily_rhythm(minute: i64) -> f64 {
    let hour = (minute / 60).rem_euclid(24) as f64;
    // 1970 began on a Thursday.
    let weekday = (minute / (60 * 24) + 3).rem_euclid(7);
    let day = 1.0 + 0.7 * ((hour - 14.0) / 12.0 * std::f64::consts::PI).cos();
    if weekday >= 5 { day * 0.4 } else { day }
}

impl Traffic {
    /// The share of the client's requests that use this key at `time`, 0 to 1.
    fn share(&self, time: ServerTime) -> f64 {
        let moved_away = self.ramp_down.map_or(0.0, |period| progress(time, period));
        (progress(time, self.ramp_up) - moved_away).max(0.0)
    }
}

/// How much of a period has passed at `time`, 0 to 1.
fn progress(time: ServerTime, (from, to): (ServerTime, ServerTime)) -> f64 {
    if time < from {
        0.0
    } else if time >= to {
        1.0
    } else {
        time.since(from) as f64 / to.since(from) as f64
    }
}

/// A hash of a number and a seed (the mixer of SplitMix64).
fn hash(seed: u64, number: i64) -> u64 {
    let mut bits = seed ^ (number as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: ServerTime = ServerTime::from_millis(1_700_000_000_000 / DAY * DAY + 12 * HOUR);

    fn busy() -> [Traffic; 1] {
        let long_ago = ServerTime::from_millis(0);
        [Traffic { seed: 7, per_minute: 5.0, ramp_up: (long_ago, long_ago), ramp_down: None }]
    }

    fn sum(points: &[VerificationPoint]) -> u64 {
        points.iter().map(|point| point.total).sum()
    }

    #[test]
    fn a_day_in_hours_has_25_points_and_the_last_is_empty() {
        let points = points(&busy(), NOON.plus(-DAY), NOON, NOON);
        assert_eq!(points.len(), 25);
        assert_eq!(points.last().map(|point| point.total), Some(0));
        assert!(sum(&points) > 1_000);
    }

    #[test]
    fn a_start_inside_a_bucket_loses_its_events() {
        let points = points(&busy(), NOON.plus(-DAY + 1), NOON, NOON);
        assert_eq!(points.first().map(|point| point.total), Some(0));
    }

    #[test]
    fn an_end_inside_a_bucket_counts_it_whole() {
        let later = NOON.plus(2 * HOUR);
        let inside = points(&busy(), NOON.plus(-DAY), NOON.plus(1), later);
        let whole = points(&busy(), NOON.plus(-DAY), NOON.plus(HOUR), later);
        assert_eq!(sum(&inside), sum(&whole));
    }

    #[test]
    fn hours_are_the_sum_of_their_minutes_and_days_of_their_hours() {
        let hour = |from: i64| sum(&points(&busy(), NOON.plus(from), NOON.plus(from + HOUR), NOON.plus(5 * DAY)));
        let minutes: u64 = (0..4).map(|index| hour(index * HOUR)).sum();
        let hours = points(&busy(), NOON, NOON.plus(4 * HOUR), NOON.plus(5 * DAY));
        assert_eq!(minutes, sum(&hours));
        let midnight = NOON.plus(-12 * HOUR);
        let days = points(&busy(), midnight, midnight.plus(5 * DAY), NOON.plus(9 * DAY));
        let day = points(&busy(), midnight, midnight.plus(DAY), NOON.plus(9 * DAY));
        assert_eq!(days.first().map(|point| point.total), Some(sum(&day)));
    }

    #[test]
    fn the_future_has_no_requests() {
        let ahead = points(&busy(), NOON, NOON.plus(HOUR), NOON.plus(10 * MINUTE));
        assert!(ahead.iter().skip(11).all(|point| point.total == 0));
    }

    #[test]
    fn a_client_that_moves_leaves_the_old_key() {
        let old = [Traffic { ramp_down: Some((NOON, NOON.plus(30 * MINUTE))), ..busy()[0] }];
        let new = [Traffic { ramp_up: (NOON, NOON.plus(30 * MINUTE)), ..busy()[0] }];
        let late = NOON.plus(3 * HOUR);
        assert_eq!(sum(&points(&old, NOON.plus(HOUR), NOON.plus(2 * HOUR), late)), 0);
        assert_eq!(sum(&points(&new, NOON.plus(-HOUR), NOON, late)), 0);
        assert!(sum(&points(&new, NOON.plus(HOUR), NOON.plus(2 * HOUR), late)) > 0);
    }

    #[test]
    fn a_total_is_never_less_than_its_parts() {
        for point in points(&busy(), NOON.plus(-DAY), NOON, NOON) {
            let parts = point.valid + point.rate_limited + point.insufficient_permissions + point.usage_exceeded;
            assert_eq!(point.total, parts);
        }
    }
}
