//! Formats of numbers, dates and times, by the browser's `Intl`.

use js_sys::{
    Array, Date, Function,
    Intl::{DateTimeFormat, NumberFormat, RelativeTimeFormat},
    Object, Reflect,
};
use portal_api::{DAY, ServerTime};
use portal_core::relative_time::{RelativeTime, approximate_minutes_ago};
use wasm_bindgen::{JsCast, JsValue};

use crate::browser;

thread_local! {
    // Kept: creating a formatter takes the browser about a thousand times as long as using it.
    static NUMBER: Function = NumberFormat::new(&browser::locale(), &Object::new()).format();
    static DAY_FORMAT: Function = DateTimeFormat::new(&browser::locale(), &options(&[("dateStyle", "medium")])).format();
    static MOMENT_FORMAT: Function =
        DateTimeFormat::new(&browser::locale(), &options(&[("dateStyle", "full"), ("timeStyle", "long")])).format();
    static UTC_FORMAT: Function = DateTimeFormat::new(
        &browser::locale(),
        &options(&[("dateStyle", "long"), ("timeStyle", "long"), ("timeZone", "UTC")]),
    )
    .format();
    static TIME: Function = DateTimeFormat::new(&browser::locale(), &options(&[("timeStyle", "short")])).format();
    static RELATIVE: RelativeTimeFormat = RelativeTimeFormat::new(&browser::locale(), &options(&[("numeric", "always")]));
}

fn options(pairs: &[(&str, &str)]) -> Object {
    let entries: Array = pairs.iter().map(|(name, value)| Array::of2(&(*name).into(), &(*value).into())).collect();
    Object::from_entries(&entries).unwrap_or_default()
}

fn format(formatter: &Function, value: &JsValue) -> String {
    formatter.call1(&JsValue::NULL, value).ok().and_then(|text| text.as_string()).unwrap_or_default()
}

fn js_date(moment: ServerTime) -> JsValue {
    // The range of a JavaScript date.
    const MAX_MS: f64 = 8.64e15;
    Date::new(&JsValue::from_f64((moment.millis() as f64).clamp(-MAX_MS, MAX_MS))).into()
}

/// `1,000`
pub(crate) fn number(value: usize) -> String {
    NUMBER.with(|formatter| format(formatter, &JsValue::from_f64(value as f64)))
}

/// `-1,000`
pub(crate) fn integer(value: i64) -> String {
    NUMBER.with(|formatter| format(formatter, &JsValue::from_f64(value as f64)))
}

/// `12 Mar 2026`
pub(crate) fn day(moment: ServerTime) -> String {
    DAY_FORMAT.with(|formatter| format(formatter, &js_date(moment)))
}

/// `Thursday, 12 March 2026 at 14:05:00 CET`
pub(crate) fn moment(moment: ServerTime) -> String {
    MOMENT_FORMAT.with(|formatter| format(formatter, &js_date(moment)))
}

/// `12 March 2026 at 13:05:00 UTC`
pub(crate) fn moment_utc(moment: ServerTime) -> String {
    UTC_FORMAT.with(|formatter| format(formatter, &js_date(moment)))
}

/// `14:05`
pub(crate) fn time(moment: ServerTime) -> String {
    TIME.with(|formatter| format(formatter, &js_date(moment)))
}

/// `at 14:05`, `tomorrow at 14:05` or `on 12 Mar 2026 at 14:05`, in local time.
pub(crate) fn at(moment: ServerTime, now: ServerTime) -> String {
    let time = time(moment);
    match day(moment) {
        date if date == day(now) => format!("at {time}"),
        date if date == day(now.plus(DAY)) => format!("tomorrow at {time}"),
        date => format!("on {date} at {time}"),
    }
}

/// ISO 8601, for `datetime` attributes: `2026-03-12T13:05:00.000Z`.
pub(crate) fn machine_readable(moment: ServerTime) -> String {
    js_date(moment).unchecked_into::<Date>().to_iso_string().into()
}

/// `in 3 days`, `5 minutes ago` or `in less than a minute`: see [`RelativeTime`].
pub(crate) fn from_now(moment: ServerTime, now: ServerTime) -> String {
    let (count, unit) = match RelativeTime::of(moment, now) {
        RelativeTime::UnderAMinute { is_past: true } => return "less than a minute ago".to_owned(),
        RelativeTime::UnderAMinute { is_past: false } => return "in less than a minute".to_owned(),
        RelativeTime::Units { count, unit } => (count, unit.intl_name()),
    };
    RELATIVE.with(|formatter| {
        // By reflection: the signature in js-sys differs between its versions.
        let function =
            Reflect::get(formatter, &"format".into()).ok().and_then(|function| function.dyn_into::<Function>().ok());
        let text = function
            .and_then(|function| function.call2(formatter, &JsValue::from_f64(count as f64), &unit.into()).ok());
        text.and_then(|text| text.as_string()).unwrap_or_default()
    })
}

