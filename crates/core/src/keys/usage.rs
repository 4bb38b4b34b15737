//! How often a key is used: totals of the last hour, day and week, and the last day by hour.
//!
//! The server compares a window's bounds with the starts of its buckets, and chooses their length by the window's:
//! minutes up to 3 hours, hours up to 4 days, else days (UTC). So each window starts where a bucket starts and ends
//! now, which makes it up to one bucket shorter than its name.

use portal_api::{
    DAY, GetVerificationsRequest, HOUR, Key, KeyId, MINUTE, ServerTime, VerificationPoint, Verifications,
};

/// A period that ends now.
///
/// ```
/// use portal_api::{HOUR, ServerTime};
/// use portal_core::keys::usage::UsagePeriod;
///
/// let window = UsagePeriod::Day.window(ServerTime::from_millis(100 * HOUR + 5));
/// assert_eq!(window.start, ServerTime::from_millis(77 * HOUR));
/// assert_eq!(window.bucket_ms, HOUR);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UsagePeriod {
    /// The last 60 minutes.
    Hour,
    /// The last 24 hours.
    Day,
    /// The last 7 days (UTC).
    Week,
}

/// A window of whole buckets; the last one is still running.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BucketWindow {
    /// Start of the first bucket.
    pub start: ServerTime,
    /// Any time within the last bucket but its start.
    pub end: ServerTime,
    /// Bucket length in ms.
    pub bucket_ms: i64,
}

/// The requests in one bucket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UsageBar {
    /// Start of the bucket.
    pub time: ServerTime,
    /// All requests.
    pub requests: u64,
    /// Requests that were rejected.
    pub refused: u64,
}

/// What a response contains about one key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordedUsage<'a> {
    /// These buckets; all others are zero.
    Points(&'a [VerificationPoint]),
    /// No entry for the key: it was not used, or nothing is recorded at all.
    NoEntry,
    /// Nothing is recorded: the server has no analytics database.
    NotRecorded,
}

impl<'a> RecordedUsage<'a> {
    /// Reads a response to a request for `key`, of any API version.
    pub fn of(key: &KeyId, response: &'a Verifications) -> Self {
        match response {
            Verifications::Combined { data, .. } if data.is_empty() => Self::NotRecorded,
            Verifications::Combined { data, .. } => Self::Points(data),
            Verifications::ByKey { keys, .. } => match keys.iter().find(|entry| entry.key_id == *key) {
                Some(entry) => Self::Points(&entry.data),
                None => Self::NoEntry,
            },
        }
    }
}

impl UsagePeriod {
    /// All periods, the shortest first.
    pub const ALL: [Self; 3] = [Self::Hour, Self::Day, Self::Week];

    /// The period's window at `now`.
    pub const fn window(self, now: ServerTime) -> BucketWindow {
        let (bucket_ms, buckets) = match self {
            Self::Hour => (MINUTE, 60),
            Self::Day => (HOUR, 24),
            Self::Week => (DAY, 7),
        };
        BucketWindow::until(now, bucket_ms, buckets)
    }
}

impl BucketWindow {
    /// The last `buckets` buckets, including the current one.
    pub(in crate::keys) const fn until(now: ServerTime, bucket_ms: i64, buckets: i64) -> Self {
        let start = bucket_start(now, bucket_ms).plus(-(buckets - 1) * bucket_ms);
        // The server leaves out a bucket that starts at the end.
        Self { start, end: now.plus(1), bucket_ms }
    }

    /// The request for `key`.
    pub fn request(&self, key: KeyId) -> GetVerificationsRequest {
        GetVerificationsRequest { start_time: self.start, end_time: self.end, key_id: Some(key) }
    }

    /// The buckets of `key` without gaps; points outside the window are dropped (the server's last one is always
    /// empty). `None` if nothing is recorded.
    pub fn bars(&self, key: &Key, response: &Verifications) -> Option<Vec<UsageBar>> {
        let points = match RecordedUsage::of(&key.key_id, response) {
            RecordedUsage::Points(points) => points,
            // The key was used within the window, so nothing is recorded.
            RecordedUsage::NoEntry if key.last_used_at.is_some_and(|at| at >= self.start) => return None,
            RecordedUsage::NoEntry => &[],
            RecordedUsage::NotRecorded => return None,
        };
        let buckets = self.end.since(self.start).saturating_sub(1) / self.bucket_ms + 1;
        let mut bars: Vec<UsageBar> = (0..buckets)
            .map(|index| UsageBar { time: self.start.plus(index * self.bucket_ms), requests: 0, refused: 0 })
            .collect();
        for point in points.iter().filter(|point| point.time >= self.start) {
            let index = usize::try_from(point.time.since(self.start) / self.bucket_ms).ok();
            if let Some(bar) = index.and_then(|index| bars.get_mut(index)) {
                bar.requests = bar.requests.saturating_add(point.total);
                bar.refused = bar.refused.saturating_add(point.total.saturating_sub(point.valid));
            }
        }
        Some(bars)
    }

