//! Tests of the texts of a rotation.

use portal_api::{Cause, HOUR, SECOND, ServerTime};
use portal_core::keys::rotation::{
    check::{Findings, NewKeyEnd},
    handover::{KeyHandover, NewKeyUse, OldKeyUse},
};
use wasm_bindgen_test::wasm_bindgen_test;

use super::{
    check::found,
    handover::sentences,
    old_ends,
    outcome::{failed, failed_title},
    quoted_name,
};
use crate::{testing::key, text::formats::at};

const NOW: ServerTime = ServerTime::from_millis(1_000 * HOUR);

fn handover(old: OldKeyUse, new: NewKeyUse) -> Vec<String> {
    sentences(&KeyHandover { as_of: NOW, old, new })
}

#[wasm_bindgen_test]
fn a_key_without_a_name_is_called_by_its_start() {
    assert_eq!(quoted_name(&key("")), "acme_1…");
    assert_eq!(quoted_name(&key(r#""name":"Production""#)), "“Production”");
}

#[wasm_bindgen_test]
fn a_right_to_left_name_stays_between_its_quotation_marks() {
    assert_eq!(quoted_name(&key(r#""name":"safe\u202egnp.exe""#)), "“\u{2068}safe\u{202e}gnp.exe\u{2069}”");
}

#[wasm_bindgen_test]
fn an_old_key_that_has_ended_does_not_stop_in_the_future() {
    let ends = NOW.plus(HOUR);
    assert_eq!(old_ends(Some(ends), NOW), format!("The old key stops working {}.", at(ends, NOW)));
    assert_eq!(old_ends(Some(NOW), NOW), "The old key has stopped working.");
    assert!(old_ends(None, NOW).ends_with("never expires."));
}

#[wasm_bindgen_test]
fn what_the_check_found_is_said_with_what_to_do() {
    let text = |end, extra_keys| found(Findings { end, extra_keys }, Some("Acme"), NOW);
    assert_eq!(text(NewKeyEnd::NotSurprising, 0), None);
    let dead = text(NewKeyEnd::Unexpected(Some(NOW.plus(SECOND))), 0).unwrap_or_default();
    assert!(dead.starts_with("Careful: the new key has stopped working."), "{dead}");
    assert!(dead.ends_with("ask Acme about its expiry."), "{dead}");
    let soon = text(NewKeyEnd::Unexpected(Some(NOW.plus(HOUR))), 1).unwrap_or_default();
    let ends = format!("the new key stops working {}. ", at(NOW.plus(HOUR), NOW));
    assert!(soon.contains(&ends) && soon.contains("there is 1 more new key of this name"), "{soon}");
    assert!(soon.ends_with("rotate that one and use its new key."), "{soon}");
    let more = text(NewKeyEnd::NotSurprising, 2).unwrap_or_default();
    assert!(more.starts_with("Your request seems") && more.contains("there are 2 more new keys"), "{more}");
    // The list may have another person's keys.
    assert!(more.contains("in your list. Unless that was somebody else, nobody has them."), "{more}");
    assert!(text(NewKeyEnd::Unexpected(None), 0).is_some_and(|text| text.contains("the new key never expires")));
}

#[wasm_bindgen_test]
fn a_refusal_says_whether_the_key_is_gone() {
    let key = key(r#""name":"Production""#);
    assert_eq!(failed_title(Some(Cause::KeyNotFound), &key), "“Production” is gone");
    assert_eq!(failed_title(Some(Cause::Temporary), &key), "“Production” was not rotated");
    assert!(failed(Some(Cause::NotAllowed), None).concat().starts_with("Your app opened this session"));
}

#[wasm_bindgen_test]
fn few_requests_are_counted_and_many_are_a_rate() {
    let old = |requests, minutes| handover(OldKeyUse::InUse { requests, minutes }, NewKeyUse::Unknown).concat();
    assert_eq!(old(1, 5), "Old key: 1 request in the last 5 minutes.");
    assert_eq!(old(5_000, 5), "Old key: 1,000 requests a minute.");
}

#[wasm_bindgen_test]
fn a_quiet_old_key_is_said_to_be_quiet() {
    let old = |minutes, at_least| handover(OldKeyUse::IdleFor { minutes, at_least }, NewKeyUse::Unused);
    assert_eq!(old(1, false), ["Old key: no requests for 1 minute.", "New key: no requests yet."]);
    assert_eq!(old(20, true)[0], "Old key: no requests for at least 20 minutes.");
    assert_eq!(old(179, true)[0], "Old key: no requests for at least 3 hours.");
}

#[wasm_bindgen_test]
fn the_first_request_of_a_new_key_is_told() {
    let new = |minutes_ago| handover(OldKeyUse::Unknown, NewKeyUse::FirstUsed { minutes_ago }).concat();
    assert_eq!(new(0), "New key: first request just now.");
    assert_eq!(new(2), "New key: first request 2 minutes ago.");
}

#[wasm_bindgen_test]
fn nothing_is_said_where_nothing_is_recorded() {
    assert!(handover(OldKeyUse::Unknown, NewKeyUse::Unknown).is_empty());
}
