//! The user's language and time zone, as far as dates depend on them.

use js_sys::{Array, Date, Function, Intl::DateTimeFormat, Object, Reflect};
use portal_api::ServerTime;
use portal_core::{
    locale::{DateLocale, language_tag},
    relative_time,
};
use wasm_bindgen::{JsCast, JsValue};

use super::window;

/// The locale of dates and numbers, by the browser's language; where `Intl` refuses its name, by the browser's own default.
pub(crate) fn date_locale() -> DateLocale {
    locale_of(window().navigator().language().as_deref().unwrap_or_default())
}

fn locale_of(language: &str) -> DateLocale {
    let tag = language_tag(language);
    // Without asking `Intl`, which takes milliseconds, before the first rows.
    if let Some(english) = DateLocale::english(&tag) {
        return english;
    }
    let format = date_format(&tag.into()).or_else(|| date_format(&JsValue::UNDEFINED));
    let Some(format) = format else { return DateLocale::of("en", [], "") };
    let options = format.resolved_options();
    let parts: Vec<_> = format.format_to_parts(&Date::new_0()).iter().map(|part| text(&part, "type")).collect();
    DateLocale::of(&text(&options, "locale"), parts.iter().map(String::as_str), &text(&options, "hourCycle"))
}

/// A format of dates and times. None for a tag that `Intl` refuses, with an exception: the constructor of `js_sys` would end
/// the program.
fn date_format(tag: &JsValue) -> Option<DateTimeFormat> {
    let intl = Reflect::get(&window(), &"Intl".into()).ok()?;
    let constructor: Function = Reflect::get(&intl, &"DateTimeFormat".into()).ok()?.dyn_into().ok()?;
    let options = options(&[("dateStyle", "medium"), ("timeStyle", "short")]);
    // Not checked: a clock for tests may have replaced `Intl`, so that `instanceof` fails.
    Reflect::construct(&constructor, &Array::of2(tag, &options)).ok().map(JsCast::unchecked_into)
}

fn text(object: &JsValue, name: &str) -> String {
    Reflect::get(object, &name.into()).ok().and_then(|value| value.as_string()).unwrap_or_default()
}

/// An object of these properties.
pub(crate) fn options(pairs: &[(&str, &str)]) -> Object {
    let entries: Array = pairs.iter().map(|(name, value)| Array::of2(&(*name).into(), &(*value).into())).collect();
    Object::from_entries(&entries).unwrap_or_default()
}

/// A JavaScript date; beyond the range of those, the first or last one.
pub(crate) fn js_date(moment: ServerTime) -> Date {
    const MAX_MS: f64 = 8.64e15;
    Date::new(&JsValue::from_f64((moment.millis() as f64).clamp(-MAX_MS, MAX_MS)))
}

/// The day of the calendar, where the user is: the days since 1 January 1970.
pub(crate) fn local_day(moment: ServerTime) -> i64 {
    relative_time::local_day(moment, js_date(moment).get_timezone_offset() as i64)
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    #[wasm_bindgen_test]
    fn dates_are_in_the_users_english() {
        assert_eq!(date_locale(), DateLocale { tag: "en-GB".to_owned(), is_year_first: false });
    }

    #[wasm_bindgen_test]
    fn the_order_and_clock_of_a_language_are_the_browsers() {
        for (language, tag) in [
            ("de-DE", "en-GB-u-hc-h23"),
            ("de_DE.UTF-8", "en-GB-u-hc-h23"),
            ("ja-JP", "en-SE-u-hc-h23"),
            ("ko-KR", "en-SE-u-hc-h12"),
            ("ar-EG", "en-GB-u-hc-h12"),
            ("vi", "en-GB-u-hc-h23"),
            ("fa-IR", "en-GB-u-hc-h23"),
            ("en-US@posix", "en-US"),
        ] {
            assert_eq!(locale_of(language).tag, tag, "{language}");
        }
    }

    #[wasm_bindgen_test]
    fn without_a_name_that_intl_accepts_dates_are_as_the_browsers_own() {
        for language in ["", "*", "C", "C.UTF-8", "@", "x", "1", "de-", "Ж", "a-b-c-d"] {
            let tag = locale_of(language).tag;
            assert!(["en-GB", "en-US"].contains(&&*tag), "{language}: {tag}");
        }
    }

    #[wasm_bindgen_test]
    fn a_day_begins_at_midnight_where_the_user_is() {
        let local = |day: i32, hour: i32, minute: i32| {
            let date = Date::new_with_year_month_day_hr_min(2026, 9, day, hour, minute);
            local_day(ServerTime::from_millis(date.get_time() as i64))
        };
        // The last Sunday of October, which has 25 hours in many zones.
        assert_eq!(local(25, 0, 0), local(25, 23, 59));
        assert_eq!(local(26, 0, 0), local(25, 23, 59) + 1);
        assert_eq!(local(24, 23, 59), local(25, 0, 0) - 1);
        for millis in [i64::MIN, i64::MAX] {
            let _ = local_day(ServerTime::from_millis(millis));
        }
    }
}
