//! Formats of numbers, dates and times, by the browser's `Intl`.

use js_sys::{
    Array, Date, Function,
    Intl::{DateTimeFormat, NumberFormat},
    Object,
};
use portal_api::{HOUR, ServerTime};
use portal_core::{
    locale::DateLocale,
    relative_time::{RelativeTime, TimeUnit, Wait, last_used},
};
use wasm_bindgen::JsValue;

use crate::browser;

thread_local! {
    // Kept: creating a formatter takes the browser about a thousand times as long as using it.
    static LOCALE: DateLocale = browser::date_locale();
    // The English of Sweden, in which dates begin with the year, has spaces in its numbers.
    static NUMBER: Function =
        NumberFormat::new(&if is_year_first() { Array::of1(&"en".into()) } else { locale() }, &Object::new()).format();
    static DAY_FORMAT: Function = date_format("medium", &[]);
    static DAY_AND_TIME: Function = date_format("medium", &[("timeStyle", "short")]);
    static MOMENT_FORMAT: Function = date_format("full", &[("timeStyle", "long")]);
    static UTC_FORMAT: Function = date_format("long", &[("timeStyle", "long"), ("timeZone", "UTC")]);
    static TIME: Function = DateTimeFormat::new(&locale(), &browser::options(&[("timeStyle", "short")])).format();
}

fn locale() -> Array {
    LOCALE.with(|locale| Array::of1(&JsValue::from_str(&locale.tag)))
}

fn is_year_first() -> bool {
    LOCALE.with(|locale| locale.is_year_first)
}

fn date_format(style: &str, more: &[(&str, &str)]) -> Function {
    let style = if is_year_first() { "short" } else { style };
    let options = [&[("dateStyle", style)], more].concat();
    DateTimeFormat::new(&locale(), &browser::options(&options)).format()
}

fn format(formatter: &Function, value: &JsValue) -> String {
    formatter.call1(&JsValue::NULL, value).ok().and_then(|text| text.as_string()).unwrap_or_default()
}

