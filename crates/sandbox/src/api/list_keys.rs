//! `listKeys`: a user's keys in pages.

use portal_api::{ListKeysRequest, OperatorKey};
use serde_json::json;

use crate::{data::StoredKey, random::request_id, responses::Reply};

/// A defect of the real server: a page starts at the beginning of its cursor's group of 7 keys. So pages repeat up to 6
/// keys, none is skipped, and with a limit below 7 the cursor doesn't move.
const CURSOR_GROUP: usize = 7;

/// A page of the keys.
pub(super) fn list_keys(keys: &[StoredKey], body: &ListKeysRequest) -> Reply {
    let limit = usize::from(body.limit.unwrap_or(ListKeysRequest::MAX_LIMIT));
    let start = match &body.cursor {
        None => 0,
        Some(cursor) => match keys.iter().position(|stored| stored.key.key.key_id == *cursor) {
            Some(position) => position / CURSOR_GROUP * CURSOR_GROUP,
            None => keys.len(),
        },
    };
    let page: Vec<&OperatorKey> = keys.iter().skip(start).take(limit).map(|stored| &stored.key).collect();
    let next = keys.get(start + page.len()).map(|stored| stored.key.key.key_id.clone());
    let pagination = match next {
        Some(cursor) => json!({ "cursor": cursor, "hasMore": true }),
        None => json!({ "hasMore": false }),
    };
    Reply::json(&json!({ "meta": { "requestId": request_id() }, "data": page, "pagination": pagination }))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use portal_api::{KeyId, ServerTime};
    use serde_json::Value;

    use super::*;
    use crate::data::keys_of;

    const NOW: ServerTime = ServerTime::from_millis(1_790_000_000_000);

    /// All pages of a list: the ids in order, and whether the cursor stopped moving.
    fn read_all(keys: &[StoredKey], limit: u8) -> (Vec<String>, bool) {
        let (mut ids, mut cursor): (Vec<String>, Option<String>) = (vec![], None);
        loop {
            let body = ListKeysRequest { limit: Some(limit), cursor: cursor.clone().map(KeyId::new) };
            let reply: Value = serde_json::from_slice(&list_keys(keys, &body).body).unwrap();
            ids.extend(reply["data"].as_array().unwrap().iter().map(|key| key["keyId"].as_str().unwrap().to_owned()));
            let next = reply["pagination"]["cursor"].as_str().map(str::to_owned);
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
        assert!(ids.len() > 10_000, "some are repeated");
        assert_eq!(ids.into_iter().collect::<BTreeSet<_>>().len(), 10_000);
    }

    #[test]
    fn one_page_repeats_nothing() {
        let keys = keys_of("user_123", NOW);
        assert_eq!(read_all(&keys, 100).0.len(), keys.len());
    }

    #[test]
    fn with_a_small_limit_the_cursor_does_not_move() {
        assert!(read_all(&keys_of("user_123", NOW), 3).1);
    }
}
