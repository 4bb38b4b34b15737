//! The difference between this machine's clock and the API's.

use std::{
    fmt,
    time::{Duration, SystemTime},
};

use portal_api::{DAY, HOUR, MINUTE, SECOND};

/// The largest difference that is fine, in milliseconds.
const TOLERANCE: i64 = MINUTE;

/// How far this machine's clock is ahead of the API's; behind it if negative.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ClockDifference {
    ahead_ms: i64,
}

impl ClockDifference {
    /// From a response with this `Date`, and when its request was sent and it was received. `Date` should lie between the
    /// two, and has whole seconds.
    pub(crate) fn new(date: SystemTime, sent: SystemTime, received: SystemTime) -> Self {
        let ahead_ms = if date < sent { between(date, sent) } else { between(date, received).min(0) };
        Self { ahead_ms }
    }

    /// Whether one of the clocks needs to be set.
    pub(crate) const fn is_too_large(self) -> bool {
        self.ahead_ms.saturating_abs() > TOLERANCE
    }
}

impl fmt::Display for ClockDifference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_too_large() {
            let direction = if self.ahead_ms > 0 { "ahead of" } else { "behind" };
            write!(
                f,
                "this machine's clock is {} {direction} the API's",
                format_duration(self.ahead_ms.saturating_abs())
            )
        } else {
            f.write_str("this machine and the API agree to the minute")
        }
    }
}

/// Milliseconds from one to the other, negative where `to` is the earlier.
fn between(from: SystemTime, to: SystemTime) -> i64 {
    let millis = |duration: Duration| i64::try_from(duration.as_millis()).unwrap_or(i64::MAX);
    match to.duration_since(from) {
        Ok(later) => millis(later),
        Err(earlier) => -millis(earlier.duration()),
    }
}

/// A duration in milliseconds, written in its two largest units.
pub(crate) fn format_duration(millis: i64) -> String {
    const UNITS: [(i64, &str); 4] = [(DAY, "d"), (HOUR, "h"), (MINUTE, "min"), (SECOND, "s")];
    let mut left = millis;
    let mut parts = Vec::new();
    for (length, unit) in UNITS {
        let number = left / length;
        left -= number * length;
        if number > 0 {
            parts.push(format!("{number} {unit}"));
        }
    }
    parts.truncate(2);
    if parts.is_empty() { "under 1 s".to_owned() } else { parts.join(" ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: u64) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
    }

    #[test]
    fn a_slow_response_is_no_wrong_clock() {
        assert!(!ClockDifference::new(at(1_100), at(1_000), at(1_200)).is_too_large());
        assert!(!ClockDifference::new(at(1_060), at(1_000), at(1_000)).is_too_large());
        assert!(!ClockDifference::new(at(940), at(1_000), at(1_000)).is_too_large());
    }

    #[test]
    fn a_wrong_clock_is_reported_with_amount_and_direction() {
        let shown = |date, sent, received| ClockDifference::new(at(date), at(sent), at(received)).to_string();
        assert_eq!(shown(1_000, 1_061, 1_070), "this machine's clock is 1 min 1 s ahead of the API's");
        assert_eq!(shown(91_000, 990, 1_000), "this machine's clock is 1 d 1 h behind the API's");
    }

    #[test]
    fn durations_are_written_in_their_two_largest_units() {
        assert_eq!(
            [999, SECOND, DAY, DAY + 61_000, 2 * HOUR + 5].map(format_duration),
            ["under 1 s", "1 s", "1 d", "1 d 1 min", "2 h"]
        );
    }
}
