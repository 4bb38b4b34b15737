//! `getVerifications`: how often keys were used in a time window.

use portal_api::{ApiVersion, DAY, GetVerificationsRequest, KeyVerifications, ServerTime};
use serde_json::json;

use crate::{
    data::{StoredKey, Traffic, bucket_ms, points},
    random::request_id,
    responses::{Example, Reply, error, example, success},
};

/// The most keys in one response, from API version `code-v2` on.
const MAX_KEYS: usize = 150;

/// The points of the window: of all keys together, or from API version `code-v2` on of each key that was used in
/// it. Without an analytics database, `keys` is `None`, and there is no point and no key.
pub(super) fn get_verifications(
    keys: Option<&[StoredKey]>,
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
    let by_key = matches!(version, ApiVersion::CodeV2 | ApiVersion::CodeV3);
    if end.since(start) > i64::from(retention_days) * DAY {
        let detail = format!("The requested time window is too large. The maximum window is {retention_days} days.");
        let code =
            if by_key { "user/bad_request/query_range_exceeds_retention" } else { "unkey/application/invalid_input" };
        return error(400, "Bad Request", &detail, code);
    }
    let has_analytics = keys.is_some();
    let requested = keys
        .unwrap_or_default()
        .iter()
        .filter(|stored| body.key_id.as_ref().is_none_or(|id| *id == stored.key.key.key_id));
    if !by_key {
        let traffic: Vec<Traffic> = requested.filter_map(|stored| stored.traffic).collect();
        let points = if has_analytics { points(&traffic, start, end, now) } else { vec![] };
        return success(json!(points));
    }
    let series = requested.filter_map(|stored| {
        let data = points(&[stored.traffic?], start, end, now);
        let is_used = data.iter().any(|point| point.total > 0);
        is_used.then(|| KeyVerifications { key_id: stored.key.key.key_id.clone(), data })
    });
    let keys: Vec<KeyVerifications> = series.take(MAX_KEYS + 1).collect();
    if keys.len() > MAX_KEYS {
        return example(Example::TooManyKeys);
    }
    let bucket = bucket_ms(end.since(start));
    Reply::json(&json!({ "meta": { "requestId": request_id() }, "bucketMillis": bucket, "keys": keys }))
}
