//! How often one key is used: the last hour, day and week as numbers, the last day as bars.
//!
//! The server compares a window's bounds with the starts of its buckets, and chooses the buckets by the window's length:
//! minutes up to 3 hours, hours up to 4 days, beyond them days (UTC). So each window begins where a bucket does and ends
//! now, and is a little shorter than its name where its first bucket would be cut.

use portal_api::{
    DAY, GetVerificationsRequest, HOUR, Key, KeyId, MINUTE, ServerTime, VerificationPoint, Verifications,
};

/// How often a key was used; a number is absent where nobody can say.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Usage {
    /// In the last hour.
    pub hour: Option<u64>,
    /// In the last day.
    pub day: Option<u64>,
    /// In the last week.
    pub week: Option<u64>,
}

/// A time up to now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UsagePeriod {
    /// 60 minutes.
    Hour,
    /// 24 hours.
    Day,
    /// 7 days (UTC).
    Week,
}

/// A window of whole buckets, the last of which is not over yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BucketWindow {
    /// Where the first bucket begins.
    pub start: ServerTime,
    /// Later than the start of the last bucket.
    pub end: ServerTime,
    /// A bucket's length in milliseconds.
    pub bucket_ms: i64,
}

/// One bucket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UsageBar {
    /// Where it begins.
    pub time: ServerTime,
    /// All requests.
    pub requests: u64,
    /// Those of them that were not let through.
    pub refused: u64,
}

/// What an answer says of one key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordedUsage<'a> {
    /// These buckets, and zero in all others.
    Points(&'a [VerificationPoint]),
    /// It has no entry for the key: the key was not used, or nothing is recorded at all.
    NoEntry,
    /// Nothing is recorded: there is no analytics database.
    NotRecorded,
}

impl<'a> RecordedUsage<'a> {
    /// Reads an answer of any form to a request that named `key`.
    pub fn of(key: &KeyId, answer: &'a Verifications) -> Self {
        match answer {
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
    /// All of them, the shortest first.
    pub const ALL: [Self; 3] = [Self::Hour, Self::Day, Self::Week];

    /// The window that is this span at `now`.
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
    /// The last `buckets` buckets, the one that `now` is in included.
    pub(in crate::keys) const fn until(now: ServerTime, bucket_ms: i64, buckets: i64) -> Self {
        let start = bucket_start(now, bucket_ms).plus(-(buckets - 1) * bucket_ms);
        // An end where a bucket begins would leave that bucket empty.
        Self { start, end: now.plus(1), bucket_ms }
    }

    /// What to ask about `key`.
    pub fn request(&self, key: KeyId) -> GetVerificationsRequest {
        GetVerificationsRequest { start_time: self.start, end_time: self.end, key_id: Some(key) }
    }

    /// The buckets of `key`, without gaps; what the answer holds beyond the window (its always empty last point) is
    /// dropped. None where nobody can say.
    pub fn bars(&self, key: &Key, answer: &Verifications) -> Option<Vec<UsageBar>> {
        let points = match RecordedUsage::of(&key.key_id, answer) {
            RecordedUsage::Points(points) => points,
            // The key itself says otherwise: then nothing is recorded.
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

    /// How often `key` was used in all. None where nobody can say.
    pub fn requests(&self, key: &Key, answer: &Verifications) -> Option<u64> {
        Some(self.bars(key, answer)?.iter().fold(0_u64, |sum, bar| sum.saturating_add(bar.requests)))
    }
}

/// Where the bucket begins that `moment` is in.
pub(in crate::keys) const fn bucket_start(moment: ServerTime, bucket_ms: i64) -> ServerTime {
    ServerTime::from_millis(moment.millis().div_euclid(bucket_ms).saturating_mul(bucket_ms))
}

#[cfg(test)]
mod tests {
    use portal_api::KeyVerifications;
    use proptest::prelude::*;

    use super::{
        super::samples::{by_key, key, point, together},
        *,
    };

    /// Ten past twelve and a few seconds, on a day in UTC.
    const NOW: ServerTime = ServerTime::from_millis(19_000 * DAY + 12 * HOUR + 10 * MINUTE + 7_000);

    #[test]
    fn each_window_begins_with_a_bucket_of_its_own_kind() {
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
                    window.bars(&key("key_1", 1), &together([point(now, 1)])).map(|bars| bars.len()),
                    Some(buckets)
                );
            }
        }
        // Seven days are asked of a server that keeps seven.
        assert!(UsagePeriod::Week.window(NOW).end.since(UsagePeriod::Week.window(NOW).start) <= 7 * DAY);
    }

    #[test]
    fn the_same_number_is_read_from_both_forms() {
        let window = UsagePeriod::Day.window(NOW);
        let points = [point(window.start, 3), point(window.start.plus(23 * HOUR), 4)];
        let other = KeyVerifications { key_id: KeyId::new("key_2"), data: vec![point(NOW, 99)] };
        let asked = key("key_1", 1);
        assert_eq!(window.requests(&asked, &together(points)), Some(7));
        assert_eq!(window.requests(&asked, &by_key([("key_1", points.to_vec())])), Some(7));
        assert_eq!(window.requests(&asked, &by_key([("key_2", other.data), ("key_1", points.to_vec())])), Some(7));
    }

    #[test]
    fn bars_have_no_gaps_and_no_empty_last_one() {
        let window = UsagePeriod::Day.window(NOW);
        let points = [
            point(window.start.plus(-HOUR), 8),
            point(window.start.plus(HOUR), 3),
            point(window.start.plus(24 * HOUR), 0),
        ];
        let bars = window.bars(&key("key_1", 1), &together(points)).unwrap();
        assert_eq!(bars.len(), 24);
        assert_eq!(bars[1], UsageBar { time: window.start.plus(HOUR), requests: 3, refused: 1 });
        assert_eq!(bars.iter().map(|bar| bar.requests).sum::<u64>(), 3);
        assert_eq!(bars[23].time, bucket_start(NOW, HOUR));
    }

    #[test]
    fn nothing_is_said_where_nothing_is_recorded() {
        let window = UsagePeriod::Day.window(NOW);
        let used = Key { last_used_at: Some(NOW.plus(-HOUR)), ..key("key_1", 1) };
        let long_ago = Key { last_used_at: Some(NOW.plus(-9 * DAY)), ..key("key_1", 1) };
        assert_eq!(window.requests(&used, &together([])), None);
        assert_eq!(window.requests(&long_ago, &together([])), None);
        assert_eq!(window.requests(&used, &by_key([])), None, "the key was used, and no record says so");
        assert_eq!(window.requests(&long_ago, &by_key([])), Some(0));
        assert_eq!(window.requests(&key("key_1", 1), &by_key([("key_2", vec![])])), Some(0));
    }

    proptest! {
        #[test]
        fn any_points_are_summed(
            points in proptest::collection::vec((any::<i64>(), any::<u64>()), 0..8),
            near in proptest::collection::vec((-30 * HOUR..2 * HOUR, 0_u64..100), 0..8),
            now in any::<i64>(),
        ) {
            let far = points.into_iter().map(|(time, total)| point(ServerTime::from_millis(time), total));
            let near = near.into_iter().map(|(offset, total)| point(NOW.plus(offset), total));
            let answer = together(far.chain(near));
            for span in UsagePeriod::ALL {
                let _ = span.window(ServerTime::from_millis(now)).requests(&key("key_1", 1), &answer);
                let _ = span.window(NOW).requests(&key("key_1", 1), &answer);
            }
        }
    }
}
