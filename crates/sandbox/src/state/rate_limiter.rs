//! The workspace's rate limit: a number of requests for each minute of the clock.

use portal_api::{MINUTE, ServerTime};

/// Counts the requests of the current minute.
#[derive(Debug, Default)]
pub(crate) struct RateLimiter {
    /// Minutes since 1970.
    minute: i64,
    requests: u32,
}

/// The rate limit as it stands with one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct RateLimit {
    /// Requests a minute.
    pub(crate) limit: u32,
    /// Requests that remain in this minute; none when this request exceeds the limit.
    pub(crate) remaining: Option<u32>,
    /// Seconds until the next minute begins, rounded down.
    pub(crate) reset_s: i64,
}

impl RateLimiter {
    /// Counts one request.
    pub(crate) fn count(&mut self, limit: u32, now: ServerTime) -> RateLimit {
        let minute = now.millis().div_euclid(MINUTE);
        if self.minute != minute {
            *self = Self { minute, requests: 0 };
        }
        self.requests += 1;
        let reset_s = (MINUTE - now.millis().rem_euclid(MINUTE)) / 1_000;
        RateLimit { limit, remaining: limit.checked_sub(self.requests), reset_s }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limit_applies_to_each_minute_of_the_clock() {
        let mut limiter = RateLimiter::default();
        let mut count = |millis| limiter.count(2, ServerTime::from_millis(millis));
        assert_eq!(count(600_000), RateLimit { limit: 2, remaining: Some(1), reset_s: 60 });
        assert_eq!(count(615_000), RateLimit { limit: 2, remaining: Some(0), reset_s: 45 });
        assert_eq!(count(659_000), RateLimit { limit: 2, remaining: None, reset_s: 1 });
        assert_eq!(count(660_000), RateLimit { limit: 2, remaining: Some(1), reset_s: 60 });
    }
}
