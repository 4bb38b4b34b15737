//! How requests move from the old key to the new one while both work, minute by minute. It says nothing that the records
//! don't: an answer may be empty, and its window may have begun after the rotation.

use portal_api::{MINUTE, ServerTime, VerificationPoint};

use super::records::CompletedRotation;
use crate::keys::usage::{BucketWindow, RecordedUsage, bucket_start};

/// How often it is asked at most, in milliseconds.
pub const POLL_INTERVAL_MS: i64 = MINUTE;

/// The most minutes in one window: beyond three hours the server answers in hours.
const MOST_MINUTES: i64 = 180;

/// Minutes before the rotation that are asked for too: how busy the old key was is known from the start.
const MINUTES_BEFORE: i64 = 10;

/// Over how many minutes "so many a minute" is measured.
const RATE_MINUTES: i64 = 5;

/// How far the requests have moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyHandover {
    /// The minute at whose beginning this was so.
    pub as_of: ServerTime,
    /// Requests on the old key.
    pub old: OldKeyUse,
    /// Requests on the new key.
    pub new: NewKeyUse,
    /// Minutes that the old key still has; the one that has begun counts.
    pub minutes_left: i64,
}

/// Requests on the old key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OldKeyUse {
    /// Nobody can say.
    Unknown,
    /// It still gets some.
    InUse {
        /// So many requests,
        requests: u64,
        /// in so many minutes: 1 to 5.
        minutes: i64,
    },
    /// None any more.
    IdleFor {
        /// For so many whole minutes.
        minutes: i64,
        /// For longer perhaps: there were none in all the time that was asked for.
        at_least: bool,
    },
}

/// Requests on the new key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NewKeyUse {
    /// Nobody can say.
    Unknown,
    /// None since it was made.
    Unused,
    /// The very first request was so many minutes ago.
    FirstUsed {
        /// Whole minutes.
        minutes_ago: i64,
    },
    /// It is used, and the first request was too long ago to be known: the last one is.
    LastUsed {
        /// Whole minutes.
        minutes_ago: i64,
    },
    /// None for so many minutes at least; what was before isn't known.
    IdleFor {
        /// Whole minutes.
        minutes: i64,
    },
}

impl OldKeyUse {
    /// Requests a minute, rounded; none where there are fewer than one.
    pub fn per_minute(requests: u64, minutes: i64) -> Option<u64> {
        let minutes = u64::try_from(minutes).unwrap_or(1).max(1);
        let rounded = requests.saturating_add(minutes / 2) / minutes;
        (requests >= minutes).then_some(rounded)
    }
}

/// What to ask about either key at `now`: in minutes, from shortly before the rotation if that is not too long ago.
pub fn window(rotated: &CompletedRotation, now: ServerTime) -> BucketWindow {
    let since = bucket_start(now, MINUTE).since(bucket_start(rotated.at, MINUTE)) / MINUTE;
    BucketWindow::until(now, MINUTE, since.saturating_add(1 + MINUTES_BEFORE).clamp(1, MOST_MINUTES))
}

impl KeyHandover {
    /// Reads the answers to `window`, at `now`. [`RecordedUsage::NotRecorded`] stands for an answer that did not come.
    pub fn read(
        rotated: &CompletedRotation,
        window: &BucketWindow,
        old: RecordedUsage<'_>,
        new: RecordedUsage<'_>,
        now: ServerTime,
    ) -> Self {
        let as_of = bucket_start(window.end.plus(-1), MINUTE);
        let left = rotated.old_ends.since(now).max(0);
        Self {
            as_of,
            old: points(old, new).map_or(OldKeyUse::Unknown, |points| old_use(points, window, as_of)),
            new: points(new, old).map_or(NewKeyUse::Unknown, |points| new_use(points, window, as_of, rotated.at)),
            minutes_left: left / MINUTE + i64::from(left % MINUTE > 0),
        }
    }
}

/// The points of one key. That an answer by key has no entry says "none" only where the other key's answer shows that
/// something is recorded.
const fn points<'a>(of: RecordedUsage<'a>, other: RecordedUsage<'_>) -> Option<&'a [VerificationPoint]> {
    match (of, other) {
        (RecordedUsage::Points(points), _) => Some(points),
        (RecordedUsage::NoEntry, RecordedUsage::Points(_)) => Some(&[]),
        _ => None,
    }
}

/// The minutes of the window that had requests.
fn used<'a>(points: &'a [VerificationPoint], window: &'a BucketWindow) -> impl Iterator<Item = &'a VerificationPoint> {
    let inside = window.start..window.end;
    points.iter().filter(move |point| point.total > 0 && inside.contains(&point.time))
}

