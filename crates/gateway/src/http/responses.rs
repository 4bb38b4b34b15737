//! Short responses in plain text, for clients other than the portal.

use axum::{
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};

pub(crate) fn text(status: StatusCode, text: &'static str) -> Response {
    (status, text).into_response()
}

/// 405 in plain text, as the API answers it.
pub(crate) fn method_not_allowed(allowed: &'static str) -> Response {
    (StatusCode::METHOD_NOT_ALLOWED, [(header::ALLOW, allowed)], "method not allowed\n").into_response()
}
