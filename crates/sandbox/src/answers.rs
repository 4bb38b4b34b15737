//! Answers. An error is the contract's own example where it has one, else in the same form.

use std::sync::LazyLock;

use axum::{
    body::Body,
    http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode, header},
};
use serde::Deserialize;
use serde_json::{Value, json};

/// One of the contract's example answers.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Example {
    case: String,
    status: u16,
    headers: std::collections::BTreeMap<String, String>,
    body: Option<Value>,
    raw: Option<String>,
}

static EXAMPLES: LazyLock<Vec<Example>> = LazyLock::new(|| {
    // Part of the program: a test sees that it can be read.
    serde_json::from_str(include_str!("../../api/fixtures/answers.json")).unwrap_or_default()
});

/// An answer, before it is one of HTTP.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Answer {
    /// The status.
    pub(crate) status: u16,
    /// Lower-case names.
    pub(crate) headers: Vec<(String, String)>,
    /// The body's bytes.
    pub(crate) body: Vec<u8>,
}

impl Answer {
    /// A success.
    pub(crate) fn json(body: &Value) -> Self {
        Self {
            status: 200,
            headers: vec![("content-type".to_owned(), "application/json".to_owned())],
            body: body.to_string().into_bytes(),
        }
    }

    /// Plain text, as for unknown paths.
    pub(crate) fn plain(status: u16, text: &str) -> Self {
        let header = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let headers =
            vec![header("content-type", "text/plain; charset=utf-8"), header("x-content-type-options", "nosniff")];
        Self { status, headers, body: text.as_bytes().to_vec() }
    }

    /// The contract's example of that name, with a request id of its own.
    pub(crate) fn example(case: &str) -> Option<Self> {
        let example = EXAMPLES.iter().find(|example| example.case == case)?;
        let body = match (&example.body, &example.raw) {
            (Some(body), _) => {
                let mut body = body.clone();
                if let Some(id) = body.pointer_mut("/meta/requestId") {
                    *id = request_id().into();
                }
                body.to_string().into_bytes()
            }
            (None, raw) => raw.clone().unwrap_or_default().into_bytes(),
        };
        Some(Self { status: example.status, headers: example.headers.clone().into_iter().collect(), body })
    }

    /// With one more header.
    pub(crate) fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    /// As HTTP.
    pub(crate) fn into_response(self) -> Response<Body> {
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

/// The contract's example, which is there: a test goes through all names that are used.
pub(crate) fn example(case: &str) -> Answer {
    Answer::example(case).unwrap_or_else(|| Answer::plain(500, &format!("no example is called {case}\n")))
}

/// An error in the API's form. `name` is `{system}/{category}/{name}`.
pub(crate) fn error(status: u16, title: &str, detail: &str, name: &str) -> Answer {
    let mut error = json!({
        "title": title,
        "detail": detail,
        "status": status,
        "type": format!("https://unkey.com/docs/errors/{name}"),
    });
    if matches!(status, 400 | 408 | 413)
        && let Some(error) = error.as_object_mut()
    {
        error.insert("errors".to_owned(), json!([]));
    }
    problem(status, json!({ "meta": { "requestId": request_id() }, "error": error }))
}

/// What the request check says: always `application/json`, and only the first failure.
pub(crate) fn check_failed(route: &str, location: &str, message: &str) -> Answer {
    let mut answer = problem(
        400,
        json!({
            "meta": { "requestId": request_id() },
            "error": {
                "title": "Bad Request",
                "detail": format!("POST request body for '{route}' failed to validate schema"),
                "status": 400,
                "type": "https://unkey.com/docs/errors/unkey/application/invalid_input",
                "errors": [{ "location": location, "message": message }],
            },
        }),
    );
    answer.headers = vec![("content-type".to_owned(), "application/json".to_owned())];
    answer
}

fn problem(status: u16, body: Value) -> Answer {
    let headers = vec![("content-type".to_owned(), "application/problem+json".to_owned())];
    Answer { status, headers, body: body.to_string().into_bytes() }
}

/// Problem JSON only to whom it may be sent.
pub(crate) fn fit_to_accept(mut answer: Answer, request: &HeaderMap) -> Answer {
    let accepts =
        |kind: &str| ["application/problem+json", "application/*", "*/*"].iter().any(|taken| kind.contains(taken));
    let accepted = request.get(header::ACCEPT).and_then(|kinds| kinds.to_str().ok()).is_none_or(accepts);
    if !accepted {
        for (name, value) in &mut answer.headers {
            if name == "content-type" && value == "application/problem+json" {
                *value = "application/json".to_owned();
            }
        }
    }
    answer
}

/// `length` random characters.
pub(crate) fn random(length: usize) -> String {
    const LETTERS: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    let mut bytes = vec![0; length];
    // Without randomness there are no sessions: all the same is a fault that shows at once.
    let _ = getrandom::fill(&mut bytes);
    bytes
        .iter()
        .filter_map(|byte| LETTERS.get(usize::from(*byte) % LETTERS.len()))
        .map(|letter| char::from(*letter))
        .collect()
}

/// The answer of a route that did what was asked.
pub(crate) fn success(data: Value) -> Answer {
    Answer::json(&json!({ "meta": { "requestId": request_id() }, "data": data }))
}

/// `req_` and nine characters.
pub(crate) fn request_id() -> String {
    format!("req_{}", random(9))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_contracts_examples_are_all_here() {
        assert!(EXAMPLES.len() >= 45);
        assert_eq!(Answer::example("token refused").map(|answer| answer.status), Some(401));
    }
}
