//! How traffic moves from the old key to the new one during the grace period, by minute. It claims nothing that the
//! records do not show: a response may be empty, and its window may start after the rotation.

#[cfg(test)]
mod tests;

use portal_api::{MINUTE, ServerTime, VerificationPoint};

use super::records::CompletedRotation;
use crate::keys::usage::{BucketWindow, RecordedUsage, bucket_start};

/// Minimum interval between two requests, in ms.
pub const POLL_INTERVAL_MS: i64 = MINUTE;

/// Maximum window: beyond 3 hours the server's buckets are hours.
const MAX_MINUTES: i64 = 180;

/// The window starts this long before the rotation, so that the old key's traffic is known from the start.
const MINUTES_BEFORE: i64 = 10;

/// Requests per minute are averaged over this time.
const RATE_MINUTES: i64 = 5;

/// How far the traffic has moved.
///
/// ```
/// use portal_api::{KeyId, MINUTE, Meta, ServerTime, Verifications};
/// use portal_core::keys::{
///     rotation::{handover::{self, KeyHandover, OldKeyUse}, records::CompletedRotation},
///     usage::RecordedUsage,
/// };
///
/// let at = ServerTime::from_millis(1_000 * MINUTE);
/// let rotation = CompletedRotation {
///     old: KeyId::new("key_1"),
///     new: KeyId::new("key_2"),
///     at,
///     old_ends: Some(at.plus(60 * MINUTE)),
/// };
/// let now = at.plus(5 * MINUTE);
/// // Request this window for either key.
/// let window = handover::window(&rotation, now);
/// let response = Verifications::Combined { meta: Meta::default(), data: vec![] };
/// let usage = RecordedUsage::of(&rotation.old, &response);
/// let handover = KeyHandover::read(&rotation, &window, usage, RecordedUsage::NotRecorded);
/// assert_eq!(handover.old, OldKeyUse::Unknown);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyHandover {
    /// Start of the minute that this describes.
    pub as_of: ServerTime,
    /// Traffic on the old key.
    pub old: OldKeyUse,
    /// Traffic on the new key.
    pub new: NewKeyUse,
}

/// Traffic on the old key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OldKeyUse {
    /// Nothing is recorded.
    Unknown,
    /// It is still in use.
    InUse {
        /// Number of requests.
        requests: u64,
        /// The time they came in: 1 to 5 minutes.
        minutes: i64,
    },
    /// It is no longer in use.
    IdleFor {
        /// Whole minutes since the last request.
        minutes: i64,
        /// Whether it may be longer: there was no request in the whole window.
        at_least: bool,
    },
}

/// Traffic on the new key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NewKeyUse {
    /// Nothing is recorded.
    Unknown,
    /// No request since it was created.
    Unused,
    /// It is in use, and the first request is known.
    FirstUsed {
        /// Whole minutes since that request.
        minutes_ago: i64,
    },
    /// It is in use; the first request is before the window.
    LastUsed {
        /// Whole minutes since that request.
        minutes_ago: i64,
    },
    /// No request in the window; earlier ones are unknown.
    IdleFor {
        /// Length of the window in whole minutes.
        minutes: i64,
    },
}

impl OldKeyUse {
    /// Requests per minute, rounded; `None` if fewer than one.
    pub fn per_minute(requests: u64, minutes: i64) -> Option<u64> {
        let minutes = u64::try_from(minutes).unwrap_or(1).max(1);
        let rounded = requests.saturating_add(minutes / 2) / minutes;
        (requests >= minutes).then_some(rounded)
    }
}

/// The window to request for either key at `now`: in minutes, from 10 minutes before the rotation, at most 3 hours.
pub fn window(rotated: &CompletedRotation, now: ServerTime) -> BucketWindow {
    let since = bucket_start(now, MINUTE).since(bucket_start(rotated.at, MINUTE)) / MINUTE;
    BucketWindow::until(now, MINUTE, since.saturating_add(1 + MINUTES_BEFORE).clamp(1, MAX_MINUTES))
}

impl KeyHandover {
    /// Reads the responses for `window`. Pass [`RecordedUsage::NotRecorded`] for a response that did not come.
    pub fn read(
        rotated: &CompletedRotation,
        window: &BucketWindow,
        old: RecordedUsage<'_>,
        new: RecordedUsage<'_>,
    ) -> Self {
        let as_of = bucket_start(window.end.plus(-1), MINUTE);
        Self {
            as_of,
            old: points(old, new).map_or(OldKeyUse::Unknown, |points| old_use(points, window, as_of)),
            new: points(new, old).map_or(NewKeyUse::Unknown, |points| new_use(points, window, as_of, rotated.at)),
        }
    }
}

/// The points of one key. A missing entry means "no requests" only if the other key's response shows that usage is
/// recorded.
const fn points<'a>(of: RecordedUsage<'a>, other: RecordedUsage<'_>) -> Option<&'a [VerificationPoint]> {
    match (of, other) {
        (RecordedUsage::Points(points), _) => Some(points),
        (RecordedUsage::NoEntry, RecordedUsage::Points(_)) => Some(&[]),
        _ => None,
    }
}

/// The points of the window that have requests.
fn used<'a>(points: &'a [VerificationPoint], window: &'a BucketWindow) -> impl Iterator<Item = &'a VerificationPoint> {
    let inside = window.start..window.end;
    points.iter().filter(move |point| point.total > 0 && inside.contains(&point.time))
}

fn old_use(points: &[VerificationPoint], window: &BucketWindow, as_of: ServerTime) -> OldKeyUse {
    let covered = as_of.since(window.start) / MINUTE;
    let Some(last) = used(points, window).map(|point| point.time).max() else {
        return OldKeyUse::IdleFor { minutes: covered, at_least: true };
    };
    let idle = as_of.since(last) / MINUTE - 1;
    if idle >= 1 {
        return OldKeyUse::IdleFor { minutes: idle, at_least: false };
    }
    let sum = |from: ServerTime, to: ServerTime| {
        let within = used(points, window).filter(|point| (from..to).contains(&point.time));
        within.fold(0_u64, |sum, point| sum.saturating_add(point.total))
    };
    // The current minute would lower the average; it counts only without earlier requests.
    let minutes = covered.clamp(1, RATE_MINUTES);
    match sum(as_of.plus(-minutes * MINUTE), as_of) {
        0 => OldKeyUse::InUse { requests: sum(as_of, window.end), minutes: 1 },
        requests => OldKeyUse::InUse { requests, minutes },
    }
}

fn new_use(points: &[VerificationPoint], window: &BucketWindow, as_of: ServerTime, created: ServerTime) -> NewKeyUse {
    let covers_creation = window.start <= created;
    let ago = |moment: ServerTime| as_of.since(moment) / MINUTE;
    let times = || used(points, window).map(|point| point.time);
    match (times().min(), times().max()) {
        (Some(first), _) if covers_creation => NewKeyUse::FirstUsed { minutes_ago: ago(first) },
        (_, Some(last)) => NewKeyUse::LastUsed { minutes_ago: ago(last) },
        _ if covers_creation => NewKeyUse::Unused,
        _ => NewKeyUse::IdleFor { minutes: ago(window.start) },
    }
}
