//! Timestamps as calendar dates in UTC, for the CSV export. Own code: the crate has no access to the browser's `Date`,
//! and this is less than a date library weighs in the wasm.

use portal_api::{DAY, HOUR, MINUTE, SECOND, ServerTime};

/// ISO 8601 in UTC, rounded down to the second. Years outside 0–9999 have a sign and at least six digits, as in
/// JavaScript's `toISOString`.
///
/// ```
/// use portal_api::ServerTime;
///
/// assert_eq!(portal_core::date::iso_utc(ServerTime::from_millis(951_782_400_000)), "2000-02-29T00:00:00Z");
/// ```
pub fn iso_utc(time: ServerTime) -> String {
    let millis = time.millis();
    let (year, month, day) = civil(millis.div_euclid(DAY));
    let time_of_day = millis.rem_euclid(DAY);
    let mut text = String::with_capacity(24);
    match year {
        0..10_000 => push_digits(&mut text, year, 4),
        _ => {
            text.push(if year < 0 { '-' } else { '+' });
            push_digits(&mut text, year.abs(), 6);
        }
    }
    for (mark, number) in [
        ('-', month),
        ('-', day),
        ('T', time_of_day / HOUR),
        (':', time_of_day / MINUTE % 60),
        (':', time_of_day / SECOND % 60),
    ] {
        text.push(mark);
        push_digits(&mut text, number, 2);
    }
    text.push('Z');
    text
}

/// Year, month and day in the proleptic Gregorian calendar, from the number of days since 1970-01-01.
const fn civil(days: i64) -> (i64, i64, i64) {
    const DAYS_IN_400_YEARS: i64 = 146_097;
    // Counting years from 1 March puts the leap day at their end, so that month lengths do not depend on the year.
    const FROM_MARCH_OF_YEAR_0_TO_1970: i64 = 719_468;
    let days = days + FROM_MARCH_OF_YEAR_0_TO_1970;
    let (era, day) = (days.div_euclid(DAYS_IN_400_YEARS), days.rem_euclid(DAYS_IN_400_YEARS));
    // Leap days so far: one in 4 years, none in 100, one in 400.
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    // March to July have 153 days, and so have August to December.
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let (year, month) = if month < 10 { (year, month + 3) } else { (year + 1, month - 9) };
    (era * 400 + year, month, day)
}

/// Appends `number`, padded with zeros to `width` digits.
fn push_digits(text: &mut String, number: i64, width: usize) {
    let digits = number.to_string();
    text.extend(std::iter::repeat_n('0', width.saturating_sub(digits.len())));
    text.push_str(&digits);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn known_timestamps_have_their_iso_form() {
        for (millis, expected) in [
            (0, "1970-01-01T00:00:00Z"),
            (-1, "1969-12-31T23:59:59Z"),
            (951_782_400_000, "2000-02-29T00:00:00Z"),
            (951_868_800_000, "2000-03-01T00:00:00Z"),
            (1_709_164_800_000, "2024-02-29T00:00:00Z"),
            (1_735_689_599_999, "2024-12-31T23:59:59Z"),
            (1_787_322_355_000, "2026-08-21T14:25:55Z"),
            (4_102_444_800_000, "2100-01-01T00:00:00Z"),
            (4_107_542_400_000, "2100-03-01T00:00:00Z"),
            (-62_167_219_200_000, "0000-01-01T00:00:00Z"),
            (-62_167_219_200_001, "-000001-12-31T23:59:59Z"),
            (253_402_300_800_000, "+010000-01-01T00:00:00Z"),
        ] {
            assert_eq!(iso_utc(ServerTime::from_millis(millis)), expected);
        }
        for millis in [i64::MIN, i64::MAX] {
            assert!(iso_utc(ServerTime::from_millis(millis)).ends_with('Z'));
        }
    }

    /// Days since 1970-01-01, counted by years and months.
    fn counted(year: i64, month: i64, day: i64) -> i64 {
        let leap = |year: i64| (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
        let length = |month| match month {
            4 | 6 | 9 | 11 => 30,
            2 => 28 + i64::from(leap(year)),
            _ => 31,
        };
        let years: i64 = if year >= 1970 {
            (1970..year).map(|year| 365 + i64::from(leap(year))).sum()
        } else {
            -(year..1970).map(|year| 365 + i64::from(leap(year))).sum::<i64>()
        };
        years + (1..month).map(length).sum::<i64>() + day - 1
    }

    proptest! {
        #[test]
        fn a_date_converts_back_to_its_day_number(days in -800_000_i64..800_000) {
            let (year, month, day) = civil(days);
            prop_assert!((1..=12).contains(&month) && (1..=31).contains(&day));
            prop_assert_eq!(counted(year, month, day), days);
        }

        #[test]
        fn later_timestamps_sort_later_as_text(from in 0_i64..253_402_300_000_000, by in 1_000_i64..1_000_000_000) {
            let written = |millis| iso_utc(ServerTime::from_millis(millis));
            prop_assert!(written(from) < written((from + by).min(253_402_300_799_999)) || from + by > 253_402_300_799_999);
        }
    }
}
