//! Finds out from the list whether a rotation whose response was lost has happened.
//!
//! A rotation leaves two traces: a new key with the same name, created after the request; and the old key's expiry,
//! which the API overwrites unless the old key was to stay as it is. The server may still be working when the connection is lost: before [`SETTLED_MS`]
//! a missing trace proves nothing.

use portal_api::{Key, KeyId, SECOND, ServerTime};

use super::{grace::Grace, sent_request::SentRequest};
use crate::keys::{key_info::name, list::KeyList};

/// The request has certainly ended this long after it was sent, in ms: the server times out after 20 s, the gateway
/// after 29 s at most.
pub const SETTLED_MS: i64 = 30 * SECOND;

/// Inaccuracy of the estimated server time, in ms: the `Date` header has whole seconds.
const CLOCK_ERROR_MS: i64 = SECOND;

/// What the list shows of a rotation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RotationTrace {
    /// The key was rotated.
    Rotated {
        /// The new key; `None` if it is not in the list, or not yet.
        new: Option<KeyId>,
        /// When the old key stops working; `None`: never.
        old_ends: Option<ServerTime>,
    },
    /// The key was not rotated.
    NotRotated,
    /// The key was not rotated, but changed in another way: somewhere else, before the request arrived.
    ChangedElsewhere,
    /// No trace yet, but the server may still be working.
    TooEarly,
    /// The list does not tell.
    Inconclusive,
}

/// Looks for the rotation of `old` by the request `sent` in a `list` that was loaded at `now`.
pub fn find_rotation(old: &Key, sent: &SentRequest, list: &KeyList, now: ServerTime) -> RotationTrace {
    // The list is newest first: of several candidates, the one created first after the request.
    let new = list.keys().iter().rev().find(|key| is_new_key(key, old, sent)).map(|key| key.key_id.clone());
    let old_now = list.get(&old.key_id).map(|key| key.expires);
    let found = match sent.grace {
        Some(grace) => find_rotation_with(grace, old, sent, new, old_now, list, now),
        // Only the new key tells.
        None => match (old_now, new) {
            (_, Some(new)) => RotationTrace::Rotated { new: Some(new), old_ends: old_now.unwrap_or(old.expires) },
            (Some(expires), None) if list.is_complete() => unchanged_or_changed(expires == old.expires),
            _ => RotationTrace::Inconclusive,
        },
    };
    match found {
        RotationTrace::NotRotated | RotationTrace::ChangedElsewhere | RotationTrace::Inconclusive
            if now.since(sent.at) < SETTLED_MS =>
        {
            RotationTrace::TooEarly
        }
        found => found,
    }
}

/// Whether `key` may come from a rotation of `old` by the request `sent`.
pub(super) fn is_new_key(key: &Key, old: &Key, sent: &SentRequest) -> bool {
    key.key_id != old.key_id
        && name(key) == name(old)
        && key.created_at >= sent.at.plus(-CLOCK_ERROR_MS)
        && !sent.known.iter().any(|known| known.key_id == key.key_id)
}

/// `old_now`: the old key's expiry in the list, if it is there.
fn find_rotation_with(
    grace: Grace,
    old: &Key,
    sent: &SentRequest,
    new: Option<KeyId>,
    old_now: Option<Option<ServerTime>>,
    list: &KeyList,
    now: ServerTime,
) -> RotationTrace {
    let expected = grace.end(sent.at.plus(-CLOCK_ERROR_MS))..=grace.end(now.plus(CLOCK_ERROR_MS));
    let changed = old_now.is_some_and(|expires| expires != old.expires);
    let ends = old_now.flatten().filter(|at| expected.contains(at));
    match (old_now, ends, new) {
        (Some(_), Some(_), new) if changed => RotationTrace::Rotated { new, old_ends: ends },
        // Another tab rotated with another grace period; or the expiry is the same as before.
        (Some(Some(old_ends)), _, Some(new)) if changed || ends.is_some() => {
            RotationTrace::Rotated { new: Some(new), old_ends: Some(old_ends) }
        }
        // The old key has disappeared, and there is a new one.
        (None, _, Some(new)) => RotationTrace::Rotated { new: Some(new), old_ends: Some(grace.end(sent.at)) },
        (Some(_), None, None) if !changed => RotationTrace::NotRotated,
        (Some(_), _, None) if list.is_complete() => unchanged_or_changed(!changed),
        _ => RotationTrace::Inconclusive,
    }
}