fn old_use(points: &[VerificationPoint], window: &BucketWindow, as_of: ServerTime) -> OldKeyUse {
    let asked = as_of.since(window.start) / MINUTE;
    let Some(last) = used(points, window).map(|point| point.time).max() else {
        return OldKeyUse::IdleFor { minutes: asked, at_least: true };
    };
    let quiet = as_of.since(last) / MINUTE - 1;
    if quiet >= 1 {
        return OldKeyUse::IdleFor { minutes: quiet, at_least: false };
    }
    let sum = |from: ServerTime, to: ServerTime| {
        let within = used(points, window).filter(|point| (from..to).contains(&point.time));
        within.fold(0_u64, |sum, point| sum.saturating_add(point.total))
    };
    // The minute that has begun would make the rate too low; it counts where there is nothing else.
    let minutes = asked.clamp(1, RATE_MINUTES);
    match sum(as_of.plus(-minutes * MINUTE), as_of) {
        0 => OldKeyUse::InUse { requests: sum(as_of, window.end), minutes: 1 },
        requests => OldKeyUse::InUse { requests, minutes },
    }
}

fn new_use(points: &[VerificationPoint], window: &BucketWindow, as_of: ServerTime, made: ServerTime) -> NewKeyUse {
    let since_it_was_made = window.start <= made;
    let ago = |moment: ServerTime| as_of.since(moment) / MINUTE;
    let times = || used(points, window).map(|point| point.time);
    match (times().min(), times().max()) {
        (Some(first), _) if since_it_was_made => NewKeyUse::FirstUsed { minutes_ago: ago(first) },
        (_, Some(last)) => NewKeyUse::LastUsed { minutes_ago: ago(last) },
        _ if since_it_was_made => NewKeyUse::Unused,
        _ => NewKeyUse::IdleFor { minutes: ago(window.start) },
    }
}

#[cfg(test)]
mod tests {
    use portal_api::{HOUR, KeyId, Verifications};
    use proptest::prelude::*;

    use super::*;
    use crate::keys::samples::{by_key, point, together};

    /// A full minute and twenty seconds.
    const ROTATED: ServerTime = ServerTime::from_millis(1_700_000_040_000 + 20_000);
    const MINUTE_OF_IT: ServerTime = ServerTime::from_millis(1_700_000_040_000);

    fn rotated() -> CompletedRotation {
        let (old, new) = (KeyId::new("key_old"), KeyId::new("key_new"));
        CompletedRotation { old, new, at: ROTATED, old_ends: MINUTE_OF_IT.plus(61 * MINUTE) }
    }

