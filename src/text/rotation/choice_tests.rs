//! Tests of the texts of the choice.

use portal_api::{DAY, HOUR, Key, MINUTE, ServerTime};
use portal_core::keys::{
    rotation::{
        grace::{Grace, GraceError},
        key_use::KeyUse,
        warnings::Warning,
    },
    usage::UsagePeriod,
};
use wasm_bindgen_test::wasm_bindgen_test;

use super::choice::{breaks, grace, grace_error, keeps_until, last_used, outcome, rotated_before, stops, warning};
use crate::testing::key;

const NOW: ServerTime = ServerTime::from_millis(1_000 * HOUR);

#[wasm_bindgen_test]
fn grace_periods_are_in_words() {
    assert_eq!(Grace::PRESETS.map(grace), ["Now", "In 1 hour", "In 24 hours", "In 7 days"]);
    assert_eq!(stops(Grace::NONE, NOW), "");
}

#[wasm_bindgen_test]
fn a_number_that_is_too_large_is_told_the_largest() {
    assert_eq!(grace_error(GraceError::TooLong { max: 1_440 }), "At most 1,440.");
}

#[wasm_bindgen_test]
fn a_rotation_of_just_now_is_in_the_past() {
    assert_eq!(rotated_before(NOW, NOW), "You already rotated this key just now.");
    assert_eq!(rotated_before(NOW.plus(-2 * MINUTE), NOW), "You already rotated this key 2 minutes ago.");
}

#[wasm_bindgen_test]
fn ending_a_key_in_use_is_said_with_the_number_of_its_requests() {
    let counted = |requests, period| breaks(KeyUse::Counted { requests, period }, NOW);
    assert_eq!(
        counted(1_310, UsagePeriod::Hour),
        "1,310 requests used this key in the last hour. Whatever still uses it fails at once."
    );
    assert!(counted(1, UsagePeriod::Week).starts_with("1 request used this key in the last week. "));
}

#[wasm_bindgen_test]
fn without_a_number_the_last_use_is_said_or_that_nothing_is_known() {
    let recent = breaks(KeyUse::Recent(NOW.plus(-2 * DAY)), NOW);
    assert!(recent.starts_with("This key was last used 2 days ago. Whatever"), "{recent}");
    assert!(breaks(KeyUse::Unknown, NOW).starts_with("It isn’t known whether this key is used. Whatever"));
}

#[wasm_bindgen_test]
fn ending_a_key_that_nothing_uses_breaks_nothing() {
    let at_once = |used| outcome(&key(""), Some(Grace::NONE), used, NOW);
    assert_eq!(at_once(KeyUse::Never), "The old key stops working at once.");
    assert!(at_once(KeyUse::LongAgo).ends_with("It wasn’t used within the last week."));
}

#[wasm_bindgen_test]
fn a_grace_period_says_when_the_old_key_stops() {
    let text = outcome(&key(""), Some(Grace::HOUR), KeyUse::Never, NOW);
    assert!(text.starts_with("The old key keeps working, then stops "), "{text}");
}

#[wasm_bindgen_test]
fn a_disabled_key_is_not_said_to_work() {
    let disabled = Key { enabled: false, ..key("") };
    for grace in [Grace::NONE, Grace::HOUR] {
        let text = outcome(&disabled, Some(grace), KeyUse::Recent(NOW), NOW);
        assert!(text.contains("disabled, and expires ") && !text.contains("work"), "{text}");
    }
}

#[wasm_bindgen_test]
fn a_key_that_is_kept_is_said_to_keep_its_own_expiry_and_to_be_out_of_reach() {
    assert_eq!(
        outcome(&key(""), None, KeyUse::Never, NOW),
        "The old key stays as it is and never expires. You can’t stop it here later."
    );
    let ending = key(&format!(r#""expires":{}"#, NOW.plus(HOUR).millis()));
    let text = outcome(&ending, None, KeyUse::Never, NOW);
    assert!(text.contains("keeps its own expiry: it stops ") && text.ends_with("can’t stop it here sooner."), "{text}");
    assert_eq!(keeps_until(None, NOW), "never");
}

#[wasm_bindgen_test]
fn a_longer_life_of_the_old_key_is_said_with_both_times() {
    let text = warning(Warning::OldIsProlonged { from: NOW, to: NOW.plus(DAY) }, NOW);
    assert!(
        text.starts_with("This prolongs the old key: it stops tomorrow at ") && text.contains(" instead of at "),
        "{text}"
    );
}

#[wasm_bindgen_test]
fn a_key_is_called_never_used_only_where_use_is_recorded() {
    let words = |used| last_used(&key(""), used, NOW);
    assert_eq!((words(KeyUse::Never), words(KeyUse::Unknown)), ("Never used.".to_owned(), String::new()));
}
