use portal_api::{DAY, HOUR, MINUTE, SECOND};

use super::*;
use crate::keys::{
    rotation::{grace::Grace, new_key::new_key},
    samples::{complete, named},
};

/// As [`super::inference`] has it.
const TOLERANCE_MS: i64 = 5 * SECOND;

/// A time that is no full minute.
const CLICK: ServerTime = ServerTime::from_millis(1_700_000_017_250);

fn production(id: &str) -> Key {
    named(id, CLICK.plus(-100 * DAY).millis(), "Production", "acme_abcd")
}

/// Both keys after the API has rotated `old` at `at`: the old one as the API leaves it, and the new one.
fn rotate(old: &Key, new: &str, at: ServerTime, grace_ms: i64) -> (Key, Key) {
    let made = new_key(old, KeyId::new(new), "acme_efgh", at);
    let ends = Grace::from_millis(grace_ms).unwrap().end(at);
    (Key { expires: Some(ends), updated_at: None, ..old.clone() }, made)
}

fn inferred<const N: usize>(keys: [&Key; N]) -> Relations {
    Relations::new(Vec::new(), &complete(keys.map(Key::clone)))
}

fn record(old: &str, new: &str) -> CompletedRotation {
    CompletedRotation { old: KeyId::new(old), new: KeyId::new(new), at: CLICK, old_ends: None }
}

fn related(id: &str, certain: bool) -> Option<RelatedKey> {
    Some(RelatedKey { id: KeyId::new(id), certain })
}

fn probably_replaced(key: &Key) -> Option<KeyTag> {
    Some(KeyTag::Replaced { certain: false, end: OldKeyEnd::of(key) })
}

#[test]
fn a_rotation_of_this_session_is_certain_for_both_keys() {
    let (old, new) = rotate(&production("key_a"), "key_b", CLICK, DAY);
    let relations = Relations::new(vec![record("key_a", "key_b")], &complete([old.clone(), new.clone()]));
    let end = OldKeyEnd::At(old.expires.unwrap());
    assert_eq!(relations.tag(&old), Some(KeyTag::Replaced { certain: true, end }));
    assert_eq!(relations.tag(&new), Some(KeyTag::New));
    assert_eq!(relations.of(&old), KeyRelation { replaced_by: related("key_b", true), replaces: None });
    assert_eq!(relations.of(&new), KeyRelation { replaced_by: None, replaces: related("key_a", true) });
    let other = production("key_x");
    assert_eq!((relations.tag(&other), relations.of(&other)), (None, KeyRelation::default()));
}

#[test]
fn a_replaced_key_says_until_when_it_works_as_the_list_has_it_now() {
    let end = |key: Key| match Relations::new(vec![record("key_a", "key_b")], &complete([])).tag(&key) {
        Some(KeyTag::Replaced { end, .. }) => end,
        other => panic!("{other:?}"),
    };
    assert_eq!(end(Key { expires: Some(CLICK), ..production("key_a") }), OldKeyEnd::At(CLICK));
    assert_eq!(end(production("key_a")), OldKeyEnd::Never);
    assert_eq!(end(Key { enabled: false, expires: Some(CLICK), ..production("key_a") }), OldKeyEnd::Disabled);
}

#[test]
fn in_a_chain_the_key_in_the_middle_is_an_old_one_and_knows_both() {
    let (first, second) = rotate(&production("key_a"), "key_b", CLICK, DAY);
    let (second, third) = rotate(&second, "key_c", CLICK.plus(7 * MINUTE), HOUR);
    let list = complete([first.clone(), second.clone(), third.clone()]);
    for (completed, certain) in [(vec![record("key_b", "key_c"), record("key_a", "key_b")], true), (Vec::new(), false)]
    {
        let relations = Relations::new(completed, &list);
        assert_eq!(relations.of(&first).replaced_by, related("key_b", certain));
        let middle = KeyRelation { replaced_by: related("key_c", certain), replaces: related("key_a", certain) };
        assert_eq!(relations.of(&second), middle);
        assert!(matches!(relations.tag(&second), Some(KeyTag::Replaced { certain: found, .. }) if found == certain));
        assert_eq!(relations.of(&third), KeyRelation { replaced_by: None, replaces: related("key_b", certain) });
    }
}

#[test]
fn a_key_that_was_rotated_twice_was_replaced_by_the_latest_new_key() {
    let completed = vec![record("key_a", "key_c"), record("key_a", "key_b")];
    let relations = Relations::new(completed, &complete([]));
    assert_eq!(relations.of(&production("key_a")).replaced_by, related("key_c", true));
    assert_eq!(["key_b", "key_c"].map(|id| relations.tag(&production(id))), [Some(KeyTag::New), Some(KeyTag::New)]);
}

#[test]
fn a_rotation_by_another_browser_is_inferred_from_name_age_and_expiry() {
    for grace_ms in [0, MINUTE, 15 * MINUTE, HOUR, DAY, 7 * DAY, 30 * DAY] {
        for expires in [None, Some(CLICK.plus(300 * DAY))] {
            let (old, new) = rotate(&Key { expires, ..production("key_a") }, "key_b", CLICK, grace_ms);
            let relations = inferred([&old, &new]);
            assert_eq!(relations.tag(&old), probably_replaced(&old), "{grace_ms}");
            assert_eq!(relations.of(&new).replaces, related("key_a", false), "{grace_ms}");
            // It may be months old.
            assert_eq!(relations.tag(&new), None);
        }
    }
}

