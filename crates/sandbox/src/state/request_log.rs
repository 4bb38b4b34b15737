//! The requests that the API received, for the control API's `GET /switchboard/requests`.

use std::{
    collections::BTreeMap,
    time::{SystemTime, UNIX_EPOCH},
};

use axum::http::{HeaderMap, header};
use serde::Serialize;
use serde_json::Value;

/// A request that the API received.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct LoggedRequest {
    route: String,
    method: &'static str,
    /// Unix milliseconds of the system's clock, without the shift.
    at_ms: u128,
    /// Whether there was a `Cookie` header.
    cookie: bool,
    /// Whether there was an `Authorization` header.
    authorization: bool,
    origin: Option<String>,
    external_id: Option<String>,
    headers: BTreeMap<String, String>,
    body: Value,
    /// The response's status; `None` before the response, and when the connection was dropped instead.
    pub(crate) status: Option<u16>,
}

impl LoggedRequest {
    /// A request without its response. A body that isn't JSON is logged as `null`.
    pub(crate) fn new(route: &str, headers: &HeaderMap, body: &[u8], external_id: Option<String>) -> Self {
        let text = |value: &header::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
        Self {
            route: route.to_owned(),
            method: "POST",
            at_ms: SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis()),
            cookie: headers.contains_key(header::COOKIE),
            authorization: headers.contains_key(header::AUTHORIZATION),
            origin: headers.get(header::ORIGIN).map(text),
            external_id,
            headers: headers.iter().map(|(name, value)| (name.to_string(), text(value))).collect(),
            body: serde_json::from_slice(body).unwrap_or(Value::Null),
            status: None,
        }
    }
}
