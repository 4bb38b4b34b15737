//! Tests of the formats. The browser's language is `en-GB`.

use js_sys::Date;
use portal_api::{DAY, HOUR, MINUTE, SECOND, ServerTime};
use wasm_bindgen_test::wasm_bindgen_test;

use super::formats::*;

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