    /// The sum of all buckets. `None` if nothing is recorded.
    pub fn requests(&self, key: &Key, response: &Verifications) -> Option<u64> {
        Some(self.bars(key, response)?.iter().fold(0_u64, |sum, bar| sum.saturating_add(bar.requests)))
    }
}

/// Start of the bucket that contains `time`.
pub(in crate::keys) const fn bucket_start(time: ServerTime, bucket_ms: i64) -> ServerTime {
    ServerTime::from_millis(time.millis().div_euclid(bucket_ms).saturating_mul(bucket_ms))
}

#[cfg(test)]
mod tests {
    use portal_api::KeyVerifications;
    use proptest::prelude::*;

    use super::{
        super::samples::{by_key, combined, key, point},
        *,
    };

    /// 12:10:07 UTC.
    const NOW: ServerTime = ServerTime::from_millis(19_000 * DAY + 12 * HOUR + 10 * MINUTE + 7_000);

    #[test]
    fn each_window_starts_with_a_bucket_of_its_length() {
        for (span, bucket, longest, buckets) in [
            (UsagePeriod::Hour, MINUTE, 3 * HOUR, 60),
            (UsagePeriod::Day, HOUR, 4 * DAY, 24),
            (UsagePeriod::Week, DAY, i64::MAX, 7),
        ] {
            for now in [NOW, NOW.plus(1), bucket_start(NOW, DAY), bucket_start(NOW, DAY).plus(-1)] {
                let window = span.window(now);
                assert_eq!(window.start.millis() % bucket, 0);
                assert!(window.end.since(window.start) <= longest && window.end > now);
                assert_eq!(
                    window.bars(&key("key_1", 1), &combined([point(now, 1)])).map(|bars| bars.len()),
                    Some(buckets)
                );
            }
        }
        // A server that retains 7 days accepts the window.
        assert!(UsagePeriod::Week.window(NOW).end.since(UsagePeriod::Week.window(NOW).start) <= 7 * DAY);
    }

    #[test]
    fn all_api_versions_give_the_same_number() {
        let window = UsagePeriod::Day.window(NOW);
        let points = [point(window.start, 3), point(window.start.plus(23 * HOUR), 4)];
        let other = KeyVerifications { key_id: KeyId::new("key_2"), data: vec![point(NOW, 99)] };
        let key = key("key_1", 1);
        assert_eq!(window.requests(&key, &combined(points)), Some(7));
        assert_eq!(window.requests(&key, &by_key([("key_1", points.to_vec())])), Some(7));
        assert_eq!(window.requests(&key, &by_key([("key_2", other.data), ("key_1", points.to_vec())])), Some(7));
    }

    #[test]
    fn buckets_have_no_gaps_and_no_empty_last_one() {
        let window = UsagePeriod::Day.window(NOW);
        let points = [
            point(window.start.plus(-HOUR), 8),
            point(window.start.plus(HOUR), 3),
            point(window.start.plus(24 * HOUR), 0),
        ];
        let bars = window.bars(&key("key_1", 1), &combined(points)).unwrap();
        assert_eq!(bars.len(), 24);
        assert_eq!(bars[1], UsageBar { time: window.start.plus(HOUR), requests: 3, refused: 1 });
        assert_eq!(bars.iter().map(|bar| bar.requests).sum::<u64>(), 3);
        assert_eq!(bars[23].time, bucket_start(NOW, HOUR));
    }

    #[test]
    fn no_number_is_shown_if_nothing_is_recorded() {
        let window = UsagePeriod::Day.window(NOW);
        let used = Key { last_used_at: Some(NOW.plus(-HOUR)), ..key("key_1", 1) };
        let long_ago = Key { last_used_at: Some(NOW.plus(-9 * DAY)), ..key("key_1", 1) };
        assert_eq!(window.requests(&used, &combined([])), None);
        assert_eq!(window.requests(&long_ago, &combined([])), None);
        assert_eq!(window.requests(&used, &by_key([])), None, "the key was used, but there is no record");
        assert_eq!(window.requests(&long_ago, &by_key([])), Some(0));
        assert_eq!(window.requests(&key("key_1", 1), &by_key([("key_2", vec![])])), Some(0));
    }

    proptest! {
        #[test]
        fn any_points_have_a_sum(
            points in proptest::collection::vec((any::<i64>(), any::<u64>()), 0..8),
            near in proptest::collection::vec((-30 * HOUR..2 * HOUR, 0_u64..100), 0..8),
            now in any::<i64>(),
        ) {
            let far = points.into_iter().map(|(time, total)| point(ServerTime::from_millis(time), total));
            let near = near.into_iter().map(|(offset, total)| point(NOW.plus(offset), total));
            let response = combined(far.chain(near));
            for span in UsagePeriod::ALL {
                let _ = span.window(ServerTime::from_millis(now)).requests(&key("key_1", 1), &response);
                let _ = span.window(NOW).requests(&key("key_1", 1), &response);
            }
        }
    }
}