/// [`from_now`] for the last use of a key, which the API knows to about five minutes: `about 10 minutes ago`.
pub(crate) fn about(moment: ServerTime, now: ServerTime) -> String {
    match approximate_minutes_ago(moment, now) {
        Some(minutes) => format!("about {minutes} minutes ago"),
        None => from_now(moment, now),
    }
}

#[cfg(test)]
mod tests {
    use portal_api::{HOUR, MINUTE};
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    /// A time of March 2026 in the time zone of the browser.
    fn local(day: i32, hour: i32, minute: i32) -> ServerTime {
        let date = Date::new_with_year_month_day_hr_min(2026, 2, day, hour, minute);
        ServerTime::from_millis(date.get_time() as i64)
    }

    #[wasm_bindgen_test]
    fn numbers_have_separators_between_thousands() {
        assert_eq!(number(999), "999");
        assert_eq!(number(10_000), "10,000");
        assert_eq!(integer(-42_000), "-42,000");
    }

    #[wasm_bindgen_test]
    fn a_day_has_its_month_as_a_word() {
        assert_eq!(day(local(12, 14, 5)), "12 Mar 2026");
    }

    #[wasm_bindgen_test]
    fn a_moment_has_weekday_date_seconds_and_zone() {
        let text = moment(local(12, 14, 5));
        for part in ["Thursday", "12 March 2026", "14:05:00 "] {
            assert!(text.contains(part), "{text}");
        }
    }

    #[wasm_bindgen_test]
    fn a_utc_moment_is_the_same_in_every_time_zone() {
        assert_eq!(moment_utc(ServerTime::from_millis(0)), "1 January 1970 at 00:00:00 UTC");
    }

    #[wasm_bindgen_test]
    fn a_time_of_today_has_no_date() {
        assert_eq!(at(local(12, 23, 59), local(12, 0, 0)), "at 23:59");
    }

    #[wasm_bindgen_test]
    fn midnight_is_tomorrow() {
        assert_eq!(at(local(13, 0, 0), local(12, 23, 59)), "tomorrow at 00:00");
    }

    #[wasm_bindgen_test]
    fn other_days_have_their_date() {
        assert_eq!(at(local(14, 14, 5), local(12, 14, 5)), "on 14 Mar 2026 at 14:05");
        assert_eq!(at(local(11, 14, 5), local(12, 14, 5)), "on 11 Mar 2026 at 14:05");
    }

    #[wasm_bindgen_test]
    fn machines_read_iso_8601() {
        assert_eq!(machine_readable(ServerTime::from_millis(1)), "1970-01-01T00:00:00.001Z");
    }

    #[wasm_bindgen_test]
    fn a_distance_is_in_the_largest_whole_unit() {
        let now = ServerTime::from_millis(0);
        for (millis, text) in [
            (-1, "less than a minute ago"),
            (0, "in less than a minute"),
            (MINUTE - 1, "in less than a minute"),
            (MINUTE, "in 1 minute"),
            (-MINUTE, "1 minute ago"),
            (HOUR - 1, "in 59 minutes"),
            (-HOUR, "1 hour ago"),
            (DAY - 1, "in 23 hours"),
            (DAY, "in 1 day"),
            (-2_000 * DAY, "2,000 days ago"),
        ] {
            assert_eq!(from_now(now.plus(millis), now), text, "{millis} ms");
        }
    }

    #[wasm_bindgen_test]
    fn the_last_use_is_no_more_precise_than_the_api_knows() {
        let now = ServerTime::from_millis(DAY);
        for (ago, text) in [(0, "about 5 minutes ago"), (12 * MINUTE, "about 10 minutes ago"), (HOUR, "1 hour ago")] {
            assert_eq!(about(now.plus(-ago), now), text, "{ago} ms");
        }
    }

    #[wasm_bindgen_test]
    fn times_beyond_the_calendar_are_its_last_ones() {
        let (first, last) = (ServerTime::from_millis(i64::MIN), ServerTime::from_millis(i64::MAX));
        assert_eq!(machine_readable(first), "-271821-04-20T00:00:00.000Z");
        assert_eq!(machine_readable(last), "+275760-09-13T00:00:00.000Z");
        for text in [day(first), day(last), moment(first), moment(last), time(last), at(last, first)] {
            assert!(!text.is_empty());
        }
        assert_eq!(from_now(last, ServerTime::from_millis(0)), "in 106,751,991,167 days");
    }
}
