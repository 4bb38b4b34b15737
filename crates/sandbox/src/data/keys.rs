//! The users' keys. The same at every start, except that their times are relative to the start.

use portal_api::{
    Credits, DAY, HOUR, Identity, Key, KeyId, MINUTE, OperatorKey, RateLimit, Refill, RefillInterval, ServerTime,
};
use serde_json::json;

use super::traffic::Traffic;

/// A key as the server stores it.
#[derive(Debug, Clone)]
pub(crate) struct StoredKey {
    /// The key with all fields of the API, those for operators included.
    pub(crate) key: OperatorKey,
    /// The requests it gets; `None` for a key that is never used.
    pub(crate) traffic: Option<Traffic>,
}

/// The longest prefix that Unkey's API takes.
const LONG_PREFIX: &str = "acme_live_europe";

/// How many keys `user_many` has.
const MANY: u64 = 10_000;

/// A user's keys at `now`, the server's start. Any user has some; see `portal-sandbox --help`.
pub(crate) fn keys_of(user: &str, now: ServerTime) -> Vec<StoredKey> {
    match user {
        "user_none" => vec![],
        "user_123" => one_of_every_kind(now),
        "user_many" => (0..MANY).map(|number| one_of_many(user, number, now)).collect(),
        _ => ["Production", "Staging", "Laptop"]
            .into_iter()
            .zip(0..)
            .map(|(name, number)| {
                let mut stored = unused_key(user, number, now.plus(-(40 - 9 * number as i64) * DAY));
                stored.key.key.name = Some(name.to_owned());
                in_use(stored, now, 3.0 / (number as f64 + 1.0))
            })
            .collect(),
    }
}

/// A dozen keys: every status, expiry, credits, rate limits, and names and starts that are hard to show.
fn one_of_every_kind(now: ServerTime) -> Vec<StoredKey> {
    let user = "user_123";
    let long = format!(
        "Nightly export of the customer data warehouse to the reporting cluster in Frankfurt, {}",
        "run-by-the-scheduler-".repeat(7)
    );
    let key = |number: u64, name: &str, age_days: i64| {
        let mut stored = unused_key(user, number, now.plus(-age_days * DAY));
        stored.key.key.name = Some(name.to_owned());
        stored
    };
    let mut keys = vec![
        in_use(key(0, "Production", 400), now, 24.0),
        in_use(key(1, "Staging", 210), now, 4.0),
        key(2, "Created, never used", 3),
        in_use(key(3, "Old integration", 620), now.plus(-40 * DAY), 0.0),
        key(4, "Trial", 95),
        key(5, "<img src=x onerror=alert(1)>", 500),
        in_use(key(6, "Expiring soon", 87), now, 0.8),
        in_use(key(7, "Expiring today", 29), now, 0.3),
        in_use(unused_key(user, 8, now.plus(-12 * DAY)), now, 0.1),
        in_use(key(9, &long, 33), now, 1.5),
        in_use(key(10, "本番環境のキー 🚀", 150), now, 2.0),
        in_use(key(11, "مفتاح الإنتاج", 151), now, 1.0),
    ];
    for (index, stored) in keys.iter_mut().enumerate() {
        let key = &mut stored.key.key;
        match index {
            0 => {
                key.credits = Some(credits(42_000, Some((RefillInterval::Monthly, 100_000))));
                key.ratelimits = vec![limit("requests", 1_000, MINUTE), limit("exports", 20, HOUR)];
            }
            1 => key.credits = Some(credits(180, Some((RefillInterval::Daily, 500)))),
            3 => {
                key.enabled = false;
                key.start = start(LONG_PREFIX, 3);
            }
            4 => key.expires = Some(now.plus(-5 * DAY)),
            5 => {
                key.enabled = false;
                key.expires = Some(now.plus(-100 * DAY));
            }
            6 => key.expires = Some(now.plus(3 * DAY)),
            7 => key.expires = Some(now.plus(5 * HOUR + MINUTE)),
            9 => {
                key.credits = Some(credits(0, None));
                key.start = start(LONG_PREFIX, 9);
            }
            10 => {
                key.credits = Some(Credits { remaining: None, refill: None });
                key.expires = Some(now.plus(200 * DAY));
            }
            11 => key.ratelimits = vec![limit("requests", 60, MINUTE)],
            _ => {}
        }
    }
    keys
}