fn js_date(moment: ServerTime) -> JsValue {
    browser::js_date(moment).into()
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

/// `12 Mar 2026, 14:05`
pub(crate) fn day_and_time(moment: ServerTime) -> String {
    DAY_AND_TIME.with(|formatter| format(formatter, &js_date(moment)))
}

/// `14:05`
pub(crate) fn time(moment: ServerTime) -> String {
    TIME.with(|formatter| format(formatter, &js_date(moment)))
}

/// `at 14:05`, `tomorrow at 14:05` or `on 12 Mar 2026 at 14:05`, in local time. It stays true while time passes, until
/// midnight: in sentences it is better than [`from_now`].
pub(crate) fn at(moment: ServerTime, now: ServerTime) -> String {
    let time = time(moment);
    match browser::local_day(moment).saturating_sub(browser::local_day(now)) {
        0 => format!("at {time}"),
        1 => format!("tomorrow at {time}"),
        -1 => format!("yesterday at {time}"),
        _ => format!("on {} at {time}", day(moment)),
    }
}

/// ISO 8601, for `datetime` attributes: `2026-03-12T13:05:00.000Z`.
pub(crate) fn machine_readable(moment: ServerTime) -> String {
    browser::js_date(moment).to_iso_string().into()
}

/// `in 3 days`, `tomorrow`, `5 minutes ago` or `just now`: see [`RelativeTime`].
pub(crate) fn from_now(moment: ServerTime, now: ServerTime) -> String {
    relative(moment, now, ["minute", "hour"], "in less than a minute")
}

/// [`from_now`] for narrow places: `in 3 days`, `tomorrow`, `5 min ago`, `2 h ago`.
pub(crate) fn short(moment: ServerTime, now: ServerTime) -> String {
    relative(moment, now, ["min", "h"], "in < 1 min")
}

/// [`from_now`] for the last use of a key, which the API knows to about five minutes: `about 10 minutes ago`.
pub(crate) fn about(at: ServerTime, now: ServerTime) -> String {
    let about = if now.since(at) < HOUR { "about " } else { "" };
    [about, &from_now(last_used(at, now), now)].concat()
}

/// [`about`] for narrow places: `10 min ago`, `yesterday`, `3 days ago`; after 30 days the day. [`about_title`] says that it
/// is approximate.
pub(crate) fn short_ago(at: ServerTime, now: ServerTime) -> String {
    if days_between(at, now) > 30 { day(at) } else { short(last_used(at, now), now) }
}

/// The title of [`short_ago`]: `About 12 Mar 2026, 14:05`.
pub(crate) fn about_title(at: ServerTime) -> String {
    ["About ", &day_and_time(at)].concat()
}

/// `42 s`, `3 min` or `2 h`, for a countdown.
pub(crate) fn wait(seconds: u32) -> String {
    let (count, unit) = match portal_core::relative_time::wait(seconds) {
        Wait::Seconds(count) => (count, " s"),
        Wait::Minutes(count) => (count, " min"),
        Wait::Hours(count) => (count, " h"),
    };
    [&count.to_string(), unit].concat()
}

/// The midnights between two moments, where the user is.
fn days_between(one: ServerTime, other: ServerTime) -> u64 {
    browser::local_day(one).abs_diff(browser::local_day(other))
}

/// `units`: minute and hour; abbreviations are their own plural.
fn relative(moment: ServerTime, now: ServerTime, units: [&str; 2], soon: &str) -> String {
    let days = days_between(moment, now);
    let (count, unit, is_past) = match RelativeTime::of(moment, now, days) {
        RelativeTime::Now { is_past: true } => return "just now".to_owned(),
        RelativeTime::Now { is_past: false } => return soon.to_owned(),
        RelativeTime::Units { count: 1, unit: TimeUnit::Day, is_past } => {
            return if is_past { "yesterday" } else { "tomorrow" }.to_owned();
        }
        RelativeTime::Units { count, unit, is_past } => (count, unit, is_past),
    };
    let [minute, hour] = units;
    let unit = match unit {
        TimeUnit::Minute => minute,
        TimeUnit::Hour => hour,
        TimeUnit::Day => "day",
    };
    let plural = if count == 1 || unit.len() < 3 || unit == "min" { "" } else { "s" };
    let (before, after) = if is_past { ("", " ago") } else { ("in ", "") };
    [before, &integer(i64::try_from(count).unwrap_or(i64::MAX)), " ", unit, plural, after].concat()
}

#[cfg(test)]
mod tests {
    use portal_api::{DAY, MINUTE, SECOND};
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
        assert_eq!(at(local(11, 14, 5), local(12, 14, 5)), "yesterday at 14:05");
        assert_eq!(at(local(10, 14, 5), local(12, 14, 5)), "on 10 Mar 2026 at 14:05");
    }

    #[wasm_bindgen_test]
    fn tomorrow_is_the_next_day_where_days_have_23_or_25_hours() {
        // The days around the changes of summer time in Europe and America, whichever zone the browser is in.
        for (month, day) in [(2, 8), (2, 29), (9, 25), (10, 1)] {
            let local = |day, hour, minute| {
                let date = Date::new_with_year_month_day_hr_min(2026, month, day, hour, minute);
                ServerTime::from_millis(date.get_time() as i64)
            };
            for (hour, minute) in [(0, 1), (12, 0), (23, 59)] {
                let moment = local(day + 1, hour, minute);
                for now in [local(day, 0, 1), local(day, 23, 58)] {
                    assert_eq!(at(moment, now), format!("tomorrow at {}", time(moment)));
                }
            }
        }
    }

    #[wasm_bindgen_test]
    fn a_date_with_its_time_is_short() {
        assert_eq!(day_and_time(local(12, 14, 5)), "12 Mar 2026, 14:05");
        assert_eq!(about_title(local(12, 14, 5)), "About 12 Mar 2026, 14:05");
    }

    #[wasm_bindgen_test]
    fn machines_read_iso_8601() {
        assert_eq!(machine_readable(ServerTime::from_millis(1)), "1970-01-01T00:00:00.001Z");
    }

    #[wasm_bindgen_test]
    fn a_distance_is_in_the_largest_unit_and_rounded() {
        let now = local(12, 12, 0);
        for (millis, long, narrow) in [
            (-1, "just now", "just now"),
            (0, "in less than a minute", "in < 1 min"),
            (59 * SECOND, "in 1 minute", "in 1 min"),
            (-5 * MINUTE, "5 minutes ago", "5 min ago"),
            (HOUR - 1, "in 1 hour", "in 1 h"),
            (-HOUR, "1 hour ago", "1 h ago"),
            (-2 * HOUR, "2 hours ago", "2 h ago"),
            (DAY - SECOND, "tomorrow", "tomorrow"),
            (-DAY, "yesterday", "yesterday"),
            (7 * DAY - HOUR, "in 7 days", "in 7 days"),
            (-2_000 * DAY, "2,000 days ago", "2,000 days ago"),
        ] {
            let moment = now.plus(millis);
            assert_eq!([from_now(moment, now), short(moment, now)], [long, narrow], "{millis} ms");
        }
    }

    #[wasm_bindgen_test]
    fn days_are_those_of_the_users_calendar() {
        // 30 hours ago: yesterday in the morning, the day before yesterday in the evening.
        let ago = |hour: i32| {
            let now = local(12, hour, 0);
            from_now(now.plus(-30 * HOUR), now)
        };
        assert_eq!([ago(10), ago(4)], ["yesterday", "2 days ago"]);
    }

    #[wasm_bindgen_test]
    fn the_last_use_is_no_more_precise_than_the_api_knows() {
        let now = local(12, 12, 0);
        for (ago, long, narrow) in [
            (0, "about 5 minutes ago", "5 min ago"),
            (12 * MINUTE, "about 10 minutes ago", "10 min ago"),
            (58 * MINUTE, "about 1 hour ago", "1 h ago"),
            (HOUR, "1 hour ago", "1 h ago"),
            (30 * HOUR, "yesterday", "yesterday"),
        ] {
            let moment = now.plus(-ago);
            assert_eq!([about(moment, now), short_ago(moment, now)], [long, narrow], "{ago} ms");
        }
        assert_eq!(short_ago(local(-40, 12, 0), now), day(local(-40, 12, 0)));
    }

    #[wasm_bindgen_test]
    fn a_long_wait_is_in_minutes_or_hours() {
        assert_eq!([1, 89, 180, 2_520, 3_600].map(wait), ["1 s", "89 s", "3 min", "42 min", "1 h"]);
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
