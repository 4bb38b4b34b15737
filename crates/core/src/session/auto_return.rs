//! Returning to the app automatically when a session has ended (`autoReturn` in the config).

use crate::time::ClientTime;

/// How long the user can cancel the return, in seconds.
pub const COUNTDOWN_S: u32 = 5;

/// Minimum time between two automatic returns, in ms. Keeps an app that sends users straight back with a broken link
/// from bouncing them in a loop.
pub const MIN_INTERVAL_MS: i64 = 120_000;

/// Whether the page may return now; `last` is the time of the previous automatic return in this tab. The client's clock
/// may have been set back in between.
///
/// ```
/// use portal_core::{session::auto_return::is_allowed, time::ClientTime};
///
/// let now = ClientTime(1_000_000);
/// assert!(is_allowed(None, now));
/// assert!(!is_allowed(Some(ClientTime(999_000)), now));
/// ```
pub fn is_allowed(last: Option<ClientTime>, now: ClientTime) -> bool {
    last.is_none_or(|last| now.0.saturating_sub(last.0).unsigned_abs() >= MIN_INTERVAL_MS.unsigned_abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_is_not_bounced_between_app_and_portal() {
        let now = ClientTime(1_000_000);
        assert!(is_allowed(None, now));
        assert!(!is_allowed(Some(now), now));
        assert!(!is_allowed(Some(ClientTime(now.0 - MIN_INTERVAL_MS + 1)), now));
        assert!(is_allowed(Some(ClientTime(now.0 - MIN_INTERVAL_MS)), now));
        // The clock was set back by an hour.
        assert!(is_allowed(Some(ClientTime(now.0 + 3_600_000)), now));
    }
}
