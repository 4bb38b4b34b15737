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
