//! The last minutes of a session.

use portal_api::{MINUTE, ServerTime};

/// From how many minutes before its end the end is shown.
const SHOWN_FROM: u32 = 15;

/// How many minutes before the end it is announced to whoever can't see it.
const ANNOUNCED: [u32; 2] = [1, 10];

/// The minutes that are left of a session, in whole ones, rounded up; none while there is no need to speak of it.
pub fn minutes_left(expires_at: ServerTime, now: ServerTime) -> Option<u32> {
    let left = expires_at.since(now);
    let minutes = left.saturating_add(MINUTE - 1).div_euclid(MINUTE);
    u32::try_from(minutes).ok().filter(|minutes| (1..=SHOWN_FROM).contains(minutes))
}

/// Which announcement is due when so many minutes are left: it is made once, when this changes.
pub fn announcement(minutes_left: u32) -> Option<u32> {
    ANNOUNCED.into_iter().find(|minutes| minutes_left <= *minutes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_is_spoken_of_in_its_last_quarter_of_an_hour() {
        let end = ServerTime::from_millis(100 * MINUTE);
        let left = |millis: i64| minutes_left(end, end.plus(-millis));
        assert_eq!(left(15 * MINUTE + 1), None);
        assert_eq!(left(15 * MINUTE), Some(15));
        assert_eq!(left(MINUTE + 1), Some(2));
        assert_eq!(left(1), Some(1));
        assert_eq!(left(0), None);
        assert_eq!(left(-1), None);
    }

    #[test]
    fn it_is_announced_at_ten_minutes_and_at_one() {
        let due: Vec<_> = [15, 11, 10, 9, 2, 1].map(announcement).into();
        assert_eq!(due, [None, None, Some(10), Some(10), Some(10), Some(1)]);
    }
}
