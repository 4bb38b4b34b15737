//! A response before it becomes one of axum's: plain data that tests can compare.

use std::{collections::BTreeMap, sync::LazyLock};

use axum::{
    body::Body,
    http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode, header},
};
use serde::Deserialize;
use serde_json::Value;

use crate::random::request_id;

/// An HTTP response.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Reply {
    /// The status code.
    pub(crate) status: u16,
    /// Names (lower case) and values.
    pub(crate) headers: Vec<(String, String)>,
    /// The body's bytes.
    pub(crate) body: Vec<u8>,
}

/// An entry of `crates/api/fixtures/answers.json`.
#[derive(Debug, Clone, Deserialize)]
struct Fixture {
    case: String,
    status: u16,
    headers: BTreeMap<String, String>,
    /// JSON.
    body: Option<Value>,
    /// Text, instead of `body`.
    raw: Option<String>,
}

static FIXTURES: LazyLock<Vec<Fixture>> = LazyLock::new(|| {
    // Compiled in, and parsed by a test.
    serde_json::from_str(include_str!("../../../api/fixtures/answers.json")).unwrap_or_default()
});

impl Reply {
    /// A JSON response with status 200.
    pub(crate) fn json(body: &Value) -> Self {
        Self {
            status: 200,
            headers: vec![("content-type".to_owned(), "application/json".to_owned())],
            body: body.to_string().into_bytes(),
        }
    }

    /// A plain text response, as the server gives for unknown paths.
    pub(crate) fn plain(status: u16, text: &str) -> Self {
        let header = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let headers =
            vec![header("content-type", "text/plain; charset=utf-8"), header("x-content-type-options", "nosniff")];
        Self { status, headers, body: text.as_bytes().to_vec() }
    }

    /// The contract's example of that name, with a new request id.
    pub(crate) fn from_example(case: &str) -> Option<Self> {
        let fixture = FIXTURES.iter().find(|fixture| fixture.case == case)?;
        let body = match (&fixture.body, &fixture.raw) {
            (Some(body), _) => {
                let mut body = body.clone();
                if let Some(id) = body.pointer_mut("/meta/requestId") {
                    *id = request_id().into();
                }
                body.to_string().into_bytes()
            }
            (None, raw) => raw.clone().unwrap_or_default().into_bytes(),
        };
        Some(Self { status: fixture.status, headers: fixture.headers.clone().into_iter().collect(), body })
    }

    /// Adds a header.
    pub(crate) fn with_header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    /// Sends problem JSON as plain JSON to clients whose `Accept` doesn't include it.
    pub(crate) fn negotiated(mut self, request: &HeaderMap) -> Self {
        let accepts =
            |kinds: &str| ["application/problem+json", "application/*", "*/*"].iter().any(|kind| kinds.contains(kind));
        let accepted = request.get(header::ACCEPT).and_then(|kinds| kinds.to_str().ok()).is_none_or(accepts);
        if !accepted {
            for (name, value) in &mut self.headers {
                if name == "content-type" && value == "application/problem+json" {
                    *value = "application/json".to_owned();
                }
            }
        }
        self
    }

    /// As axum's response. Headers that HTTP doesn't allow are left out.
    pub(crate) fn into_http(self) -> Response<Body> {
        let mut response = Response::new(Body::from(self.body));
        *response.status_mut() = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let headers = response.headers_mut();
        for (name, value) in self.headers {
            if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
                headers.append(name, value);
            }
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_fixtures_are_parsed() {
        assert!(FIXTURES.len() >= 45);
        assert_eq!(Reply::from_example("token refused").map(|reply| reply.status), Some(401));
    }
}
