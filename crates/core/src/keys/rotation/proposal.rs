//! Which grace period is suggested, and why.

use portal_api::{Key, MINUTE, ServerTime};

use super::{
    grace::Grace,
    key_use::{KeyRequests, KeyUse},
};

/// A suggested grace period: one of [`Grace::PRESETS`], or for a key that expires sooner a number of whole minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Proposal {
    /// The grace period.
    pub grace: Grace,
    /// Why it is suggested.
    pub reason: Reason,
}

/// Why a grace period is suggested.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// Used within the last day.
    UsedWithinDay,
    /// Used within the last week, but not within the last day.
    UsedWithinWeek,
    /// Used, but not within the last week.
    UsedLongAgo,
    /// Never used.
    NeverUsed,
    /// It isn't known whether the key is used.
    UseUnknown,
    /// More would prolong the old key.
    OwnExpiry,
}

impl Proposal {
    /// The suggestion for `old` at `now`:
    ///
    /// - used within a week, or unknown: 24 hours;
    /// - longer ago: 1 hour, in case something still uses it;
    /// - never: none.
    ///
    /// Never so long that the rotation would prolong the old key; but where a key is in use, not less because of the choices on
    /// screen: then the suggestion is a number of minutes.
    ///
    /// ```
    /// use portal_api::{Key, ServerTime};
    /// use portal_core::keys::rotation::{grace::Grace, key_use::KeyRequests, proposal::{Proposal, Reason}};
    ///
    /// let json = r#"{"keyId":"key_1","start":"acme_1","enabled":true,"createdAt":0}"#;
    /// let key: Key = serde_json::from_str(json).unwrap();
    /// let proposal = Proposal::new(&key, &KeyRequests::default(), ServerTime::from_millis(1));
    /// assert_eq!((proposal.grace, proposal.reason), (Grace::NONE, Reason::NeverUsed));
    /// ```
    pub fn new(old: &Key, requests: &KeyRequests, now: ServerTime) -> Self {
        let used = KeyUse::of(old, requests, now);
        let (grace, reason) = match used {
            KeyUse::Never => (Grace::NONE, Reason::NeverUsed),
            KeyUse::LongAgo => (Grace::HOUR, Reason::UsedLongAgo),
            KeyUse::Unknown => (Grace::DAY, Reason::UseUnknown),
            KeyUse::Counted { .. } | KeyUse::Recent(_) if used.is_within_a_day(old, now) => {
                (Grace::DAY, Reason::UsedWithinDay)
            }
            KeyUse::Counted { .. } | KeyUse::Recent(_) => (Grace::DAY, Reason::UsedWithinWeek),
        };
        match old.expires {
            Some(expires) if grace.end(now) > expires => {
                Self { grace: longest_before(expires, grace, now), reason: Reason::OwnExpiry }
            }
            _ => Self { grace, reason },
        }
    }
}

/// The longest grace period below `limit` that ends before `expires`, if possible one of the choices on screen.
fn longest_before(expires: ServerTime, limit: Grace, now: ServerTime) -> Grace {
    let fits = |grace: &Grace| *grace < limit && grace.end(now) <= expires;
    let preset = Grace::PRESETS.into_iter().rev().find(fits).filter(|grace| *grace > Grace::NONE);
    preset.or_else(|| minutes_before(expires, now)).unwrap_or(Grace::NONE)
}

/// Whole minutes that end before `expires`, from ten on in steps of five; `None` for less than one.
fn minutes_before(expires: ServerTime, now: ServerTime) -> Option<Grace> {
    // The API rounds the end up to a full minute.
    let last_end = expires.plus(-expires.millis().rem_euclid(MINUTE));
    let step = |minutes: i64| if minutes < 10 { minutes } else { minutes / 5 * 5 };
    Grace::from_millis(step(last_end.since(now) / MINUTE) * MINUTE).filter(|grace| *grace > Grace::NONE)
}

#[cfg(test)]
mod tests {
    use portal_api::{DAY, HOUR};
    use proptest::prelude::*;

    use super::{
        super::{key_use::Requests, warnings::warnings},
        *,
    };
    use crate::keys::{samples::key, usage::UsagePeriod};

    /// 10 s after a full minute.
    const NOW: ServerTime = ServerTime::from_millis(1_700_000_000_000 / MINUTE * MINUTE + 10_000);

