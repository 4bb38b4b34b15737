//! Going back to the app without being asked to, where the operator wants that.

use crate::time::ClientTime;

/// For how long the user can stop it, in seconds.
pub const COUNTDOWN_S: u32 = 5;

/// How far apart two of these trips are at least, in milliseconds: an app that sends the user straight back here with a
/// link that doesn't work must not make them go round and round.
pub const MIN_INTERVAL_MS: i64 = 120_000;

/// Whether the page may go, when it went last at `last`. Both by the client's clock, which may have been set since.
pub fn is_allowed(last: Option<ClientTime>, now: ClientTime) -> bool {
    last.is_none_or(|last| now.0.saturating_sub(last.0).unsigned_abs() >= MIN_INTERVAL_MS.unsigned_abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_is_not_thrown_back_and_forth() {
        let now = ClientTime(1_000_000);
        assert!(is_allowed(None, now));
        assert!(!is_allowed(Some(now), now));
        assert!(!is_allowed(Some(ClientTime(now.0 - MIN_INTERVAL_MS + 1)), now));
        assert!(is_allowed(Some(ClientTime(now.0 - MIN_INTERVAL_MS)), now));
        // The clock was set back an hour.
        assert!(is_allowed(Some(ClientTime(now.0 + 3_600_000)), now));
    }
}
