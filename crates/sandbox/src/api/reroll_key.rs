//! `rerollKey`: replaces a key by a new one, and lets the old one expire, or leaves it as it is.

use portal_api::{DAY, Key, KeyId, MINUTE, OperatorKey, RerollKeyRequest, ServerTime};
use serde_json::json;

use crate::{
    data::{StoredKey, Traffic},
    random::random_string,
    responses::{Example, Reply, example, success},
};

/// Adds the new key to `keys`, sets the old one's expiry unless `expiration` is null, and gives the new secret.
pub(super) fn reroll_key(keys: &mut Vec<StoredKey>, body: &RerollKeyRequest, now: ServerTime) -> Reply {
    let Some(old) = keys.iter_mut().find(|stored| stored.key.key.key_id == body.key_id) else {
        return example(Example::KeyGone);
    };
    let prefix = old.key.key.start.rsplit_once('_').map_or("acme", |(prefix, _)| prefix);
    let secret = format!("{prefix}_{}", random_string(22));
    let start: String = secret.chars().take(prefix.len() + 5).collect();
    let key_id = KeyId::new(format!("key_{}", random_string(22)));
    let key = OperatorKey { key: new_key(&old.key.key, key_id.clone(), start, now), ..old.key.clone() };
    if let Some(expiration) = body.expiration {
        old.key.key.expires = Some(old_key_expires(now, expiration));
        old.key.key.updated_at = None;
    }
    // The client moves its requests to the new key while the old one works; within 2 minutes where that is shorter.
    let moved = old.key.key.expires.unwrap_or(now.plus(DAY)).max(now.plus(2 * MINUTE)).min(now.plus(DAY));
    let traffic = old.traffic.map(|traffic| Traffic { ramp_up: (now, moved), ramp_down: None, ..traffic });
    if let Some(traffic) = &mut old.traffic {
        traffic.ramp_down = Some((now, moved));
    }
    keys.push(StoredKey { key, traffic });
    success(json!({ "keyId": key_id, "key": secret }))
}

/// When the old key stops working: `expiration` milliseconds from now, rounded up to a full minute; at once for 0.
fn old_key_expires(now: ServerTime, expiration: i64) -> ServerTime {
    if expiration <= 0 {
        return now;
    }
    let end = now.plus(expiration).millis();
    let over = end.rem_euclid(MINUTE);
    ServerTime::from_millis(if over == 0 { end } else { end.saturating_add(MINUTE - over) })
}

/// The new key has the old one's settings, its `enabled` and its expiry before the reroll included.
fn new_key(old: &Key, key_id: KeyId, start: String, now: ServerTime) -> Key {
    Key { key_id, start, created_at: now, updated_at: None, last_used_at: None, ..old.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::keys_of;

    /// 2026-09-21T14:13:20.000Z.
    const NOW: ServerTime = ServerTime::from_millis(1_790_000_000_000);

    #[test]
    fn the_old_key_expires_at_a_full_minute() {
        for (now, expiration, expires) in [
            // At once.
            (1_790_000_000_000, 0, 1_790_000_000_000),
            // 14:13:20 + 1 ms, and + 1 min.
            (1_790_000_000_000, 1, 1_790_000_040_000),
            (1_790_000_000_000, 60_000, 1_790_000_100_000),
            // 14:13:20 + 24 h.
            (1_790_000_000_000, 86_400_000, 1_790_086_440_000),
            // 14:14:00 + 1 h is a full minute already.
            (1_790_000_040_000, 3_600_000, 1_790_003_640_000),
            (1_790_000_040_001, 3_600_000, 1_790_003_700_000),
        ] {
            let found = old_key_expires(ServerTime::from_millis(now), expiration).millis();
            assert_eq!(found, expires, "{now} + {expiration}");
        }
    }

    #[test]
    fn the_new_key_has_the_old_ones_prefix() {
        let mut keys = keys_of("user_123", NOW);
        for old in keys.clone() {
            let body = RerollKeyRequest { key_id: old.key.key.key_id.clone(), expiration: None };
            assert_eq!(reroll_key(&mut keys, &body, NOW).status, 200);
            let prefix = old.key.key.start.split_at(old.key.key.start.len() - 4).0;
            assert!(keys.last().unwrap().key.key.start.starts_with(prefix));
        }
    }

    #[test]
    fn rerolling_an_expired_key_makes_it_work_again() {
        let mut keys = keys_of("user_123", NOW);
        let expired = keys.iter().find(|stored| stored.key.key.expires.is_some_and(|at| at < NOW)).unwrap();
        let body = RerollKeyRequest { key_id: expired.key.key.key_id.clone(), expiration: Some(60_000) };
        assert_eq!(reroll_key(&mut keys, &body, NOW).status, 200);
        let old = keys.iter().find(|stored| stored.key.key.key_id == body.key_id).unwrap();
        assert_eq!(old.key.key.expires.map(ServerTime::millis), Some(1_790_000_100_000));
        let new = keys.last().unwrap();
        assert!(new.key.key.expires.is_some_and(|at| at < NOW), "the new key inherits the old expiry");
        assert_eq!(new.key.key.last_used_at, None);
    }

    #[test]
    fn without_an_expiration_the_old_key_stays_as_it_is() {
        let mut keys = keys_of("user_123", NOW);
        for old in keys.clone() {
            let body = RerollKeyRequest { key_id: old.key.key.key_id.clone(), expiration: None };
            assert_eq!(reroll_key(&mut keys, &body, NOW).status, 200);
            let after = keys.iter().find(|stored| stored.key.key.key_id == body.key_id).unwrap();
            assert_eq!(after.key, old.key);
        }
    }
}
