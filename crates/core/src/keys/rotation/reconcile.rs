//! What a rotation did whose answer was lost, as far as the list tells.
//!
//! A rotation leaves two traces: a new key of the same name, made after the click; and the old key's new expiry, which is
//! always overwritten. The server may still be at work when the connection is gone: before [`SETTLED_MS`] "nothing" is
//! not known.

use portal_api::{Key, KeyId, SECOND, ServerTime};

use super::sent_request::SentRequest;
use crate::keys::{list::KeyList, name};

/// How long after the click the request has certainly ended, in milliseconds: the server cuts it off after 20 seconds, the
/// gateway after 25.
pub const SETTLED_MS: i64 = 30 * SECOND;

/// How inaccurate the click's time is, in milliseconds: the server's `Date` has whole seconds.
const CLOCK_MS: i64 = SECOND;

/// What the list says of a rotation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RotationTrace {
    /// It happened.
    Rotated {
        /// The new key; absent where the list doesn't have it, or doesn't have it yet.
        new: Option<KeyId>,
        /// When the old key ends.
        old_ends: ServerTime,
    },
    /// It did not happen.
    NotRotated,
    /// There is no trace yet, and it may still happen.
    TooEarly,
    /// The list doesn't tell.
    Inconclusive,
}

/// Looks for the rotation of `old` in a `list` that was read at `now`.
pub fn find_rotation(old: &Key, sent: &SentRequest, list: &KeyList, now: ServerTime) -> RotationTrace {
    let earliest = sent.at.plus(-CLOCK_MS);
    let expected = sent.grace.end(earliest)..=sent.grace.end(now.plus(CLOCK_MS));
    let is_new = |key: &&Key| {
        key.key_id != old.key_id
            && name(key) == name(old)
            && key.created_at >= earliest
            && !sent.known.iter().any(|known| known.key_id == key.key_id)
    };
    // The list is newest first: of several, the one that was made next after the click.
    let new = list.keys().iter().map(|key| &**key).rev().find(is_new).map(|key| key.key_id.clone());
    let old_now = list.get(&old.key_id).map(|key| key.expires);
    let changed = old_now.is_some_and(|expires| expires != old.expires);
    let ends = old_now.flatten().filter(|at| expected.contains(at));
    let found = match (old_now, ends, new) {
        (Some(_), Some(old_ends), new) if changed => RotationTrace::Rotated { new, old_ends },
        // By another tab, with another grace period; or the very end that it had before.
        (Some(Some(old_ends)), _, Some(new)) if changed || ends.is_some() => {
            RotationTrace::Rotated { new: Some(new), old_ends }
        }
        // Disappeared, and there is one in its place.
        (None, _, Some(new)) => RotationTrace::Rotated { new: Some(new), old_ends: sent.grace.end(sent.at) },
        (Some(_), None, None) if !changed => RotationTrace::NotRotated,
        (Some(_), Some(_), None) if list.is_complete() => RotationTrace::NotRotated,
        _ => RotationTrace::Inconclusive,
    };
    match found {
        RotationTrace::NotRotated | RotationTrace::Inconclusive if now.since(sent.at) < SETTLED_MS => {
            RotationTrace::TooEarly
        }
        found => found,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use portal_api::{HOUR, MINUTE};

    use super::*;
    use crate::keys::{
        rotation::grace::Grace,
        samples::{complete, key, named, so_far},
    };

    const CLICK: ServerTime = ServerTime::from_millis(1_700_000_040_500);
    const LATER: ServerTime = CLICK.plus(SETTLED_MS);

    fn old() -> Key {
        named("key_old", 1, "Production", "acme_abcd")
    }

    fn other() -> Key {
        named("key_other", 2, "Production", "acme_efgh")
    }

    fn sent(grace_ms: i64) -> SentRequest {
        let known = [old(), other()].map(Arc::new).to_vec();
        SentRequest { at: CLICK, grace: Grace::from_millis(grace_ms).unwrap(), known }
    }

    fn made(id: &str, after_ms: i64) -> Key {
        named(id, CLICK.plus(after_ms).millis(), "Production", "acme_ijkl")
    }

    fn ending(at: ServerTime) -> Key {
        Key { expires: Some(at), ..old() }
    }

    fn happened(new: Option<&str>, old_ends: ServerTime) -> RotationTrace {
        RotationTrace::Rotated { new: new.map(KeyId::new), old_ends }
    }

    #[test]
    fn both_traces_together_are_a_rotation() {
        for (grace, end) in [(0, CLICK.plus(300)), (HOUR, Grace::from_millis(HOUR).unwrap().end(CLICK))] {
            let list = complete([ending(end), other(), made("key_new", 300)]);
            assert_eq!(find_rotation(&old(), &sent(grace), &list, CLICK.plus(5_000)), happened(Some("key_new"), end));
        }
    }

    #[test]
    fn a_clock_that_is_a_second_off_hides_nothing() {
        for off in [-1_000, 0, 1_000] {
            let end = CLICK.plus(off);
            let list = complete([ending(end), made("key_new", off)]);
            assert_eq!(find_rotation(&old(), &sent(0), &list, CLICK), happened(Some("key_new"), end), "{off}");
        }
        // The minute's rounding may go either way then.
        let grace = Grace::from_millis(MINUTE).unwrap();
        let at = ServerTime::from_millis(MINUTE * 1_000);
        let sent = SentRequest { at, ..sent(MINUTE) };
        for end in [grace.end(at), grace.end(at.plus(999)), grace.end(at.plus(-1_000))] {
            let list = complete([ending(end), made("key_new", 0)]);
            assert_eq!(find_rotation(&old(), &sent, &list, at.plus(3_000)), happened(Some("key_new"), end));
        }
    }

    #[test]
    fn keys_that_were_there_or_are_older_or_have_other_names_are_not_taken_for_the_new_one() {
        let renamed = Key { name: Some("Staging".to_owned()), ..made("key_x", 300) };
        let before = Key { key_id: KeyId::new("key_y"), ..made("key_y", -1_001) };
        let known = Key { created_at: CLICK, ..other() };
        let list = complete([ending(CLICK), renamed, before, known]);
        assert_eq!(find_rotation(&old(), &sent(0), &list, LATER), happened(None, CLICK));
    }

    #[test]
    fn of_several_new_keys_the_one_next_to_the_click_counts() {
        let list = complete([ending(CLICK), made("key_late", 9_000), made("key_new", 200)]);
        assert_eq!(find_rotation(&old(), &sent(0), &list, LATER), happened(Some("key_new"), CLICK));
    }

    #[test]
    fn nothing_happened_is_not_said_while_it_still_may() {
        let list = complete([old(), other()]);
        assert_eq!(find_rotation(&old(), &sent(HOUR), &list, LATER.plus(-1)), RotationTrace::TooEarly);
        assert_eq!(find_rotation(&old(), &sent(HOUR), &list, LATER), RotationTrace::NotRotated);
        // The old key's expiry alone tells: no need of the whole list.
        assert_eq!(find_rotation(&old(), &sent(HOUR), &so_far([old()]), LATER), RotationTrace::NotRotated);
    }

    #[test]
    fn a_list_without_the_old_key_does_not_tell() {
        assert_eq!(find_rotation(&old(), &sent(HOUR), &so_far([other()]), LATER), RotationTrace::Inconclusive);
        assert_eq!(find_rotation(&old(), &sent(HOUR), &complete([other()]), LATER), RotationTrace::Inconclusive);
        let end = sent(HOUR).grace.end(CLICK);
        assert_eq!(
            find_rotation(&old(), &sent(HOUR), &complete([made("key_new", 1)]), LATER),
            happened(Some("key_new"), end)
        );
    }

    #[test]
    fn traces_that_contradict_each_other_are_unclear() {
        // A new key of that name, but the old one as it was: made by somebody else.
        assert_eq!(
            find_rotation(&old(), &sent(HOUR), &complete([old(), made("key_new", 1)]), LATER),
            RotationTrace::Inconclusive
        );
        // Another expiry, but no new key: changed by the app.
        assert_eq!(
            find_rotation(&old(), &sent(HOUR), &complete([ending(LATER.plus(9 * HOUR))]), LATER),
            RotationTrace::Inconclusive
        );
    }

    #[test]
    fn a_rotation_of_another_tab_is_one_all_the_same() {
        let end = CLICK.plus(24 * HOUR);
        let list = complete([ending(end), made("key_new", 4_000)]);
        assert_eq!(find_rotation(&old(), &sent(HOUR), &list, LATER), happened(Some("key_new"), end));
    }

    #[test]
    fn an_end_that_is_the_same_as_before_needs_the_new_key_to_tell() {
        let end = sent(HOUR).grace.end(CLICK);
        let before = ending(end);
        let list = complete([before.clone(), made("key_new", 1)]);
        assert_eq!(find_rotation(&before, &sent(HOUR), &list, LATER), happened(Some("key_new"), end));
        assert_eq!(find_rotation(&before, &sent(HOUR), &complete([before.clone()]), LATER), RotationTrace::NotRotated);
        assert_eq!(find_rotation(&before, &sent(HOUR), &so_far([before.clone()]), LATER), RotationTrace::Inconclusive);
    }

    #[test]
    fn unnamed_keys_are_rotated_too() {
        let old = key("key_old", 1);
        let new = Key { name: Some(" ".to_owned()), ..key("key_new", CLICK.millis()) };
        let list = complete([Key { expires: Some(CLICK), ..old.clone() }, new]);
        assert_eq!(find_rotation(&old, &sent(0), &list, LATER), happened(Some("key_new"), CLICK));
    }
}
