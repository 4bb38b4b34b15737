//! What a user notices of a rotation; `table` has every stage with every event.

mod check;
mod table;

use std::sync::Arc;

use portal_api::{
    Cause, Failure, HOUR, Key, KeyId, MINUTE, RerollKeyRequest, RerolledKey, Secret, ServerTime, no_response,
};

use super::{
    check::{Findings, NewKeyEnd, RotationCheck},
    grace::Grace,
    machine::{ChooseAgain, Effect, Event, Rotation, SentRequest, Stage, is_definite_rejection, next},
    reconcile::SETTLED_MS,
    records::{CompletedRotation, PendingRotation},
};
use crate::keys::{
    list::KeyList,
    samples::{complete, named},
};

const CLICK: ServerTime = ServerTime::from_millis(1_700_000_040_000);
const SETTLED: ServerTime = CLICK.plus(SETTLED_MS);
const SECRET: &str = "acme_7QpVb2xYJ8kLmN4rStUvWx";

fn old() -> Key {
    Key { updated_at: Some(CLICK), last_used_at: Some(CLICK), ..named("key_old", 1, "Production", "acme_abcd") }
}

fn hour() -> Grace {
    Grace::from_millis(HOUR).unwrap()
}

fn ends() -> ServerTime {
    hour().end(CLICK)
}

fn sent() -> SentRequest {
    SentRequest { at: CLICK, grace: Some(hour()), known: vec![Arc::new(old())] }
}

fn at(stage: Stage) -> Rotation {
    Rotation { stage, ..Rotation::new(Arc::new(old()), hour()) }
}

fn rotated() -> CompletedRotation {
    CompletedRotation { old: KeyId::new("key_old"), new: KeyId::new("key_new"), at: CLICK, old_ends: Some(ends()) }
}

fn stages() -> Vec<Rotation> {
    [
        Stage::Choosing { again: None },
        Stage::Sending(sent()),
        Stage::Reconciling(sent()),
        Stage::Unknown(sent()),
        Stage::RotatedWithoutSecret {
            new: Some(KeyId::new("key_new")),
            at: CLICK,
            old_ends: Some(ends()),
            findings: Findings::default(),
        },
        Stage::NotRotated { changed: false },
        Stage::Failed,
        Stage::Done(rotated()),
    ]
    .map(at)
    .into()
}

/// A stage in a few words.
const fn name(rotation: &Rotation) -> &'static str {
    match &rotation.stage {
        Stage::Choosing { again: None } => "choosing",
        Stage::Choosing { again: Some(ChooseAgain::Changed) } => "changed",
        Stage::Choosing { again: Some(ChooseAgain::CannotKeep) } => "can't keep",
        Stage::Sending(_) => "sending",
        Stage::Done(_) => "done",
        Stage::Failed => "failed",
        Stage::Reconciling(_) => "reconciling",
        Stage::RotatedWithoutSecret { .. } => "without secret",
        Stage::NotRotated { changed: false } => "not rotated",
        Stage::NotRotated { changed: true } => "changed elsewhere",
        Stage::Unknown(_) => "unknown",
    }
}

/// An effect in a word.
const fn effect_name(effect: &Effect) -> &'static str {
    match effect {
        Effect::SendRequest { .. } => "send",
        Effect::StorePending(_) => "store",
        Effect::ClearPending(_) => "clear",
        Effect::ShowSecret(_) => "show",
        Effect::UpdateList(_) => "update",
        Effect::CheckKeys(_) => "check",
        Effect::ReloadList { .. } => "reload",
    }
}

fn send() -> Event {
    Event::Submit { at: CLICK, known: vec![Arc::new(old())] }
}

fn success() -> Event {
    Event::ResponseReceived(Ok(RerolledKey { key_id: KeyId::new("key_new"), key: Secret::new(SECRET.to_owned()) }))
}

fn failed(status: Option<u16>, cause: Cause) -> Event {
    Event::ResponseReceived(Err(Failure { cause, status, from_api: status.is_some(), ..no_response() }))
}

fn listed(list: KeyList, at: ServerTime) -> Event {
    Event::ListLoaded { list, others: Vec::new(), at }
}

fn unchanged_list(at: ServerTime) -> Event {
    listed(complete([old()]), at)
}

fn rotated_list() -> KeyList {
    complete([Key { expires: Some(ends()), ..old() }, named("key_new", CLICK.millis(), "Production", "acme_7QpV")])
}

