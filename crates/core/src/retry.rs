//! When to try again. For reads alone: an exchange or a reroll is never repeated by the program.

use portal_api::{Failure, Quota};

/// Tries of one request in all, the first included.
pub const MAX_ATTEMPTS: u32 = 5;

/// The longest that the program waits by itself, in milliseconds, where the server names no time.
const LONGEST_WAIT_MS: u32 = 30_000;

/// How long to wait before trying again, in milliseconds, after the `tries`-th try failed with `failure`; none when
/// trying again won't help or was done often enough. `chance` is a random number from 0 to 1: it spreads clients that
/// failed together.
pub fn delay_ms(failure: &Failure, tries: u32, chance: f64) -> Option<u32> {
    if failure.cause != portal_api::Cause::Temporary || tries >= MAX_ATTEMPTS {
        return None;
    }
    if let Some(seconds) = failure.wait_s {
        // The server's word, and at least a second: "0" would be an invitation to hammer it.
        return Some(seconds.max(1).saturating_mul(1_000).saturating_add(part(500, chance)));
    }
    let doubled = 1_000_u32.saturating_mul(1 << tries.saturating_sub(1).min(5)).min(LONGEST_WAIT_MS);
    Some(doubled - doubled / 4 + part(doubled / 2, chance))
}

/// How long to wait before the next page of a list, in milliseconds. The quota is the whole workspace's: with more than
/// half of it left nobody is hurt; below, the rest is spread over the time until it is refilled, and a tenth of it is left to others.
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

fn part(of: u32, chance: f64) -> u32 {
    let thousandths = (chance.clamp(0.0, 1.0) * 1_000.0) as u32;
    of / 1_000 * thousandths + of % 1_000 * thousandths / 1_000
}

#[cfg(test)]
mod tests {
    use portal_api::{Cause, no_response};

    use super::*;

    #[test]
    fn waits_grow_and_end() {
        let waits: Vec<_> = (1..=5).map(|tries| delay_ms(&no_response(), tries, 0.5)).collect();
        assert_eq!(waits, [Some(1_000), Some(2_000), Some(4_000), Some(8_000), None]);
        assert_eq!(delay_ms(&no_response(), 1, 0.0), Some(750));
        assert_eq!(delay_ms(&no_response(), 1, 1.0), Some(1_250));
    }

    #[test]
    fn the_servers_word_is_kept_and_is_at_least_a_second() {
        let asks = |wait_s| delay_ms(&Failure { wait_s: Some(wait_s), ..no_response() }, 1, 0.0);
        assert_eq!(asks(17), Some(17_000));
        assert_eq!(asks(0), Some(1_000));
        assert!(asks(u32::MAX).is_some());
    }

    #[test]
    fn only_what_will_pass_is_tried_again() {
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
    fn a_list_leaves_quota_for_the_other_users() {
        let pace = |remaining| page_delay_ms(Quota { limit: Some(100), remaining: Some(remaining), reset_s: Some(30) });
        assert_eq!(pace(99), 0);
        assert_eq!(pace(50), 750);
        assert_eq!(pace(11), 30_000);
        assert_eq!(pace(3), 30_000);
        assert_eq!(page_delay_ms(Quota::default()), 0);
    }
}
