//! `getVerifications`: how often keys were used in a time window.

use portal_api::{ApiVersion, DAY, GetVerificationsRequest, KeyVerifications, ServerTime};
use serde_json::json;

use crate::{
    data::{StoredKey, Traffic, bucket_ms, points},
    random::request_id,
    responses::{Example, Reply, error, example, success},
};

/// The most keys in one response, API version `code-v2`.
const MAX_KEYS: usize = 150;

/// The points of the window: of all keys together, or of each key in API version `code-v2`.
pub(super) fn get_verifications(
    keys: &[StoredKey],
    body: &GetVerificationsRequest,
    version: ApiVersion,
    retention_days: u32,
    now: ServerTime,
) -> Reply {
    let (start, end) = (body.start_time, body.end_time);
    if end <= start {
        let detail = "The end time must be after the start time.";
        return error(400, "Bad Request", detail, "unkey/application/invalid_input");
    }
    let by_key = version == ApiVersion::CodeV2;
    if end.since(start) > i64::from(retention_days) * DAY {
        let detail = format!("The requested time window is too large. The maximum window is {retention_days} days.");
        let code =
            if by_key { "user/bad_request/query_range_exceeds_retention" } else { "unkey/application/invalid_input" };
        return error(400, "Bad Request", &detail, code);
    }
    let requested = keys.iter().filter(|stored| body.key_id.as_ref().is_none_or(|id| *id == stored.key.key.key_id));
    if !by_key {
        let traffic: Vec<Traffic> = requested.filter_map(|stored| stored.traffic).collect();
        return success(json!(points(&traffic, start, end, now)));
    }
    let used: Vec<(&StoredKey, Traffic)> = requested.filter_map(|stored| Some((stored, stored.traffic?))).collect();
    if used.len() > MAX_KEYS {
        return example(Example::TooManyKeys);
    }
    let keys: Vec<KeyVerifications> = used
        .into_iter()
        .map(|(stored, traffic)| KeyVerifications {
            key_id: stored.key.key.key_id.clone(),
            data: points(&[traffic], start, end, now),
        })
        .collect();
    let bucket = bucket_ms(end.since(start));
    Reply::json(&json!({ "meta": { "requestId": request_id() }, "bucketMillis": bucket, "keys": keys }))
}
