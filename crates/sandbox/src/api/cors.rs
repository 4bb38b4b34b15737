//! CORS as the documentation promises it to a portal on another origin. The real server has none yet.

use axum::http::{HeaderMap, HeaderValue, header};

use crate::command::Options;

/// Adds the headers to a response for the one allowed origin.
pub(super) fn allow(options: &Options, request: &HeaderMap, response: &mut HeaderMap) {
    let Some(allowed) = &options.cors_origin else { return };
    response.append(header::VARY, HeaderValue::from_static("Origin"));
    let origin = request.get(header::ORIGIN);
    let Some(origin) = origin.filter(|origin| origin.as_bytes() == allowed.as_bytes()) else { return };
    response.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
    response.insert(header::ACCESS_CONTROL_ALLOW_CREDENTIALS, HeaderValue::from_static("true"));
    if options.expose {
        let exposed = "Date, Retry-After, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset";
        response.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static(exposed));
    }
}

/// Adds the methods and headers that a preflight asks for.
pub(super) fn allow_preflight(options: &Options, response: &mut HeaderMap) {
    response.insert(header::ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("POST"));
    let headers = if options.accepts_bearer { "content-type, authorization" } else { "content-type" };
    response.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static(headers));
}
