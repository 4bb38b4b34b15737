//! What a reroll makes of the old key and the new one.

use portal_api::{Key, KeyId, MINUTE, ServerTime};

/// When the old key stops working: `expiration` milliseconds on, rounded up to a full minute; with 0, exactly now.
pub(crate) fn old_key_expires(now: ServerTime, expiration: i64) -> ServerTime {
    if expiration <= 0 {
        return now;
    }
    let end = now.plus(expiration).millis();
    let over = end.rem_euclid(MINUTE);
    ServerTime::from_millis(if over == 0 { end } else { end.saturating_add(MINUTE - over) })
}

/// The new key: the old one's settings, `enabled` and its old expiry included; never used yet.
pub(crate) fn new_key(old: &Key, key_id: KeyId, start: String, now: ServerTime) -> Key {
    Key { key_id, start, created_at: now, updated_at: None, last_used_at: None, ..old.clone() }
}

#[cfg(test)]
mod tests {
    use portal_api::HOUR;

    use super::*;

    #[test]
    fn the_end_of_the_old_key_is_a_full_minute() {
        let now = ServerTime::from_millis(10 * MINUTE + 1);
        assert_eq!(old_key_expires(now, 0), now);
        assert_eq!(old_key_expires(now, MINUTE).millis(), 12 * MINUTE);
        assert_eq!(old_key_expires(now, HOUR - 1).millis(), 70 * MINUTE);
    }
}
