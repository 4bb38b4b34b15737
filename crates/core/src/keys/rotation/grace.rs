//! The grace period of a rotation: how long the old key keeps working beside the new one.

use portal_api::{DAY, HOUR, MINUTE, RerollKeyRequest, ServerTime};

/// A grace period of 0 to [`RerollKeyRequest::MAX_EXPIRATION_MS`] ms.
///
/// ```
/// use portal_api::{HOUR, MINUTE, ServerTime};
/// use portal_core::keys::rotation::grace::Grace;
///
/// let hour = Grace::from_millis(HOUR).unwrap();
/// // The API rounds up to a full minute.
/// assert_eq!(hour.end(ServerTime::from_millis(1)), ServerTime::from_millis(HOUR + MINUTE));
/// assert_eq!(Grace::from_millis(-1), None);
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Grace(i64);

impl Grace {
    /// No grace period: the old key stops working at once.
    pub const NONE: Self = Self(0);

    /// One hour.
    pub const HOUR: Self = Self(HOUR);

    /// 24 hours.
    pub const DAY: Self = Self(DAY);

    /// The choices on screen, the shortest first. Any other is entered as a [`GraceDraft`].
    pub const PRESETS: [Self; 4] = [Self::NONE, Self::HOUR, Self::DAY, Self(7 * DAY)];

    /// A grace period in ms; `None` if the API would reject it.
    pub const fn from_millis(millis: i64) -> Option<Self> {
        if millis >= 0 && millis <= RerollKeyRequest::MAX_EXPIRATION_MS { Some(Self(millis)) } else { None }
    }

    /// The length in ms: [`RerollKeyRequest::expiration`].
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// When the old key stops working if it is rotated at `moment`: as [`Self::end`], or at its own expiry if it is kept as
    /// it is (no `grace`).
    pub fn old_ends(grace: Option<Self>, old_expires: Option<ServerTime>, moment: ServerTime) -> Option<ServerTime> {
        grace.map_or(old_expires, |grace| Some(grace.end(moment)))
    }

    /// When the old key stops working if it is rotated at `moment`. As the API computes it: the end of the grace
    /// period, rounded up to a full minute; without one, `moment` itself.
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
}

/// The unit of an entered grace period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GraceUnit {
    /// 60 s.
    Minutes,
    /// 60 minutes.
    Hours,
    /// 24 hours.
    Days,
}

impl GraceUnit {
    /// All units, the shortest first.
    pub const ALL: [Self; 3] = [Self::Minutes, Self::Hours, Self::Days];

    /// One unit in ms.
    pub const fn millis(self) -> i64 {
        match self {
            Self::Minutes => MINUTE,
            Self::Hours => HOUR,
            Self::Days => DAY,
        }
    }

    /// The longest grace period that the API accepts, in this unit.
    pub const fn max_amount(self) -> i64 {
        RerollKeyRequest::MAX_EXPIRATION_MS / self.millis()
    }
}

/// A grace period as the user enters it.
///
/// ```
/// use portal_core::keys::rotation::grace::{GraceDraft, GraceError, GraceUnit};
///
/// let draft = |amount: &str| GraceDraft { amount: amount.to_owned(), unit: GraceUnit::Minutes }.grace();
/// assert_eq!(draft("90").unwrap().millis(), 5_400_000);
/// assert_eq!(draft("1.5"), Err(GraceError::NotWhole));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GraceDraft {
    /// The number as typed.
    pub amount: String,
    /// The chosen unit.
    pub unit: GraceUnit,
}

/// Why the entered text is not a grace period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GraceError {
    /// Nothing was entered.
    Empty,
    /// It is not a number, or a negative one.
    NotANumber,
    /// It has a fraction.
    NotWhole,
    /// It is longer than the API accepts.
    TooLong {
        /// The maximum in this unit.
        max: i64,
    },
}

impl GraceDraft {
    /// `grace` in whole minutes, as an entry.
    pub fn of_minutes(grace: Grace) -> Self {
        Self { amount: (grace.millis() / MINUTE).to_string(), unit: GraceUnit::Minutes }
    }

    /// Parses the text. 0 is [`Grace::NONE`].
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
        // Digits only: parsing fails only if there are too many.
        let amount: i64 = text.parse().map_err(|_| too_long)?;
        amount.checked_mul(self.unit.millis()).and_then(Grace::from_millis).ok_or(too_long)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const NOW: ServerTime = ServerTime::from_millis(1_700_000_000_000 / MINUTE * MINUTE + 10_000);

    #[test]
    fn the_old_key_ends_when_the_api_ends_it() {
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
    fn an_entered_number_is_accepted_or_explained() {
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
    fn a_number_of_minutes_can_be_entered_for_the_user() {
        let draft = GraceDraft::of_minutes(Grace(25 * MINUTE));
        assert_eq!((draft.amount.as_str(), draft.grace()), ("25", Ok(Grace(25 * MINUTE))));
    }

    #[test]
    fn the_maximum_is_the_apis_maximum() {
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
    fn a_key_that_is_kept_keeps_its_expiry() {
        for expires in [None, Some(NOW)] {
            assert_eq!(Grace::old_ends(None, expires, NOW), expires);
            assert_eq!(Grace::old_ends(Some(Grace::NONE), expires, NOW.plus(1)), Some(NOW.plus(1)));
        }
    }

    proptest! {
        #[test]
        fn any_text_is_accepted_or_rejected(text in ".{0,24}", unit in 0..3_usize) {
            if let Ok(grace) = (GraceDraft { amount: text, unit: GraceUnit::ALL[unit] }).grace() {
                prop_assert!((0..=RerollKeyRequest::MAX_EXPIRATION_MS).contains(&grace.millis()));
            }
        }

        #[test]
        fn the_end_is_a_full_minute_and_never_too_early(from in any::<i64>(), grace in 1..=RerollKeyRequest::MAX_EXPIRATION_MS) {
            let from = from / 4;
            let end = Grace(grace).end(ServerTime::from_millis(from)).millis();
            prop_assert_eq!(end % MINUTE, 0);
            prop_assert!((0..MINUTE).contains(&(end - from - grace)));
        }
    }
}
