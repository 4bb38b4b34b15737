//! For how long the old key goes on working beside the new one.

use portal_api::{DAY, HOUR, Key, MINUTE, RerollKeyRequest, ServerTime};

use crate::keys::usage::Usage;

/// How far [`Key::last_used_at`] may be behind, in milliseconds.
const LAST_USED_PRECISION_MS: i64 = 5 * MINUTE;

/// A grace period: 0 to [`RerollKeyRequest::MAX_EXPIRATION_MS`] milliseconds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Grace(i64);

impl Grace {
    /// None: the old key stops working at once.
    pub const NONE: Self = Self(0);

    /// Those that are offered, the shortest first. Any other is entered as a [`GraceDraft`].
    pub const PRESETS: [Self; 6] =
        [Self::NONE, Self(MINUTE), Self(15 * MINUTE), Self(HOUR), Self(6 * HOUR), Self(24 * HOUR)];

    /// The grace period of so many milliseconds, if the API takes it.
    pub const fn from_millis(millis: i64) -> Option<Self> {
        if millis >= 0 && millis <= RerollKeyRequest::MAX_EXPIRATION_MS { Some(Self(millis)) } else { None }
    }

    /// In milliseconds, as the API is asked for it.
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// When an old key stops working that is rotated at `moment`: as the API computes it, at the next full minute after
    /// the grace period; with none, at `moment` itself.
    pub const fn end(self, moment: ServerTime) -> ServerTime {
        if self.0 == 0 {
            return moment;
        }
        let end = moment.plus(self.0);
        match end.millis().rem_euclid(MINUTE) {
            0 => end,
            over => end.plus(MINUTE - over),
        }
    }

    /// What is proposed for `old` at `now`. The fresher its use, the more depends on it, and the longer it goes on:
    /// used within a day, 24 hours, so that a daily job comes by once more and people have a day's time; within a week,
    /// 6 hours; longer ago, 1 hour, in case something does use it still; never, it ends now. Never so long that the old
    /// key would live longer than it would have without a rotation.
    pub fn proposed(old: &Key, usage: Usage, now: ServerTime) -> Self {
        let used = |requests: Option<u64>, within_ms: i64| {
            requests.is_some_and(|requests| requests > 0)
                || old.last_used_at.is_some_and(|at| now.since(at) <= within_ms + LAST_USED_PRECISION_MS)
        };
        let wish = if used(usage.hour, HOUR) || used(usage.day, DAY) {
            Self(24 * HOUR)
        } else if used(usage.week, 7 * DAY) {
            Self(6 * HOUR)
        } else if old.last_used_at.is_some() {
            Self(HOUR)
        } else {
            Self::NONE
        };
        let fits = |grace: &Self| *grace <= wish && old.expires.is_none_or(|expires| grace.end(now) <= expires);
        Self::PRESETS.into_iter().rev().find(fits).unwrap_or(Self::NONE)
    }
}

/// A unit that a grace period is entered in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GraceUnit {
    /// Minutes.
    Minutes,
    /// Hours.
    Hours,
    /// Days of 24 hours.
    Days,
}

impl GraceUnit {
    /// All of them, the shortest first.
    pub const ALL: [Self; 3] = [Self::Minutes, Self::Hours, Self::Days];

    /// In milliseconds.
    pub const fn millis(self) -> i64 {
        match self {
            Self::Minutes => MINUTE,
            Self::Hours => HOUR,
            Self::Days => DAY,
        }
    }

    /// The most of this unit that the API takes.
    pub const fn max_amount(self) -> i64 {
        RerollKeyRequest::MAX_EXPIRATION_MS / self.millis()
    }
}

/// A grace period as it is being entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GraceDraft {
    /// As it was typed.
    pub amount: String,
    /// Of what.
    pub unit: GraceUnit,
}

/// Why what was entered is no grace period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GraceError {
    /// Nothing was entered.
    Empty,
    /// It is no number, or a negative one.
    NotANumber,
    /// It has a fraction.
    NotWhole,
    /// It is longer than the API takes.
    TooLong {
        /// The most in this unit.
        max: i64,
    },
}

