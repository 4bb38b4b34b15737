//! Timestamps of the server's clock, in ms.

use serde::{Deserialize, Serialize};

/// One second in ms.
pub const SECOND: i64 = 1_000;
/// One minute in ms.
pub const MINUTE: i64 = 60 * SECOND;
/// One hour in ms.
pub const HOUR: i64 = 60 * MINUTE;
/// 24 hours in ms.
pub const DAY: i64 = 24 * HOUR;

/// A timestamp by the server's clock: Unix time in ms. It has its own type so that it can't be compared with the
/// client's clock by mistake.
///
/// ```
/// use portal_api::{MINUTE, ServerTime};
///
/// let expires = ServerTime::from_millis(1_700_000_000_000);
/// let now = expires.plus(-5 * MINUTE);
/// assert_eq!(expires.since(now), 5 * MINUTE);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct ServerTime(i64);

impl ServerTime {
    /// From Unix time in ms.
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Unix time in ms.
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// This time plus `millis` ms, saturating.
    pub const fn plus(self, millis: i64) -> Self {
        Self(self.0.saturating_add(millis))
    }

    /// Milliseconds from `earlier` to this time, saturating; negative if `earlier` is later.
    pub const fn since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }
}