    /// The pilot so many minutes after the rotation, when the keys had requests in these minutes.
    fn pilot(after: i64, old: &[(i64, u64)], new: &[(i64, u64)]) -> KeyHandover {
        let points = |uses: &[(i64, u64)]| {
            together((-20..=after).map(|minute| {
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
        KeyHandover::read(&rotated, &window, old, new, now)
    }

    #[test]
    fn a_client_that_has_moved_is_seen() {
        let pilot = pilot(20, &[(-1, 9), (7, 3)], &[(18, 1), (19, 4)]);
        assert_eq!(
            pilot,
            KeyHandover {
                as_of: MINUTE_OF_IT.plus(20 * MINUTE),
                old: OldKeyUse::IdleFor { minutes: 12, at_least: false },
                new: NewKeyUse::FirstUsed { minutes_ago: 2 },
                minutes_left: 41,
            }
        );
    }

    #[test]
    fn an_old_key_that_is_still_used_is_seen() {
        let still = |uses: &[(i64, u64)]| pilot(43, uses, &[]).old;
        let busy = [(38, 3), (39, 2), (40, 4), (41, 3), (42, 3), (43, 1)];
        assert_eq!(still(&busy), OldKeyUse::InUse { requests: 15, minutes: 5 });
        assert_eq!(OldKeyUse::per_minute(15, 5), Some(3));
        assert_eq!(still(&[(42, 1)]), OldKeyUse::InUse { requests: 1, minutes: 5 });
        assert_eq!(OldKeyUse::per_minute(1, 5), None);
        assert_eq!(still(&[(43, 2)]), OldKeyUse::InUse { requests: 2, minutes: 1 });
        assert_eq!(still(&[(41, 2)]), OldKeyUse::IdleFor { minutes: 1, at_least: false });
        assert_eq!(pilot(43, &[], &[]).minutes_left, 18);
    }

    #[test]
    fn right_after_the_rotation_the_minutes_before_it_count() {
        let pilot = pilot(0, &[(-5, 2), (-4, 2), (-3, 2), (-2, 2), (-1, 2)], &[]);
        assert_eq!(pilot.old, OldKeyUse::InUse { requests: 10, minutes: 5 });
        assert_eq!(pilot.new, NewKeyUse::Unused);
    }

    #[test]
    fn a_key_without_requests_has_none_for_as_long_as_was_asked() {
        let pilot = pilot(20, &[(-15, 4)], &[]);
        assert_eq!(pilot.old, OldKeyUse::IdleFor { minutes: 20 + MINUTES_BEFORE, at_least: true });
        assert_eq!(pilot.new, NewKeyUse::Unused);
    }

    #[test]
    fn hours_after_the_rotation_nothing_is_said_about_the_first_request() {
        let late = 400;
        assert_eq!(pilot(late, &[], &[(350, 1), (390, 2)]).new, NewKeyUse::LastUsed { minutes_ago: 10 });
        assert_eq!(pilot(late, &[], &[(30, 1)]).new, NewKeyUse::IdleFor { minutes: MOST_MINUTES - 1 });
        assert_eq!(pilot(late, &[(30, 1)], &[]).old, OldKeyUse::IdleFor { minutes: MOST_MINUTES - 1, at_least: true });
        assert_eq!(pilot(late, &[], &[]).minutes_left, 0);
    }

    #[test]
    fn nothing_is_said_where_nothing_is_recorded() {
        let nothing = read(5, &together([]), &together([]));
        assert_eq!((nothing.old, nothing.new), (OldKeyUse::Unknown, NewKeyUse::Unknown));
        let nothing = read(5, &by_key([]), &by_key([]));
        assert_eq!((nothing.old, nothing.new), (OldKeyUse::Unknown, NewKeyUse::Unknown));
    }

    #[test]
    fn a_key_that_is_missing_among_others_has_no_requests() {
        let old = by_key([("key_old", vec![point(MINUTE_OF_IT.plus(4 * MINUTE), 2)])]);
        let pilot = read(5, &old, &by_key([]));
        assert_eq!(pilot.old, OldKeyUse::InUse { requests: 2, minutes: 5 });
        assert_eq!(pilot.new, NewKeyUse::Unused);
        // One of the two answers did not come.
        assert_eq!(read(5, &old, &together([])).new, NewKeyUse::Unknown);
    }

    #[test]
    fn the_window_is_answered_in_minutes_and_begins_with_one() {
        for after in [0, 1, 5, 168, 169, 170, 500, 100_000] {
            for second in [0, 1, 39_999, 40_000] {
                let now = ROTATED.plus(after * MINUTE + second);
                let window = window(&rotated(), now);
                assert_eq!(window.start.millis() % MINUTE, 0);
                assert!(window.end.since(window.start) <= 3 * HOUR && window.end > window.start, "{after}");
                assert!(window.end > now);
                let minutes = bucket_start(now, MINUTE).since(MINUTE_OF_IT) / MINUTE;
                assert_eq!(window.start <= ROTATED, minutes < MOST_MINUTES, "{after} {second}");
            }
        }
        // A clock that was set back asks for something sensible too.
        let before = window(&rotated(), ROTATED.plus(-HOUR));
        assert!(before.end > before.start);
    }

    proptest! {
        #[test]
        fn any_points_are_read(
            old in proptest::collection::vec((any::<i64>(), any::<u64>()), 0..6),
            new in proptest::collection::vec((-200_i64..400, any::<u64>()), 0..6), now in any::<i64>(), after in -100_i64..600,
        ) {
            let old = together(old.into_iter().map(|(time, total)| point(ServerTime::from_millis(time), total)));
            let near = |(minute, total): (i64, u64)| point(MINUTE_OF_IT.plus(minute * MINUTE), total);
            let new = together(new.into_iter().map(near));
            for now in [ServerTime::from_millis(now), ROTATED.plus(after * MINUTE)] {
                let rotated = rotated();
                let window = window(&rotated, now);
                let (old, new) = (RecordedUsage::of(&rotated.old, &old), RecordedUsage::of(&rotated.new, &new));
                let pilot = KeyHandover::read(&rotated, &window, old, new, now);
                prop_assert!(pilot.minutes_left >= 0);
                if let OldKeyUse::InUse { requests, minutes } = pilot.old {
                    prop_assert!(requests > 0 && (1..=RATE_MINUTES).contains(&minutes));
                }
            }
        }
    }
}