    fn last_used(ago_ms: Option<i64>) -> Key {
        Key { last_used_at: ago_ms.map(|ago| NOW.plus(-ago)), ..key("key_1", 1) }
    }

    fn proposal(old: &Key, requests: Requests) -> (i64, Reason) {
        let proposal = Proposal::new(old, &KeyRequests::all(requests), NOW);
        (proposal.grace.millis(), proposal.reason)
    }

    #[test]
    fn the_suggestion_is_longer_for_a_key_that_was_used_recently() {
        for (ago_ms, expected) in [
            (None, (0, Reason::NeverUsed)),
            (Some(0), (DAY, Reason::UsedWithinDay)),
            (Some(DAY + 4 * MINUTE), (DAY, Reason::UsedWithinDay)),
            (Some(2 * DAY), (DAY, Reason::UsedWithinWeek)),
            (Some(8 * DAY), (HOUR, Reason::UsedLongAgo)),
            (Some(-HOUR), (DAY, Reason::UsedWithinDay)),
        ] {
            assert_eq!(proposal(&last_used(ago_ms), Requests::Awaited), expected, "{ago_ms:?}");
        }
    }

    #[test]
    fn counted_requests_count_where_the_key_has_no_last_use_yet() {
        for (period, expected) in [
            (UsagePeriod::Hour, (DAY, Reason::UsedWithinDay)),
            (UsagePeriod::Day, (DAY, Reason::UsedWithinDay)),
            (UsagePeriod::Week, (DAY, Reason::UsedWithinWeek)),
        ] {
            let mut requests = KeyRequests::all(Requests::Counted(0));
            requests.set(period, Requests::Counted(1));
            let proposal = Proposal::new(&last_used(None), &requests, NOW);
            assert_eq!((proposal.grace.millis(), proposal.reason), expected, "{period:?}");
        }
        assert_eq!(proposal(&last_used(None), Requests::Counted(0)), (0, Reason::NeverUsed));
    }

    #[test]
    fn where_no_use_is_recorded_the_key_may_be_in_use() {
        assert_eq!(proposal(&last_used(None), Requests::NotRecorded), (DAY, Reason::UseUnknown));
    }

    #[test]
    fn the_suggestion_is_no_longer_than_the_keys_own_expiry() {
        let ending = |left| Key { last_used_at: Some(NOW), expires: Some(NOW.plus(left)), ..key("key_1", 1) };
        for (left, expected) in [
            (30 * DAY, (DAY, Reason::UsedWithinDay)),
            (7 * HOUR, (HOUR, Reason::OwnExpiry)),
            // Not “now”: the key is in use.
            (HOUR, (55 * MINUTE, Reason::OwnExpiry)),
            (30 * MINUTE, (25 * MINUTE, Reason::OwnExpiry)),
            (3 * MINUTE + 50_000, (3 * MINUTE, Reason::OwnExpiry)),
            (3 * MINUTE, (2 * MINUTE, Reason::OwnExpiry)),
            (30_000, (0, Reason::OwnExpiry)),
            (-1, (0, Reason::OwnExpiry)),
        ] {
            assert_eq!(proposal(&ending(left), Requests::Awaited), expected, "{left}");
        }
    }

    proptest! {
        #[test]
        fn no_suggestion_prolongs_a_key_or_ends_one_in_use(
            left in 2 * MINUTE..40 * DAY, ago in 0..30 * DAY, counted in 0..3_u64, now in 0..10 * MINUTE,
        ) {
            let now = NOW.plus(now);
            let old = Key { last_used_at: Some(now.plus(-ago)), expires: Some(now.plus(left)), ..key("key_1", 1) };
            let requests = KeyRequests::all(Requests::Counted(counted));
            let proposal = Proposal::new(&old, &requests, now);
            prop_assert!(proposal.grace.end(now) <= now.plus(left));
            prop_assert!(proposal.grace > Grace::NONE);
            let is_prolonged = warnings(&old, Some(proposal.grace), now).unwrap().iter().any(|it| {
                matches!(it, super::super::warnings::Warning::OldIsProlonged { .. })
            });
            prop_assert!(!is_prolonged);
            let is_choice = Grace::PRESETS.contains(&proposal.grace);
            prop_assert!(is_choice || left <= HOUR + MINUTE);
        }
    }
}
