//! What a user sees of the traffic on both keys.

use portal_api::{HOUR, KeyId, Verifications};
use proptest::prelude::*;

use super::*;
use crate::keys::samples::{by_key, combined, point};

/// 20 s after a full minute.
const ROTATED: ServerTime = ServerTime::from_millis(1_700_000_040_000 + 20_000);
const MINUTE_OF_IT: ServerTime = ServerTime::from_millis(1_700_000_040_000);

fn rotated() -> CompletedRotation {
    let (old, new) = (KeyId::new("key_old"), KeyId::new("key_new"));
    CompletedRotation { old, new, at: ROTATED, old_ends: Some(MINUTE_OF_IT.plus(61 * MINUTE)) }
}

/// The handover `after` minutes after the rotation, with requests in these minutes.
fn handover(after: i64, old: &[(i64, u64)], new: &[(i64, u64)]) -> KeyHandover {
    let points = |uses: &[(i64, u64)]| {
        combined((-20..=after).map(|minute| {
            let total = uses.iter().find(|(at, _)| *at == minute).map_or(0, |(_, total)| *total);
            point(MINUTE_OF_IT.plus(minute * MINUTE), total)
        }))
    };
    read(after, &points(old), &points(new))
}

fn read(after: i64, old: &Verifications, new: &Verifications) -> KeyHandover {
    let now = ROTATED.plus(after * MINUTE);
    let rotated = rotated();
    let window = window(&rotated, now);
    let (old, new) = (RecordedUsage::of(&rotated.old, old), RecordedUsage::of(&rotated.new, new));
    KeyHandover::read(&rotated, &window, old, new)
}

#[test]
fn a_client_that_uses_the_new_key_is_seen() {
    let handover = handover(20, &[(-1, 9), (7, 3)], &[(18, 1), (19, 4)]);
    assert_eq!(
        handover,
        KeyHandover {
            as_of: MINUTE_OF_IT.plus(20 * MINUTE),
            old: OldKeyUse::IdleFor { minutes: 12, at_least: false },
            new: NewKeyUse::FirstUsed { minutes_ago: 2 },
        }
    );
}

#[test]
fn an_old_key_that_is_still_in_use_is_seen() {
    let still = |uses: &[(i64, u64)]| handover(43, uses, &[]).old;
    let busy = [(38, 3), (39, 2), (40, 4), (41, 3), (42, 3), (43, 1)];
    assert_eq!(still(&busy), OldKeyUse::InUse { requests: 15, minutes: 5 });
    assert_eq!(OldKeyUse::per_minute(15, 5), Some(3));
    assert_eq!(still(&[(42, 1)]), OldKeyUse::InUse { requests: 1, minutes: 5 });
    assert_eq!(OldKeyUse::per_minute(1, 5), None);
    assert_eq!(still(&[(43, 2)]), OldKeyUse::InUse { requests: 2, minutes: 1 });
    assert_eq!(still(&[(41, 2)]), OldKeyUse::IdleFor { minutes: 1, at_least: false });
}

#[test]
fn right_after_the_rotation_the_minutes_before_it_count() {
    let handover = handover(0, &[(-5, 2), (-4, 2), (-3, 2), (-2, 2), (-1, 2)], &[]);
    assert_eq!(handover.old, OldKeyUse::InUse { requests: 10, minutes: 5 });
    assert_eq!(handover.new, NewKeyUse::Unused);
}

#[test]
fn a_key_without_requests_was_idle_for_the_whole_window() {
    let handover = handover(20, &[(-15, 4)], &[]);
    assert_eq!(handover.old, OldKeyUse::IdleFor { minutes: 20 + MINUTES_BEFORE, at_least: true });
    assert_eq!(handover.new, NewKeyUse::Unused);
}

#[test]
fn hours_after_the_rotation_the_first_request_is_unknown() {
    let late = 400;
    assert_eq!(handover(late, &[], &[(350, 1), (390, 2)]).new, NewKeyUse::LastUsed { minutes_ago: 10 });
    assert_eq!(handover(late, &[], &[(30, 1)]).new, NewKeyUse::IdleFor { minutes: MAX_MINUTES - 1 });
    assert_eq!(handover(late, &[(30, 1)], &[]).old, OldKeyUse::IdleFor { minutes: MAX_MINUTES - 1, at_least: true });
}

#[test]
fn nothing_is_claimed_if_nothing_is_recorded() {
    let nothing = read(5, &combined([]), &combined([]));
    assert_eq!((nothing.old, nothing.new), (OldKeyUse::Unknown, NewKeyUse::Unknown));
    let nothing = read(5, &by_key([]), &by_key([]));
    assert_eq!((nothing.old, nothing.new), (OldKeyUse::Unknown, NewKeyUse::Unknown));
}

#[test]
fn a_key_that_is_missing_among_others_has_no_requests() {
    let old = by_key([("key_old", vec![point(MINUTE_OF_IT.plus(4 * MINUTE), 2)])]);
    let handover = read(5, &old, &by_key([]));
    assert_eq!(handover.old, OldKeyUse::InUse { requests: 2, minutes: 5 });
    assert_eq!(handover.new, NewKeyUse::Unused);
    // One of the two responses did not come.
    assert_eq!(read(5, &old, &combined([])).new, NewKeyUse::Unknown);
}

#[test]
fn the_window_has_buckets_of_a_minute() {
    for after in [0, 1, 5, 168, 169, 170, 500, 100_000] {
        for second in [0, 1, 39_999, 40_000] {
            let now = ROTATED.plus(after * MINUTE + second);
            let window = window(&rotated(), now);
            assert_eq!(window.start.millis() % MINUTE, 0);
            assert!(window.end.since(window.start) <= 3 * HOUR && window.end > window.start, "{after}");
            assert!(window.end > now);
            let minutes = bucket_start(now, MINUTE).since(MINUTE_OF_IT) / MINUTE;
            assert_eq!(window.start <= ROTATED, minutes < MAX_MINUTES, "{after} {second}");
        }
    }
    // A clock that was set back gives a valid window too.
    let before = window(&rotated(), ROTATED.plus(-HOUR));
    assert!(before.end > before.start);
}

proptest! {
    #[test]
    fn any_points_have_a_result(
        old in proptest::collection::vec((any::<i64>(), any::<u64>()), 0..6),
        new in proptest::collection::vec((-200_i64..400, any::<u64>()), 0..6), now in any::<i64>(), after in -100_i64..600,
    ) {
        let old = combined(old.into_iter().map(|(time, total)| point(ServerTime::from_millis(time), total)));
        let near = |(minute, total): (i64, u64)| point(MINUTE_OF_IT.plus(minute * MINUTE), total);
        let new = combined(new.into_iter().map(near));
        for now in [ServerTime::from_millis(now), ROTATED.plus(after * MINUTE)] {
            let rotated = rotated();
            let window = window(&rotated, now);
            let (old, new) = (RecordedUsage::of(&rotated.old, &old), RecordedUsage::of(&rotated.new, &new));
            let handover = KeyHandover::read(&rotated, &window, old, new);
            if let OldKeyUse::InUse { requests, minutes } = handover.old {
                prop_assert!(requests > 0 && (1..=RATE_MINUTES).contains(&minutes));
            }
        }
    }
}