fn after(rotation: Rotation, events: impl IntoIterator<Item = Event>) -> (Rotation, Vec<Effect>) {
    events.into_iter().fold((rotation, vec![]), |(rotation, mut all), event| {
        let (rotation, effects) = next(rotation, event);
        all.extend(effects);
        (rotation, all)
    })
}

fn choosing() -> Rotation {
    at(Stage::Choosing { again: None })
}

#[test]
fn a_double_click_creates_one_key() {
    let (_, effects) = after(choosing(), [send(), send(), Event::GraceChosen(Some(Grace::NONE)), send()]);
    let pending = PendingRotation { key_id: KeyId::new("key_old"), at: CLICK, grace: Some(hour()), expires: None };
    let request = RerollKeyRequest { key_id: KeyId::new("key_old"), expiration: Some(HOUR) };
    assert_eq!(effects, [Effect::StorePending(pending), Effect::SendRequest { request, expires: None }]);
}

#[test]
fn the_request_names_the_expiry_that_the_user_saw() {
    let expires = Some(CLICK.plus(MINUTE));
    let ending = Arc::new(Key { expires, ..old() });
    let known = |key: &Arc<Key>| Event::Submit { at: CLICK, known: vec![Arc::clone(key)] };
    let sent_with = |effects: &[Effect]| match effects {
        [Effect::StorePending(pending), Effect::SendRequest { expires, .. }] => Some((pending.expires, *expires)),
        _ => None,
    };
    let (_, effects) = next(Rotation::new(Arc::clone(&ending), Grace::NONE), known(&ending));
    assert_eq!(sent_with(&effects), Some((expires, expires)));
    // Changed in the list: shown first, and sent only then.
    let (rotation, effects) = after(choosing(), [known(&ending), known(&ending)]);
    assert_eq!(rotation.key.expires, expires);
    assert_eq!(sent_with(&effects), Some((expires, expires)));
}

#[test]
fn the_chosen_grace_period_is_the_one_that_is_sent() {
    let (_, effects) = after(choosing(), [Event::GraceChosen(Some(Grace::NONE)), send()]);
    let expiration = effects.iter().find_map(|effect| match effect {
        Effect::SendRequest { request, .. } => Some(request.expiration),
        _ => None,
    });
    assert_eq!(expiration, Some(Some(0)));
}

#[test]
fn a_success_shows_the_secret_and_both_keys() {
    let (rotation, effects) = after(choosing(), [send(), success()]);
    assert_eq!(rotation.stage, Stage::Done(rotated()));
    assert_eq!(rotation.rotated(), Some(rotated()));
    assert!(effects.contains(&Effect::ShowSecret(Secret::new(SECRET.to_owned()))));
    let put = effects.into_iter().find_map(|effect| match effect {
        Effect::UpdateList(keys) => Some(keys),
        _ => None,
    });
    let old_now = Key { expires: Some(ends()), updated_at: None, ..old() };
    assert_eq!(put, Some(vec![old_now, named("key_new", CLICK.millis(), "Production", "acme_7QpV")]));
}

#[test]
fn the_secret_is_in_no_state_and_in_no_debug_output() {
    let event = success();
    assert!(!format!("{event:?}").contains(SECRET));
    let (rotation, effects) = after(choosing(), [send(), event]);
    assert!(!format!("{rotation:?} {effects:?}").contains(SECRET));
}

#[test]
fn the_list_shows_at_most_half_of_a_short_secret() {
    let short = RerolledKey { key_id: KeyId::new("key_new"), key: Secret::new("acme_abc".to_owned()) };
    let (_, effects) = after(choosing(), [send(), Event::ResponseReceived(Ok(short))]);
    let starts = effects.iter().find_map(|effect| match effect {
        Effect::UpdateList(keys) => Some(keys.iter().map(|key| key.start.as_str()).collect::<Vec<_>>()),
        _ => None,
    });
    assert_eq!(starts, Some(vec!["acme_abcd", "acme"]));
}

#[test]
fn a_definite_rejection_is_told_from_a_lost_response() {
    for status in [400, 401, 403, 404, 405, 409, 412, 413, 415, 422, 429] {
        let failure = Failure { status: Some(status), from_api: true, ..no_response() };
        assert!(is_definite_rejection(&failure), "{status}");
        assert!(!is_definite_rejection(&Failure { from_api: false, ..failure }), "{status} of a firewall");
    }
    for status in
        [None, Some(200), Some(201), Some(302), Some(408), Some(499), Some(500), Some(502), Some(503), Some(504)]
    {
        assert!(!is_definite_rejection(&Failure { status, ..no_response() }), "{status:?}");
    }
}

