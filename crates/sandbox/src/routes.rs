//! What the routes of a session do.

use portal_api::{
    ApiVersion, DAY, GetVerificationsRequest, KeyVerifications, ListKeysRequest, MINUTE, OperatorKey, RerollKeyRequest,
    ServerTime,
};
use serde_json::json;

use crate::{
    answers::{Answer, error, example, random, request_id, success},
    people::StoredKey,
    reroll,
    usage::{self, Traffic},
};

/// How many neighbours the server's defect mixes up: a page that is asked for from a cursor begins at the start of the
/// cursor's group. So pages repeat up to six keys, none is skipped, and with a limit below seven the cursor stands still.
const MIXED_UP: usize = 7;

/// A page of the keys.
pub(crate) fn list(keys: &[StoredKey], body: &ListKeysRequest) -> Answer {
    let limit = usize::from(body.limit.unwrap_or(ListKeysRequest::MAX_LIMIT));
    let start = match &body.cursor {
        None => 0,
        Some(cursor) => match keys.iter().position(|stored| stored.key.key.key_id == *cursor) {
            Some(position) => position / MIXED_UP * MIXED_UP,
            None => keys.len(),
        },
    };
    let page: Vec<&OperatorKey> = keys.iter().skip(start).take(limit).map(|stored| &stored.key).collect();
    let next = keys.get(start + page.len()).map(|stored| stored.key.key.key_id.clone());
    let pagination = match next {
        Some(cursor) => json!({ "cursor": cursor, "hasMore": true }),
        None => json!({ "hasMore": false }),
    };
    Answer::json(&json!({ "meta": { "requestId": request_id() }, "data": page, "pagination": pagination }))
}

/// Puts a new key in an old one's place.
pub(crate) fn reroll_key(keys: &mut Vec<StoredKey>, body: &RerollKeyRequest, now: ServerTime) -> Answer {
    let Some(old) = keys.iter_mut().find(|stored| stored.key.key.key_id == body.key_id) else {
        return example("key gone");
    };
    let plaintext = format!("acme_{}", random(22));
    let start: String = plaintext.chars().take(9).collect();
    let key_id = portal_api::KeyId::new(format!("key_{}", random(22)));
    let new = OperatorKey { key: reroll::new_key(&old.key.key, key_id.clone(), start, now), ..old.key.clone() };
    let ends = reroll::old_key_expires(now, body.expiration);
    old.key.key.expires = Some(ends);
    old.key.key.updated_at = None;
    // The client changes its key little by little while the old one still works, and within two minutes when it doesn't.
    let settled = ends.max(now.plus(2 * MINUTE)).min(now.plus(DAY));
    let traffic = old.traffic.map(|traffic| Traffic { begins: now, settled, leaves: None, ..traffic });
    if let Some(traffic) = &mut old.traffic {
        traffic.leaves = Some((now, settled));
    }
    keys.push(StoredKey { key: new, traffic });
    success(json!({ "keyId": key_id, "key": plaintext }))
}

/// How often keys were used in a window of time.
pub(crate) fn verifications(
    keys: &[StoredKey],
    body: &GetVerificationsRequest,
    form: ApiVersion,
    retention_days: u32,
    now: ServerTime,
) -> Answer {
    let (start, end) = (body.start_time, body.end_time);
    if end <= start {
        let detail = "The end time must be after the start time.";
        return error(400, "Bad Request", detail, "unkey/application/invalid_input");
    }
    if end.since(start) > i64::from(retention_days) * DAY {
        let detail = format!("The requested time window is too large. The maximum window is {retention_days} days.");
        let third = form == ApiVersion::CodeV2;
        let name =
            if third { "user/bad_request/query_range_exceeds_retention" } else { "unkey/application/invalid_input" };
        return error(400, "Bad Request", &detail, name);
    }
    let wanted = keys.iter().filter(|stored| body.key_id.as_ref().is_none_or(|id| *id == stored.key.key.key_id));
    if form != ApiVersion::CodeV2 {
        let traffic: Vec<Traffic> = wanted.filter_map(|stored| stored.traffic).collect();
        return success(json!(usage::points(&traffic, start, end, now)));
    }
    let used: Vec<(&StoredKey, Traffic)> = wanted.filter_map(|stored| Some((stored, stored.traffic?))).collect();
    if used.len() > 150 {
        return example("too many keys in one answer");
    }
    let keys: Vec<KeyVerifications> = used
        .into_iter()
        .map(|(stored, traffic)| KeyVerifications {
            key_id: stored.key.key.key_id.clone(),
            data: usage::points(&[traffic], start, end, now),
        })
        .collect();
    let bucket = usage::bucket_ms(end.since(start));
    Answer::json(&json!({ "meta": { "requestId": request_id() }, "bucketMillis": bucket, "keys": keys }))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::Value;

    use super::*;
    use crate::people::keys_of;

    const NOW: ServerTime = ServerTime::from_millis(1_790_000_000_000);

    /// Reads a list to its end with pages of `limit`: the ids in order, and whether the cursor stood still.
    fn read_all(keys: &[StoredKey], limit: u8) -> (Vec<String>, bool) {
        let (mut ids, mut cursor): (Vec<String>, Option<String>) = (vec![], None);
        loop {
            let body = ListKeysRequest { limit: Some(limit), cursor: cursor.clone().map(portal_api::KeyId::new) };
            let answer: Value = serde_json::from_slice(&list(keys, &body).body).unwrap();
            ids.extend(answer["data"].as_array().unwrap().iter().map(|key| key["keyId"].as_str().unwrap().to_owned()));
            let next = answer["pagination"]["cursor"].as_str().map(str::to_owned);
            match next {
                None => return (ids, false),
                next if next == cursor => return (ids, true),
                next => cursor = next,
            }
        }
    }

    #[test]
    fn pages_repeat_keys_and_skip_none() {
        let keys = keys_of("user_many", NOW);
        let (ids, stuck) = read_all(&keys, 100);
        assert!(!stuck);
        assert!(ids.len() > 10_000, "some come twice");
        assert_eq!(ids.into_iter().collect::<BTreeSet<_>>().len(), 10_000);
    }

    #[test]
    fn below_a_hundred_keys_none_repeats() {
        let keys = keys_of("user_123", NOW);
        assert_eq!(read_all(&keys, 100).0.len(), keys.len());
    }

    #[test]
    fn with_a_small_limit_the_cursor_stands_still() {
        assert!(read_all(&keys_of("user_123", NOW), 3).1);
    }

    #[test]
    fn a_reroll_can_prolong_an_old_key() {
        let mut keys = keys_of("user_123", NOW);
        let expired = keys.iter().find(|stored| stored.key.key.expires.is_some_and(|at| at < NOW)).unwrap();
        let body = RerollKeyRequest { key_id: expired.key.key.key_id.clone(), expiration: MINUTE };
        assert_eq!(reroll_key(&mut keys, &body, NOW).status, 200);
        let old = keys.iter().find(|stored| stored.key.key.key_id == body.key_id).unwrap();
        assert!(old.key.key.expires.is_some_and(|at| at > NOW));
        let new = keys.last().unwrap();
        assert!(new.key.key.expires.is_some_and(|at| at < NOW), "the new key inherits the old end");
        assert_eq!(new.key.key.last_used_at, None);
    }
}