impl GraceDraft {
    /// The grace period that was entered. 0 is [`Grace::NONE`].
    ///
    /// # Errors
    /// What is wrong with the text.
    pub fn grace(&self) -> Result<Grace, GraceError> {
        let text = self.amount.trim();
        if text.is_empty() {
            return Err(GraceError::Empty);
        }
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(text) {
            let fraction = text.split_once(['.', ',']);
            let is_number = fraction.is_some_and(|(whole, part)| digits(whole) && digits(part) && text.len() > 1);
            return Err(if is_number { GraceError::NotWhole } else { GraceError::NotANumber });
        }
        let too_long = GraceError::TooLong { max: self.unit.max_amount() };
        // Nothing but digits: all that can go wrong is their number.
        let amount: i64 = text.parse().map_err(|_| too_long)?;
        amount.checked_mul(self.unit.millis()).and_then(Grace::from_millis).ok_or(too_long)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::keys::samples::key;

    const NOW: ServerTime = ServerTime::from_millis(1_700_000_000_000 / MINUTE * MINUTE + 10_000);

    #[test]
    fn the_old_key_ends_when_the_api_says_so() {
        let minute = ServerTime::from_millis(10 * MINUTE);
        assert_eq!(Grace::NONE.end(minute.plus(1)), minute.plus(1));
        assert_eq!(Grace(MINUTE).end(minute), minute.plus(MINUTE));
        assert_eq!(Grace(MINUTE).end(minute.plus(1)), minute.plus(2 * MINUTE));
        assert_eq!(Grace(1).end(minute), minute.plus(MINUTE));
        assert_eq!(Grace(HOUR).end(minute.plus(-1)), minute.plus(HOUR));
    }

    fn draft(amount: &str, unit: GraceUnit) -> Result<i64, GraceError> {
        GraceDraft { amount: amount.to_owned(), unit }.grace().map(Grace::millis)
    }

    #[test]
    fn a_number_that_was_entered_is_taken_or_the_reason_is_said() {
        assert_eq!(draft("90", GraceUnit::Minutes), Ok(90 * MINUTE));
        assert_eq!(draft(" 2 ", GraceUnit::Hours), Ok(2 * HOUR));
        assert_eq!(draft("007", GraceUnit::Days), Ok(7 * DAY));
        assert_eq!(draft("0", GraceUnit::Days), Ok(0));
        for empty in ["", "  "] {
            assert_eq!(draft(empty, GraceUnit::Hours), Err(GraceError::Empty));
        }
        for text in ["-1", "+1", "1e3", "one", "1 000", "1.000,5", ".", "٣"] {
            assert_eq!(draft(text, GraceUnit::Hours), Err(GraceError::NotANumber), "{text}");
        }
        for text in ["1.5", "0,5", ".5", "1."] {
            assert_eq!(draft(text, GraceUnit::Hours), Err(GraceError::NotWhole), "{text}");
        }
    }

    #[test]
    fn the_longest_is_the_apis_longest() {
        assert_eq!(draft("47482", GraceUnit::Days), Ok(47_482 * DAY));
        for text in ["47483", "9223372036854775807", "99999999999999999999999"] {
            assert_eq!(draft(text, GraceUnit::Days), Err(GraceError::TooLong { max: 47_482 }), "{text}");
        }
        for unit in GraceUnit::ALL {
            assert!(draft(&unit.max_amount().to_string(), unit).is_ok());
            assert!(draft(&(unit.max_amount() + 1).to_string(), unit).is_err());
        }
        assert_eq!(Grace::from_millis(-1), None);
    }

    #[test]
    fn the_proposal_is_the_longer_the_fresher_the_use() {
        let last_used = |ago: Option<i64>| Key { last_used_at: ago.map(|ago| NOW.plus(-ago)), ..key("key_1", 1) };
        let unknown = Usage::default();
        for (ago, expected) in [
            (None, 0),
            (Some(0), 24 * HOUR),
            (Some(DAY), 24 * HOUR),
            (Some(DAY + 4 * MINUTE), 24 * HOUR),
            (Some(2 * DAY), 6 * HOUR),
            (Some(8 * DAY), HOUR),
            (Some(-HOUR), 24 * HOUR),
        ] {
            assert_eq!(Grace::proposed(&last_used(ago), unknown, NOW).millis(), expected, "{ago:?}");
        }
        // The records know better than the key.
        let requests = |hour, day, week| Usage { hour: Some(hour), day: Some(day), week: Some(week) };
        for (usage, expected) in [
            (requests(0, 0, 0), 0),
            (requests(0, 0, 1), 6 * HOUR),
            (requests(0, 1, 1), 24 * HOUR),
            (requests(1, 1, 1), 24 * HOUR),
        ] {
            assert_eq!(Grace::proposed(&last_used(None), usage, NOW).millis(), expected, "{usage:?}");
        }
    }

    #[test]
    fn the_proposal_never_prolongs_the_old_key() {
        let ending = |left| Key { last_used_at: Some(NOW), expires: Some(NOW.plus(left)), ..key("key_1", 1) };
        for (left, expected) in [(30 * DAY, 24 * HOUR), (7 * HOUR, 6 * HOUR), (HOUR, 15 * MINUTE), (30_000, 0), (-1, 0)]
        {
            assert_eq!(Grace::proposed(&ending(left), Usage::default(), NOW).millis(), expected, "{left}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_taken_or_refused(text in ".{0,24}", unit in 0..3_usize) {
            if let Ok(grace) = (GraceDraft { amount: text, unit: GraceUnit::ALL[unit] }).grace() {
                prop_assert!((0..=RerollKeyRequest::MAX_EXPIRATION_MS).contains(&grace.millis()));
            }
        }

        #[test]
        fn an_end_is_a_full_minute_and_never_too_early(from in any::<i64>(), grace in 1..=RerollKeyRequest::MAX_EXPIRATION_MS) {
            let from = from / 4;
            let end = Grace(grace).end(ServerTime::from_millis(from)).millis();
            prop_assert_eq!(end % MINUTE, 0);
            prop_assert!((0..MINUTE).contains(&(end - from - grace)));
        }
    }
}