#[test]
fn a_busy_server_is_retried_by_the_user_only() {
    let (rotation, effects) = after(choosing(), [send(), failed(Some(429), Cause::Temporary)]);
    assert_eq!(name(&rotation), "failed");
    assert_eq!(rotation.failure.as_ref().and_then(|failure| failure.status), Some(429));
    assert_eq!(effects.iter().filter(|effect| matches!(effect, Effect::SendRequest { .. })).count(), 1);
    let (rotation, effects) = after(rotation, [Event::StartOver, send()]);
    assert_eq!((name(&rotation), rotation.failure, effects.len()), ("sending", None, 2));
}

#[test]
fn the_list_shows_what_happened_after_a_lost_response() {
    let lost = || [send(), failed(Some(502), Cause::Temporary)];
    let (looking, _) = after(choosing(), lost());
    let (happened, _) = after(looking.clone(), [listed(rotated_list(), CLICK.plus(900))]);
    assert_eq!(happened.rotated(), Some(rotated()));
    assert_eq!(happened.failure.and_then(|failure| failure.status), Some(502), "for support");
    // Too early to rule a rotation out: the list is loaded once more later.
    let (looking, effects) = after(looking, [unchanged_list(CLICK.plus(900))]);
    assert_eq!(effects, [Effect::ReloadList { delay_ms: SETTLED_MS - 900 }]);
    let (nothing, _) = after(looking, [unchanged_list(SETTLED)]);
    assert_eq!(nothing.stage, Stage::NotRotated { changed: false });
    assert_eq!(nothing.rotated(), None);
}

#[test]
fn a_secret_that_arrives_late_is_still_shown() {
    let lost = [send(), failed(None, Cause::Temporary), listed(rotated_list(), CLICK.plus(900))];
    let (rotation, _) = after(choosing(), lost);
    let (rotation, effects) = after(rotation, [success()]);
    assert_eq!((name(&rotation), rotation.failure), ("done", None));
    assert!(effects.iter().any(|effect| matches!(effect, Effect::ShowSecret(_))));
}

#[test]
fn after_a_reload_the_list_is_checked_before_anything_is_sent() {
    let pending = PendingRotation { key_id: KeyId::new("key_old"), at: CLICK, grace: Some(hour()), expires: None };
    let list = rotated_list();
    let key = Arc::clone(list.get(&pending.key_id).unwrap());
    let (rotation, effects) = after(Rotation::resumed(&pending, &key), [send(), listed(list, CLICK.plus(MINUTE))]);
    assert_eq!(rotation.rotated(), Some(rotated()));
    assert_eq!(effects, [Effect::ClearPending(KeyId::new("key_old"))]);
}

#[test]
fn an_expired_key_is_not_rotated() {
    let expired = Key { expires: Some(CLICK), ..old() };
    let rotation = Rotation { key: Arc::new(expired.clone()), ..choosing() };
    let event = Event::Submit { at: CLICK, known: vec![Arc::new(expired)] };
    let (rotation, effects) = after(rotation, [event]);
    assert_eq!((name(&rotation), effects), ("choosing", vec![]));
}

#[test]
fn a_key_that_another_tab_rotated_needs_another_confirmation() {
    let changed = || Arc::new(Key { expires: Some(CLICK.plus(24 * HOUR)), ..old() });
    let click = || Event::Submit { at: CLICK, known: vec![changed()] };
    let (rotation, effects) = after(choosing(), [click()]);
    assert_eq!((name(&rotation), effects), ("changed", vec![]));
    assert_eq!(rotation.key, changed());
    let (rotation, _) = after(rotation, [click()]);
    assert_eq!(name(&rotation), "sending");
}

#[test]
fn a_response_is_taken_where_its_request_is_waited_for_and_by_no_later_request() {
    for rotation in stages() {
        let is_waiting = matches!(name(&rotation), "sending" | "reconciling" | "unknown" | "without secret");
        assert_eq!(rotation.stage.takes_response(CLICK), is_waiting, "{}", name(&rotation));
        assert!(!rotation.stage.takes_response(CLICK.plus(-1)), "{}", name(&rotation));
    }
}
