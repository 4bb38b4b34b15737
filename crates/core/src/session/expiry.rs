//! The warning that a session is about to expire.

use portal_api::{MINUTE, ServerTime};

/// The warning appears this many minutes before the end.
const WARNING_MINUTES: u32 = 15;

/// Screen readers announce the warning this many minutes before the end. Each value must be at most
/// [`WARNING_MINUTES`].
const ANNOUNCED_MINUTES: [u32; 2] = [1, 10];

/// The session's remaining minutes, rounded: 0 in the last half minute. `None` before the warning is due, and after the end.
///
/// ```
/// use portal_api::{MINUTE, ServerTime};
/// use portal_core::session::expiry::minutes_left;
///
/// let end = ServerTime::from_millis(100 * MINUTE);
/// assert_eq!(minutes_left(end, end.plus(-100_000)), Some(2));
/// assert_eq!(minutes_left(end, end.plus(-60 * MINUTE)), None);
/// ```
pub fn minutes_left(expires_at: ServerTime, now: ServerTime) -> Option<u32> {
    let left = Some(expires_at.since(now)).filter(|left| *left > 0)?;
    let minutes = left.saturating_add(MINUTE / 2) / MINUTE;
    u32::try_from(minutes).ok().filter(|_| left <= i64::from(WARNING_MINUTES) * MINUTE)
}

/// The announcement that is due at `minutes_left`: announce whenever this value changes.
pub fn announcement(minutes_left: u32) -> Option<u32> {
    ANNOUNCED_MINUTES.into_iter().find(|minutes| minutes_left <= *minutes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_warning_appears_fifteen_minutes_before_the_end() {
        let end = ServerTime::from_millis(100 * MINUTE);
        let left = |millis: i64| minutes_left(end, end.plus(-millis));
        assert_eq!(left(15 * MINUTE + 1), None);
        assert_eq!(left(15 * MINUTE), Some(15));
        assert_eq!(left(14 * MINUTE + MINUTE / 2 - 1), Some(14));
        assert_eq!(left(MINUTE + MINUTE / 2), Some(2));
        assert_eq!(left(MINUTE + 1), Some(1));
        assert_eq!(left(MINUTE / 2), Some(1));
        assert_eq!(left(1), Some(0));
        assert_eq!(left(0), None);
        assert_eq!(left(-1), None);
    }

    #[test]
    fn it_is_announced_at_ten_minutes_and_at_one() {
        let due: Vec<_> = [15, 11, 10, 9, 2, 1, 0].map(announcement).into();
        assert_eq!(due, [None, None, Some(10), Some(10), Some(10), Some(1), Some(1)]);
    }
}
