//! Successes and errors that no example of the contract has, in the same format.

use serde_json::{Value, json};

use super::reply::Reply;
use crate::random::request_id;

/// A success with `data`.
pub(crate) fn success(data: Value) -> Reply {
    Reply::json(&json!({ "meta": { "requestId": request_id() }, "data": data }))
}

/// An error. `code` is `{system}/{category}/{name}`, the end of its `type` URL.
pub(crate) fn error(status: u16, title: &str, detail: &str, code: &str) -> Reply {
    let mut error = json!({
        "title": title,
        "detail": detail,
        "status": status,
        "type": format!("https://unkey.com/docs/errors/{code}"),
    });
    if matches!(status, 400 | 408 | 413)
        && let Some(error) = error.as_object_mut()
    {
        error.insert("errors".to_owned(), json!([]));
    }
    problem(status, "application/problem+json", error)
}

/// The error of the schema validation, which reports only the first problem, and as `application/json`.
pub(crate) fn validation_error(path: &str, location: &str, message: &str) -> Reply {
    problem(
        400,
        "application/json",
        json!({
            "title": "Bad Request",
            "detail": format!("POST request body for '{path}' failed to validate schema"),
            "status": 400,
            "type": "https://unkey.com/docs/errors/unkey/application/invalid_input",
            "errors": [{ "location": location, "message": message }],
        }),
    )
}

fn problem(status: u16, content_type: &str, error: Value) -> Reply {
    let body = json!({ "meta": { "requestId": request_id() }, "error": error });
    Reply {
        status,
        headers: vec![("content-type".to_owned(), content_type.to_owned())],
        body: body.to_string().into_bytes(),
    }
}
