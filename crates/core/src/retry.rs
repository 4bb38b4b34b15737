//! When to retry a request. For reads only: an exchange or a rotation is never retried automatically.

use portal_api::{Failure, Quota, SECOND, ServerTime};

/// Maximum number of attempts per request, including the first.
pub const MAX_ATTEMPTS: u32 = 5;

/// The longest delay of the server's that is waited for, in seconds: an hour.
pub const MAX_WAIT_S: u32 = 3_600;

/// A longer delay than this isn't told, in seconds: 30 days. It is a mistake, and a session lasts a day at most.
const MAX_TOLD_S: u32 = 30 * 86_400;

/// Maximum back-off if the server names no delay.
const MAX_BACKOFF_MS: u32 = 30_000;

/// Delay before the next attempt in ms, after `attempts` attempts of which the last failed with `failure`. `None` if a
/// retry can't help, after [`MAX_ATTEMPTS`], and where the server asks for more than [`MAX_WAIT_S`].
///
/// `random` is a random number from 0 to 1: it spreads the retries of clients that failed together.
///
/// ```
/// use portal_api::no_response;
/// use portal_core::retry::delay_ms;
///
/// assert_eq!(delay_ms(&no_response(), 1, 0.5), Some(1_000));
/// assert_eq!(delay_ms(&no_response(), 2, 0.5), Some(2_000));
/// assert_eq!(delay_ms(&no_response(), 5, 0.5), None);
/// ```
pub fn delay_ms(failure: &Failure, attempts: u32, random: f64) -> Option<u32> {
    if failure.cause != portal_api::Cause::Temporary || attempts >= MAX_ATTEMPTS {
        return None;
    }
    if let Some(seconds) = failure.wait_s {
        if seconds > MAX_WAIT_S {
            return None;
        }
        // At least a second: "retry after 0 s" from an overloaded server would only add to its load.
        return Some(seconds.max(1).saturating_mul(1_000).saturating_add(fraction(500, random)));
    }
    let doubled = 1_000_u32.saturating_mul(1 << attempts.saturating_sub(1).min(5)).min(MAX_BACKOFF_MS);
    Some(doubled - doubled / 4 + fraction(doubled / 2, random))
}

/// When the server may be asked again, by its own wish: at least a second after `failure`, at `now` if that isn't known.
///
/// ```
/// use portal_api::{Failure, ServerTime, no_response};
/// use portal_core::retry::not_before;
///
/// let failure = Failure { wait_s: Some(60), ..no_response() };
/// assert_eq!(not_before(&failure, ServerTime::from_millis(5)), Some(ServerTime::from_millis(60_005)));
/// ```
pub fn not_before(failure: &Failure, now: ServerTime) -> Option<ServerTime> {
    let wait_ms = i64::from(failure.wait_s?.max(1)) * SECOND;
    Some(failure.at.unwrap_or(now).plus(wait_ms))
}

/// [`not_before`] where that is waited for.
pub fn waited_for(failure: &Failure, now: ServerTime) -> Option<ServerTime> {
    not_before(failure, now).filter(|_| failure.wait_s.is_some_and(|seconds| seconds <= MAX_WAIT_S))
}

/// [`not_before`] where that is later than is waited for: the user decides when to try again. `None` where it is absurdly
/// late.
pub fn not_waited_for(failure: &Failure, now: ServerTime) -> Option<ServerTime> {
    let is_told = failure.wait_s.is_some_and(|seconds| seconds > MAX_WAIT_S && seconds <= MAX_TOLD_S);
    not_before(failure, now).filter(|_| is_told)
}

/// What a button that tries again does until the server's wish is fulfilled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wait {
    /// It is disabled for so many seconds: at most [`MAX_WAIT_S`].
    Seconds(u32),
    /// The server wants a longer delay: the page says so, and the user decides.
    UserDecides {
        /// When it can be asked again.
        at: ServerTime,
    },
    /// There is nothing to wait for, or the delay is absurd.
    Nothing,
}

impl Wait {
    /// The wait until `moment`: see [`not_before`].
    ///
    /// ```
    /// use portal_api::ServerTime;
    /// use portal_core::retry::Wait;
    ///
    /// let now = ServerTime::from_millis(0);
    /// assert_eq!(Wait::until(Some(now.plus(1_500)), now), Wait::Seconds(2));
    /// ```
    pub fn until(moment: Option<ServerTime>, now: ServerTime) -> Self {
        let Some(at) = moment.filter(|moment| *moment > now) else { return Self::Nothing };
        match u32::try_from(at.since(now).saturating_add(SECOND - 1) / SECOND).unwrap_or(u32::MAX) {
            seconds @ ..=MAX_WAIT_S => Self::Seconds(seconds),
            ..=MAX_TOLD_S => Self::UserDecides { at },
            _ => Self::Nothing,
        }
    }
}

