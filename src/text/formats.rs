//! How numbers and moments are written, by the browser's own Intl.

use js_sys::{
    Array, Date, Function,
    Intl::{DateTimeFormat, NumberFormat, RelativeTimeFormat},
    Object, Reflect,
};
use portal_api::{DAY, HOUR, MINUTE, ServerTime};
use wasm_bindgen::{JsCast, JsValue};

use crate::browser;

thread_local! {
    // Making one costs the browser a thousand times what using it does.
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

fn format(with: &Function, value: &JsValue) -> String {
    with.call1(&JsValue::NULL, value).ok().and_then(|text| text.as_string()).unwrap_or_default()
}

fn date(moment: ServerTime) -> JsValue {
    // Beyond what a date can hold, the nearest that it can.
    const FURTHEST_MS: f64 = 8.64e15;
    Date::new(&JsValue::from_f64((moment.millis() as f64).clamp(-FURTHEST_MS, FURTHEST_MS))).into()
}

/// `1,000`
pub(crate) fn number(value: usize) -> String {
    NUMBER.with(|format_| format(format_, &JsValue::from_f64(value as f64)))
}

/// `-1,000`
pub(crate) fn integer(value: i64) -> String {
    NUMBER.with(|format_| format(format_, &JsValue::from_f64(value as f64)))
}

/// `12 Mar 2026`
pub(crate) fn day(moment: ServerTime) -> String {
    DAY_FORMAT.with(|format_| format(format_, &date(moment)))
}

/// `Thursday, 12 March 2026 at 14:05:00 CET`
pub(crate) fn moment(moment: ServerTime) -> String {
    MOMENT_FORMAT.with(|format_| format(format_, &date(moment)))
}

/// `12 March 2026 at 13:05:00 UTC`
pub(crate) fn moment_utc(moment: ServerTime) -> String {
    UTC_FORMAT.with(|format_| format(format_, &date(moment)))
}

/// `14:05`
pub(crate) fn time(moment: ServerTime) -> String {
    TIME.with(|format_| format(format_, &date(moment)))
}

/// `at 14:05`, `tomorrow at 14:05`, `on 12 Mar 2026 at 14:05`: local time.
pub(crate) fn at(moment: ServerTime, now: ServerTime) -> String {
    let time = time(moment);
    match day(moment) {
        day_ if day_ == day(now) => format!("at {time}"),
        day_ if day_ == day(now.plus(DAY)) => format!("tomorrow at {time}"),
        day_ => format!("on {day_} at {time}"),
    }
}

/// For `datetime` attributes: `2026-03-12T13:05:00.000Z`.
pub(crate) fn machine_readable(moment: ServerTime) -> String {
    date(moment).unchecked_into::<Date>().to_iso_string().into()
}

/// `in 3 days`, `5 minutes ago`, `in less than a minute`: in whole units, never more than there are.
pub(crate) fn from_now(moment: ServerTime, now: ServerTime) -> String {
    let millis = moment.since(now);
    let past = millis < 0;
    let (unit, length) = match millis.unsigned_abs() {
        0..60_000 if past => return "less than a minute ago".to_owned(),
        0..60_000 => return "in less than a minute".to_owned(),
        60_000..3_600_000 => ("minute", MINUTE),
        3_600_000..86_400_000 => ("hour", HOUR),
        _ => ("day", DAY),
    };
    let count = millis / length;
    RELATIVE.with(|format_| {
        // Called through the object: the binding's own signature differs between versions.
        let function =
            Reflect::get(format_, &"format".into()).ok().and_then(|function| function.dyn_into::<Function>().ok());
        let text =
            function.and_then(|function| function.call2(format_, &JsValue::from_f64(count as f64), &unit.into()).ok());
        text.and_then(|text| text.as_string()).unwrap_or_default()
    })
}

/// As [`from_now`], for what the API knows to about five minutes: `about 10 minutes ago`.
pub(crate) fn about(moment: ServerTime, now: ServerTime) -> String {
    const PRECISION: i64 = 5 * MINUTE;
    let ago = now.since(moment).max(0);
    if ago >= HOUR {
        return from_now(moment, now);
    }
    let steps = ((ago + PRECISION / 2) / PRECISION).max(1);
    format!("about {} minutes ago", steps * 5)
}