#[test]
fn a_grace_period_of_any_length_is_enough_where_there_is_one_candidate() {
    let ends = CLICK.plus(DAY + 17 * MINUTE);
    let old = Key { expires: Some(ends), ..production("key_a") };
    let created = |id: &str, before_ms: i64| named(id, ends.plus(-before_ms).millis(), "Production", "acme_efgh");
    let new = created("key_b", DAY + 17 * MINUTE);
    assert_eq!(inferred([&old, &new]).tag(&old), probably_replaced(&old));
    assert_eq!(inferred([&old, &new, &created("key_c", 2 * DAY + 31 * MINUTE)]).tag(&old), None);
    // Of several, one that was created a whole number of hours before the end is the new one.
    let whole = created("key_d", 2 * DAY);
    assert_eq!(inferred([&old, &new, &whole]).of(&old).replaced_by, related("key_d", false));
}

#[test]
fn servers_may_write_the_times_of_one_rotation_at_different_moments() {
    let (old, new) = rotate(&production("key_a"), "key_b", CLICK, 0);
    for off_ms in [-TOLERANCE_MS, TOLERANCE_MS] {
        let new = Key { created_at: CLICK.plus(off_ms), ..new.clone() };
        assert_eq!(inferred([&old, &new]).of(&old).replaced_by, related("key_b", false), "{off_ms}");
    }
}

#[test]
fn keys_of_one_name_that_were_always_two_are_not_related() {
    let (old, new) = rotate(&production("key_a"), "key_b", CLICK, DAY);
    let ends = old.expires.unwrap();
    let other = |change: fn(&mut Key)| {
        let mut key = new.clone();
        change(&mut key);
        key
    };
    for (why, old, new) in [
        ("the older one never ends", production("key_a"), new.clone()),
        (
            "it ended before the newer one was made",
            Key { expires: Some(CLICK.plus(-HOUR)), ..old.clone() },
            new.clone(),
        ),
        ("it ends long after", Key { expires: Some(CLICK.plus(60 * DAY)), ..old.clone() }, new.clone()),
        ("somebody has changed it", Key { updated_at: Some(CLICK), ..old.clone() }, new.clone()),
        ("the newer one is disabled", old.clone(), other(|key| key.enabled = false)),
        ("both end together", old.clone(), Key { expires: Some(ends), ..new.clone() }),
        (
            "the newer one ends first",
            Key { expires: Some(ends.plus(30 * MINUTE)), ..old.clone() },
            Key { expires: Some(ends), ..new.clone() },
        ),
        ("another name", old.clone(), other(|key| key.name = Some("production".to_owned()))),
        ("another prefix", old.clone(), other(|key| key.start = "test_efgh".to_owned())),
        ("the older one is the newer one", Key { created_at: CLICK.plus(1), ..old.clone() }, new.clone()),
    ] {
        let relations = inferred([&old, &new]);
        assert_eq!((relations.tag(&old), relations.tag(&new)), (None, None), "{why}");
        assert_eq!((relations.of(&old), relations.of(&new)), Default::default(), "{why}");
    }
}

#[test]
fn keys_that_live_equally_long_end_by_themselves() {
    let weekly = |id: &str, day: i64| {
        let created = CLICK.plus(day * DAY);
        Key { expires: Some(created.plus(7 * DAY)), ..named(id, created.millis(), "CI", "acme_abcd") }
    };
    let keys = [weekly("key_a", 0), weekly("key_b", 1), weekly("key_c", 6)];
    let relations = inferred([&keys[0], &keys[1], &keys[2]]);
    assert!(keys.iter().all(|key| relations.of(key) == KeyRelation::default()));
}

#[test]
fn unnamed_keys_are_not_related() {
    let unnamed = Key { name: Some("  ".to_owned()), ..production("key_a") };
    let (old, new) = rotate(&unnamed, "key_b", CLICK, DAY);
    assert_eq!(inferred([&old, &new]).tag(&old), None);
}

#[test]
fn a_new_key_replaces_one_key() {
    let (old, new) = rotate(&production("key_a"), "key_b", CLICK, DAY);
    // It ends within the same days, for reasons of its own.
    let ending = Key { expires: Some(CLICK.plus(3 * DAY + 20 * MINUTE)), ..production("key_x") };
    let relations = inferred([&old, &new, &ending]);
    assert_eq!((relations.tag(&old), relations.tag(&ending)), (probably_replaced(&old), None));
    // Known to be another's: nothing is inferred about it.
    let relations = Relations::new(vec![record("key_y", "key_b")], &complete([old.clone(), new]));
    assert_eq!(relations.tag(&old), None);
}

#[test]
fn a_disabled_pair_is_a_pair() {
    let disabled = Key { enabled: false, ..production("key_a") };
    let (old, new) = rotate(&disabled, "key_b", CLICK, DAY);
    let tag = KeyTag::Replaced { certain: false, end: OldKeyEnd::Disabled };
    assert_eq!(inferred([&old, &new]).tag(&old), Some(tag));
}

#[test]
fn the_rows_in_sight_are_found_fast_among_ten_thousand_keys_of_one_name() {
    let keys: Vec<_> = (0..10_000)
        .map(|number| {
            let created = CLICK.plus(number * 7 * MINUTE);
            let ends = Some(created.plus(number % 5 * DAY + 13 * MINUTE));
            Key { expires: ends, ..named(&format!("key_{number}"), created.millis(), "CI", "acme_abcd") }
        })
        .collect();
    let relations = Relations::new(Vec::new(), &complete(keys.clone()));
    // Each row reads the keys of its name a few times: with all pairs of keys compared, this would take minutes.
    assert!(keys.iter().take(60).any(|key| relations.tag(key).is_some()));
}
