//! This machine's clock beside the API's.

use std::{
    fmt,
    time::{Duration, SystemTime},
};

use portal_api::{DAY, HOUR, MINUTE, SECOND};

/// By how much the clocks may differ, in milliseconds.
const ALLOWED: i64 = MINUTE;

/// By how many milliseconds this machine's clock is ahead of the API's; behind it where negative.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Clock {
    ahead: i64,
}

impl Clock {
    /// From an answer that said it was `date`, asked for at `sent` and there at `received`. `Date` is meant to lie
    /// between the two, and has whole seconds.
    pub(super) fn new(date: SystemTime, sent: SystemTime, received: SystemTime) -> Self {
        let ahead = if date < sent { between(date, sent) } else { between(date, received).min(0) };
        Self { ahead }
    }

    /// Whether it needs setting.
    pub(super) const fn is_off(self) -> bool {
        self.ahead.saturating_abs() > ALLOWED
    }
}

impl fmt::Display for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_off() {
            let way = if self.ahead > 0 { "ahead of" } else { "behind" };
            write!(f, "this machine's clock is {} {way} the API's", span(self.ahead.saturating_abs()))
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

/// Milliseconds in the two largest units that they fill.
pub(super) fn span(millis: i64) -> String {
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
    fn a_slow_answer_is_no_wrong_clock() {
        assert!(!Clock::new(at(1_100), at(1_000), at(1_200)).is_off());
        assert!(!Clock::new(at(1_060), at(1_000), at(1_000)).is_off());
        assert!(!Clock::new(at(940), at(1_000), at(1_000)).is_off());
    }

    #[test]
    fn a_wrong_clock_is_told_by_how_much_and_which_way() {
        let said = |date, sent, received| Clock::new(at(date), at(sent), at(received)).to_string();
        assert_eq!(said(1_000, 1_061, 1_070), "this machine's clock is 1 min 1 s ahead of the API's");
        assert_eq!(said(91_000, 990, 1_000), "this machine's clock is 1 d 1 h behind the API's");
    }

    #[test]
    fn spans_are_written_in_their_two_largest_units() {
        assert_eq!(
            [999, SECOND, DAY, DAY + 61_000, 2 * HOUR + 5].map(span),
            ["under 1 s", "1 s", "1 d", "1 d 1 min", "2 h"]
        );
    }
}
