//! Formats of numbers, dates and times, by the browser's `Intl`.

use js_sys::{
    Array, Function,
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
    integer(i64::try_from(value).unwrap_or(i64::MAX))
}

/// `-1,000`
pub(crate) fn integer(value: i64) -> String {
    // Nothing to separate: the first rows need no formatter, which takes milliseconds to create.
    if let 0..1_000 = value {
        return value.to_string();
    }
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