/// Delay before the next page of a list, in ms. All users of a workspace share its quota: above half of it there is no
/// delay; below, the remaining requests are spread over the time until the quota resets, and a tenth is left to others.
///
/// ```
/// use portal_api::Quota;
/// use portal_core::retry::page_delay_ms;
///
/// let quota = Quota { limit: Some(100), remaining: Some(50), reset_s: Some(30) };
/// assert_eq!(page_delay_ms(quota), 750);
/// ```
pub fn page_delay_ms(quota: Quota) -> u32 {
    let (Some(limit), Some(remaining), Some(reset_s)) = (quota.limit, quota.remaining, quota.reset_s) else {
        return 0;
    };
    if remaining > limit / 2 {
        return 0;
    }
    let reset_ms = reset_s.max(1).saturating_mul(1_000).min(120_000);
    match remaining.saturating_sub(limit / 10) {
        0 => reset_ms,
        ours => reset_ms / ours,
    }
}

/// The `share` (0 to 1) of `of`, without overflow.
fn fraction(of: u32, share: f64) -> u32 {
    let thousandths = (share.clamp(0.0, 1.0) * 1_000.0) as u32;
    of / 1_000 * thousandths + of % 1_000 * thousandths / 1_000
}

#[cfg(test)]
mod tests {
    use portal_api::{Cause, no_response};

    use super::*;

    #[test]
    fn delays_double_and_end() {
        let delays: Vec<_> = (1..=5).map(|attempts| delay_ms(&no_response(), attempts, 0.5)).collect();
        assert_eq!(delays, [Some(1_000), Some(2_000), Some(4_000), Some(8_000), None]);
        assert_eq!(delay_ms(&no_response(), 1, 0.0), Some(750));
        assert_eq!(delay_ms(&no_response(), 1, 1.0), Some(1_250));
    }

    #[test]
    fn the_servers_delay_is_kept_and_is_at_least_a_second() {
        let delay = |wait_s| delay_ms(&Failure { wait_s: Some(wait_s), ..no_response() }, 1, 0.0);
        assert_eq!(delay(17), Some(17_000));
        assert_eq!(delay(0), Some(1_000));
        assert_eq!(delay(3_600), Some(3_600_000));
    }

    #[test]
    fn more_than_an_hour_is_not_waited_for_but_said() {
        let now = ServerTime::from_millis(7_000);
        let failure = |wait_s| Failure { wait_s: Some(wait_s), at: Some(now), ..no_response() };
        for wait_s in [3_601, MAX_TOLD_S] {
            assert_eq!(delay_ms(&failure(wait_s), 1, 0.0), None);
            let moment = now.plus(i64::from(wait_s) * SECOND);
            assert_eq!(not_waited_for(&failure(wait_s), now.plus(1)), Some(moment));
            assert_eq!(waited_for(&failure(wait_s), now), None);
        }
        assert_eq!(not_waited_for(&failure(3_600), now), None);
        assert_eq!(waited_for(&failure(3_600), now), Some(now.plus(3_600_000)));
        assert_eq!((waited_for(&no_response(), now), not_waited_for(&no_response(), now)), (None, None));
    }

    #[test]
    fn a_button_waits_for_an_hour_at_most() {
        let now = ServerTime::from_millis(7_000);
        let wait = |seconds: i64| Wait::until(Some(now.plus(seconds * SECOND)), now);
        assert_eq!([wait(1), wait(3_600)], [Wait::Seconds(1), Wait::Seconds(3_600)]);
        assert_eq!(wait(3_601), Wait::UserDecides { at: now.plus(3_601 * SECOND) });
        assert_eq!([wait(0), wait(-5), wait(31 * 86_400), wait(i64::from(u32::MAX))], [Wait::Nothing; 4]);
        assert_eq!(Wait::until(None, now), Wait::Nothing);
    }

    #[test]
    fn an_absurd_delay_is_neither_waited_for_nor_said() {
        let now = ServerTime::from_millis(7_000);
        let failure = Failure { wait_s: Some(u32::MAX), at: Some(now), ..no_response() };
        assert_eq!(delay_ms(&failure, 1, 0.0), None);
        assert_eq!((waited_for(&failure, now), not_waited_for(&failure, now)), (None, None));
    }

    #[test]
    fn only_temporary_failures_are_retried() {
        for cause in [
            Cause::NoSession,
            Cause::SessionEnded,
            Cause::NotAllowed,
            Cause::PortalDisabled,
            Cause::Misconfigured,
            Cause::KeyNotFound,
            Cause::InvalidRequest,
        ] {
            assert_eq!(delay_ms(&Failure { cause, ..no_response() }, 1, 0.5), None, "{cause:?}");
        }
    }

    #[test]
    fn loading_a_list_leaves_quota_for_other_users() {
        let delay =
            |remaining| page_delay_ms(Quota { limit: Some(100), remaining: Some(remaining), reset_s: Some(30) });
        assert_eq!(delay(99), 0);
        assert_eq!(delay(50), 750);
        assert_eq!(delay(11), 30_000);
        assert_eq!(delay(3), 30_000);
        assert_eq!(page_delay_ms(Quota::default()), 0);
    }
}
