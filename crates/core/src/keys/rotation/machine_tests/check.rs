//! Rotations that keep the old key as it is, and what is found out after a rotation.

use super::*;

fn keeping() -> Rotation {
    Rotation { grace: None, ..choosing() }
}

fn refused(status: u16, cause: Cause, from_api: bool) -> Event {
    Event::ResponseReceived(Err(Failure { cause, status: Some(status), from_api, ..no_response() }))
}

#[test]
fn keeping_the_old_key_sends_null_and_leaves_it_as_it_is() {
    for expires in [None, Some(SETTLED)] {
        let before = Arc::new(Key { expires, ..old() });
        let rotation = Rotation { key: Arc::clone(&before), ..keeping() };
        let submit = Event::Submit { at: CLICK, known: vec![before] };
        let (rotation, effects) = after(rotation, [submit]);
        let pending = PendingRotation { key_id: KeyId::new("key_old"), at: CLICK, grace: None, expires };
        let request = RerollKeyRequest { key_id: KeyId::new("key_old"), expiration: None };
        assert_eq!(effects, [Effect::StorePending(pending), Effect::SendRequest { request, expires }]);
        let (rotation, effects) = after(rotation, [success()]);
        assert_eq!(rotation.rotated().map(|rotated| rotated.old_ends), Some(expires));
        let new = Key { expires, ..named("key_new", CLICK.millis(), "Production", "acme_7QpV") };
        assert!(effects.contains(&Effect::UpdateList(vec![new])));
    }
}

#[test]
fn a_server_that_cannot_keep_the_old_key_did_nothing_and_another_choice_is_asked_for() {
    let (rotation, effects) = after(keeping(), [send(), refused(400, Cause::InvalidRequest, true)]);
    assert_eq!((name(&rotation), rotation.failure.clone()), ("can't keep", None));
    let names: Vec<_> = effects.iter().map(effect_name).collect();
    assert_eq!(names, ["store", "send", "clear"]);
    // Nothing is sent until the user has chosen.
    let (_, effects) = after(rotation, [Event::GraceChosen(Some(hour())), send()]);
    let names: Vec<_> = effects.iter().map(effect_name).collect();
    assert_eq!(names, ["store", "send"]);
}

#[test]
fn only_a_refusal_of_null_is_taken_for_one() {
    // A number was sent, or it was for another reason.
    for (rotation, event) in [
        (choosing(), refused(400, Cause::InvalidRequest, true)),
        (keeping(), refused(400, Cause::NoSession, true)),
        (keeping(), refused(412, Cause::InvalidRequest, true)),
        (keeping(), refused(429, Cause::Temporary, true)),
    ] {
        assert_eq!(name(&after(rotation, [send(), event]).0), "failed");
    }
    // Somebody else's refusal says nothing about the API.
    for event in [refused(502, Cause::Temporary, true), refused(400, Cause::InvalidRequest, false)] {
        assert_eq!(name(&after(keeping(), [send(), event]).0), "reconciling");
    }
}

#[test]
fn a_lost_answer_about_a_key_that_is_kept_is_found_by_the_new_key() {
    let lost = || [send(), failed(Some(502), Cause::Temporary)];
    let found = complete([old(), named("key_new", CLICK.millis(), "Production", "acme_7QpV")]);
    let (rotation, _) = after(keeping(), lost().into_iter().chain([listed(found, CLICK.plus(900))]));
    assert_eq!(rotation.rotated(), Some(CompletedRotation { old_ends: None, ..rotated() }));
    let (rotation, _) = after(keeping(), lost().into_iter().chain([unchanged_list(SETTLED)]));
    assert_eq!(name(&rotation), "not rotated");
}

#[test]
fn the_new_key_of_another_keys_rotation_is_not_taken_for_the_lost_one() {
    // Another tab has rotated another key of the same name meanwhile.
    let theirs = named("key_theirs", CLICK.millis() + 1, "Production", "acme_9XyZ");
    let others = || vec![Arc::new(theirs.clone())];
    let lost = || [send(), failed(Some(502), Cause::Temporary)];
    let list = complete([old(), theirs.clone()]);
    let loaded = Event::ListLoaded { list, others: others(), at: SETTLED };
    let (rotation, _) = after(keeping(), lost().into_iter().chain([loaded]));
    assert_eq!(name(&rotation), "not rotated");

    let list = complete([Key { expires: Some(ends()), ..old() }, theirs.clone()]);
    let loaded = Event::ListLoaded { list, others: others(), at: SETTLED };
    let (rotation, _) = after(choosing(), lost().into_iter().chain([loaded]));
    let (new, findings) = (None, Findings::default());
    assert_eq!(rotation.stage, Stage::RotatedWithoutSecret { new, at: CLICK, old_ends: Some(ends()), findings });
}

#[test]
fn every_success_is_checked_against_what_was_known_before() {
    let (_, effects) = after(choosing(), [send(), success()]);
    let check = RotationCheck { old: Arc::new(old()), new: KeyId::new("key_new"), sent: sent() };
    assert!(effects.contains(&Effect::CheckKeys(check)));
}

#[test]
fn a_rotation_that_was_repeated_on_its_way_is_seen_in_the_list() {
    let ended = Key { expires: Some(ends()), ..old() };
    let first = named("key_new", CLICK.millis(), "Production", "acme_7QpV");
    let repeat = Key { expires: Some(ends()), ..named("key_two", CLICK.millis() + 1, "Production", "acme_9XyZ") };
    let events = [send(), failed(None, Cause::Temporary), listed(complete([ended, first, repeat]), CLICK.plus(900))];
    let (rotation, _) = after(choosing(), events);
    let findings = Findings { end: NewKeyEnd::NotSurprising, extra_keys: 1 };
    let new = Some(KeyId::new("key_new"));
    assert_eq!(rotation.stage, Stage::RotatedWithoutSecret { new, at: CLICK, old_ends: Some(ends()), findings });
}

#[test]
fn a_key_that_was_changed_elsewhere_is_shown_as_it_is_now() {
    let theirs = Some(SETTLED.plus(9 * HOUR));
    let changed = complete([Key { expires: theirs, ..old() }]);
    let (rotation, effects) =
        after(choosing(), [send(), failed(Some(502), Cause::Temporary), listed(changed, SETTLED)]);
    assert_eq!((name(&rotation), rotation.key.expires), ("changed elsewhere", theirs));
    assert_eq!(effects.last().map(effect_name), Some("clear"));
    // Starting over needs no second confirmation: the change has been shown.
    let again = Event::Submit { at: SETTLED, known: vec![Arc::clone(&rotation.key)] };
    let (rotation, effects) = after(rotation, [Event::StartOver, again]);
    assert_eq!(name(&rotation), "sending");
    assert!(effects.iter().any(|effect| matches!(effect, Effect::SendRequest { expires, .. } if *expires == theirs)));
}