fn one_of_many(user: &str, number: u64, now: ServerTime) -> StoredKey {
    const CITIES: [&str; 8] = ["Berlin", "Osaka", "Lagos", "Lima", "Oslo", "Pune", "Quito", "Tunis"];
    const USES: [&str; 6] = ["checkout", "importer", "dashboard", "worker", "webhook", "backup"];
    let pick =
        |from: &[&'static str], by: u64| from.get((number / by) as usize % from.len()).copied().unwrap_or_default();
    let mut stored = unused_key(user, number, now.plus(-(number as i64) * 97 * MINUTE - DAY));
    let key = &mut stored.key.key;
    key.name = Some(format!("{} {} {:05}", pick(&CITIES, 1), pick(&USES, 8), number));
    key.enabled = number % 31 != 7;
    if number % 7 == 5 {
        key.start = start(LONG_PREFIX, seed(user, number));
    }
    if number % 17 == 3 {
        key.expires = Some(now.plus((number as i64 % 90 - 30) * DAY));
    }
    if !number.is_multiple_of(3) {
        key.last_used_at = Some(now.plus(-(number as i64 % 5_000) * 13 * MINUTE));
    }
    // Only 50 have traffic: getVerifications computes its numbers for each of them.
    if number < 50 { in_use(stored, now, 0.5) } else { stored }
}

fn unused_key(user: &str, number: u64, created_at: ServerTime) -> StoredKey {
    let seed = seed(user, number);
    let key = Key {
        key_id: KeyId::new(format!("key_{}", letters(seed, 22))),
        start: start("acme", seed ^ 0xabcd),
        enabled: true,
        created_at,
        name: None,
        updated_at: None,
        last_used_at: None,
        expires: None,
        credits: None,
        ratelimits: vec![],
        identity: None,
    };
    let identity = Identity {
        id: format!("id_{}", letters(seed ^ 0x77, 16)),
        external_id: user.to_owned(),
        meta: json!({ "segment": "internal-only" }).as_object().cloned(),
        ratelimits: vec![],
    };
    let key = OperatorKey {
        key,
        meta: json!({ "plan": "pro", "note": "for the operator alone" }).as_object().cloned(),
        identity: Some(identity),
        permissions: vec!["documents.read".to_owned()],
        roles: vec!["reader".to_owned()],
    };
    StoredKey { key, traffic: None }
}

/// Adds a last use, and traffic of `per_minute` requests on average if that is more than 0.
fn in_use(mut stored: StoredKey, last_used: ServerTime, per_minute: f64) -> StoredKey {
    // The API's precision: five minutes.
    let rounded = ServerTime::from_millis(last_used.millis().div_euclid(5 * MINUTE) * 5 * MINUTE);
    let created = stored.key.key.created_at;
    stored.key.key.last_used_at = Some(rounded.max(created));
    if per_minute > 0.0 {
        let seed = stored
            .key
            .key
            .key_id
            .as_str()
            .bytes()
            .fold(7_u64, |seed, byte| seed.wrapping_mul(31).wrapping_add(u64::from(byte)));
        stored.traffic = Some(Traffic { seed, per_minute, ramp_up: (created, created), ramp_down: None });
    }
    stored
}

fn credits(remaining: i64, refill: Option<(RefillInterval, i64)>) -> Credits {
    let refill = refill.map(|(interval, amount)| Refill {
        interval,
        amount,
        refill_day: (interval == RefillInterval::Monthly).then_some(1),
    });
    Credits { remaining: Some(remaining), refill }
}

fn limit(name: &str, limit: i64, duration: i64) -> RateLimit {
    RateLimit {
        id: format!("rl_{}", letters(limit.unsigned_abs() + 1, 8)),
        name: name.to_owned(),
        limit,
        duration,
        auto_apply: true,
    }
}

/// A key's first characters: its prefix and four random ones.
fn start(prefix: &str, seed: u64) -> String {
    format!("{prefix}_{}", letters(seed, 4))
}

fn seed(user: &str, number: u64) -> u64 {
    user.bytes().fold(number.wrapping_mul(0x9e37_79b9), |seed, byte| {
        seed.wrapping_mul(1_099_511_628_211).wrapping_add(u64::from(byte))
    })
}

/// `length` characters of Base58, the same for the same seed.
fn letters(seed: u64, length: usize) -> String {
    const LETTERS: &[u8; 58] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    let mut state = seed | 1;
    let mut letter = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        LETTERS.get((state >> 33) as usize % LETTERS.len()).map_or('x', |byte| char::from(*byte))
    };
    (0..length).map(|_| letter()).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use portal_api::KeyStatus;

    use super::*;

    const NOW: ServerTime = ServerTime::from_millis(1_790_000_000_000);

    #[test]
    fn keys_are_the_same_at_every_start() {
        let ids = |user| keys_of(user, NOW).into_iter().map(|stored| stored.key.key.key_id).collect::<Vec<_>>();
        assert_eq!(ids("user_123"), ids("user_123"));
        assert_ne!(ids("someone"), ids("someone else"));
        assert_eq!((ids("user_none").len(), ids("someone").len()), (0, 3));
        assert_eq!(ids("user_many").into_iter().collect::<BTreeSet<_>>().len(), 10_000);
    }

    #[test]
    fn there_is_a_key_of_every_kind() {
        let keys: Vec<Key> = keys_of("user_123", NOW).into_iter().map(|stored| stored.key.key).collect();
        for status in [KeyStatus::Active, KeyStatus::Disabled, KeyStatus::Expired] {
            assert!(keys.iter().any(|key| key.status(NOW) == status), "{status:?}");
        }
        assert!(keys.iter().any(|key| key.name.is_none()));
        assert!(keys.iter().any(|key| key.name.as_ref().is_some_and(|name| name.len() > 200)));
        assert!(keys.iter().any(|key| key.start.len() == 21), "the longest start");
        assert!(keys.iter().any(|key| key.last_used_at.is_none()));
        assert!(keys.iter().any(|key| key.expires.is_some_and(|at| (0..7 * DAY).contains(&at.since(NOW)))));
    }
}