const fn unchanged_or_changed(is_unchanged: bool) -> RotationTrace {
    if is_unchanged { RotationTrace::NotRotated } else { RotationTrace::ChangedElsewhere }
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
        SentRequest { at: CLICK, grace: Grace::from_millis(grace_ms), known }
    }

    fn created(id: &str, after_ms: i64) -> Key {
        named(id, CLICK.plus(after_ms).millis(), "Production", "acme_ijkl")
    }

    fn ending(at: ServerTime) -> Key {
        Key { expires: Some(at), ..old() }
    }

    fn rotated(new: Option<&str>, old_ends: ServerTime) -> RotationTrace {
        RotationTrace::Rotated { new: new.map(KeyId::new), old_ends: Some(old_ends) }
    }

    #[test]
    fn new_key_and_new_expiry_together_are_a_rotation() {
        for (grace, end) in [(0, CLICK.plus(300)), (HOUR, Grace::from_millis(HOUR).unwrap().end(CLICK))] {
            let list = complete([ending(end), other(), created("key_new", 300)]);
            assert_eq!(find_rotation(&old(), &sent(grace), &list, CLICK.plus(5_000)), rotated(Some("key_new"), end));
        }
    }

    #[test]
    fn a_clock_that_is_a_second_off_hides_no_rotation() {
        for off in [-1_000, 0, 1_000] {
            let end = CLICK.plus(off);
            let list = complete([ending(end), created("key_new", off)]);
            assert_eq!(find_rotation(&old(), &sent(0), &list, CLICK), rotated(Some("key_new"), end), "{off}");
        }
        // The rounding to a minute may go either way.
        let grace = Grace::from_millis(MINUTE).unwrap();
        let at = ServerTime::from_millis(MINUTE * 1_000);
        let sent = SentRequest { at, ..sent(MINUTE) };
        for end in [grace.end(at), grace.end(at.plus(999)), grace.end(at.plus(-1_000))] {
            let list = complete([ending(end), created("key_new", 0)]);
            assert_eq!(find_rotation(&old(), &sent, &list, at.plus(3_000)), rotated(Some("key_new"), end));
        }
    }

    #[test]
    fn known_older_and_otherwise_named_keys_are_not_taken_for_the_new_one() {
        let renamed = Key { name: Some("Staging".to_owned()), ..created("key_x", 300) };
        let before = Key { key_id: KeyId::new("key_y"), ..created("key_y", -1_001) };
        let known = Key { created_at: CLICK, ..other() };
        let list = complete([ending(CLICK), renamed, before, known]);
        assert_eq!(find_rotation(&old(), &sent(0), &list, LATER), rotated(None, CLICK));
    }

    #[test]
    fn of_several_new_keys_the_first_after_the_request_counts() {
        let list = complete([ending(CLICK), created("key_late", 9_000), created("key_new", 200)]);
        assert_eq!(find_rotation(&old(), &sent(0), &list, LATER), rotated(Some("key_new"), CLICK));
    }

    #[test]
    fn a_rotation_is_not_ruled_out_while_the_server_may_be_working() {
        let list = complete([old(), other()]);
        assert_eq!(find_rotation(&old(), &sent(HOUR), &list, LATER.plus(-1)), RotationTrace::TooEarly);
        assert_eq!(find_rotation(&old(), &sent(HOUR), &list, LATER), RotationTrace::NotRotated);
        // The old key's expiry is enough: the list need not be complete.
        assert_eq!(find_rotation(&old(), &sent(HOUR), &so_far([old()]), LATER), RotationTrace::NotRotated);
    }

    #[test]
    fn a_list_without_the_old_key_is_inconclusive() {
        assert_eq!(find_rotation(&old(), &sent(HOUR), &so_far([other()]), LATER), RotationTrace::Inconclusive);
        assert_eq!(find_rotation(&old(), &sent(HOUR), &complete([other()]), LATER), RotationTrace::Inconclusive);
        let end = sent(HOUR).grace.unwrap().end(CLICK);
        assert_eq!(
            find_rotation(&old(), &sent(HOUR), &complete([created("key_new", 1)]), LATER),
            rotated(Some("key_new"), end)
        );
    }

    #[test]
    fn contradicting_traces_are_inconclusive() {
        // A new key of that name, but the old one unchanged: created by somebody else.
        assert_eq!(
            find_rotation(&old(), &sent(HOUR), &complete([old(), created("key_new", 1)]), LATER),
            RotationTrace::Inconclusive
        );
    }

    #[test]
    fn another_expiry_without_a_new_key_is_somebody_elses_change() {
        let changed = ending(LATER.plus(9 * HOUR));
        for grace in [Some(Grace::NONE), Grace::from_millis(HOUR), None] {
            let sent = SentRequest { grace, ..sent(0) };
            let find = |list: &KeyList, now| find_rotation(&old(), &sent, list, now);
            // A rotation elsewhere, before this request: its new key is older.
            let list = complete([changed.clone(), created("key_theirs", -5_000)]);
            assert_eq!(find(&list, LATER), RotationTrace::ChangedElsewhere, "{grace:?}");
            assert_eq!(find(&list, LATER.plus(-1)), RotationTrace::TooEarly, "{grace:?}");
            assert_eq!(find(&so_far([changed.clone()]), LATER), RotationTrace::Inconclusive, "{grace:?}");
        }
    }

    #[test]
    fn a_rotation_that_keeps_the_old_key_is_found_by_the_new_one() {
        let sent = SentRequest { grace: None, ..sent(0) };
        for expires in [None, Some(CLICK.plus(HOUR))] {
            let old = Key { expires, ..old() };
            let find = |list: &KeyList, now| find_rotation(&old, &sent, list, now);
            let found = RotationTrace::Rotated { new: Some(KeyId::new("key_new")), old_ends: expires };
            assert_eq!(find(&complete([old.clone(), created("key_new", 300)]), CLICK.plus(900)), found);
            assert_eq!(find(&so_far([created("key_new", 300)]), CLICK.plus(900)), found);
            // Without one, nothing is known until all keys are read, and until the server has certainly finished.
            let unchanged = complete([old.clone(), other()]);
            assert_eq!(find(&unchanged, LATER.plus(-1)), RotationTrace::TooEarly);
            assert_eq!(find(&unchanged, LATER), RotationTrace::NotRotated);
            assert_eq!(find(&so_far([old.clone(), other()]), LATER), RotationTrace::Inconclusive);
            assert_eq!(find(&complete([other()]), LATER), RotationTrace::Inconclusive);
        }
    }

    #[test]
    fn a_rotation_by_another_tab_counts() {
        let end = CLICK.plus(24 * HOUR);
        let list = complete([ending(end), created("key_new", 4_000)]);
        assert_eq!(find_rotation(&old(), &sent(HOUR), &list, LATER), rotated(Some("key_new"), end));
    }

    #[test]
    fn an_unchanged_expiry_needs_the_new_key_as_evidence() {
        let end = sent(HOUR).grace.unwrap().end(CLICK);
        let before = ending(end);
        let list = complete([before.clone(), created("key_new", 1)]);
        assert_eq!(find_rotation(&before, &sent(HOUR), &list, LATER), rotated(Some("key_new"), end));
        assert_eq!(find_rotation(&before, &sent(HOUR), &complete([before.clone()]), LATER), RotationTrace::NotRotated);
        assert_eq!(find_rotation(&before, &sent(HOUR), &so_far([before.clone()]), LATER), RotationTrace::Inconclusive);
    }

    #[test]
    fn unnamed_keys_are_found_too() {
        let old = key("key_old", 1);
        let new = Key { name: Some(" ".to_owned()), ..key("key_new", CLICK.millis()) };
        let list = complete([Key { expires: Some(CLICK), ..old.clone() }, new]);
        assert_eq!(find_rotation(&old, &sent(0), &list, LATER), rotated(Some("key_new"), CLICK));
    }
}
