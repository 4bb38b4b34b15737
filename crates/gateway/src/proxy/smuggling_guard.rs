//! Protection against request smuggling: rejects requests that a proxy in front may have read differently. Where two
//! servers disagree on where a request ends, or which host it is for, one user's request can be slipped into another's
//! connection.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Uri, Version, header, uri::Authority},
    middleware::Next,
    response::{IntoResponse, Response},
};
use portal_core::url::Origin;

use crate::http::GatewayError;

/// Middleware: rejects ambiguous requests and closes their connection.
pub(crate) async fn reject_ambiguous(
    State(public_origin): State<Arc<Origin>>,
    request: Request,
    next: Next,
) -> Response {
    match check(request.version(), request.uri(), request.headers(), &public_origin) {
        Ok(()) => next.run(request).await,
        Err(error) => {
            let mut response = error.into_response();
            response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
            response
        }
    }
}

fn check(version: Version, uri: &Uri, headers: &HeaderMap, public_origin: &Origin) -> Result<(), GatewayError> {
    // Where a request has both `Transfer-Encoding` and `Content-Length`, hyper removes the latter, so that it can't be seen
    // any more which of the two a proxy used. Browsers send the portal's short requests with `Content-Length`.
    if headers.contains_key(header::TRANSFER_ENCODING) {
        return Err(GatewayError::ChunkedBody);
    }
    let mut hosts = headers.get_all(header::HOST).iter();
    match (hosts.next(), hosts.next()) {
        (Some(_), Some(_)) => return Err(GatewayError::MultipleHosts),
        (Some(host), None) if !is_host(host) => return Err(GatewayError::InvalidHost),
        // RFC 9112, section 3.2: required since HTTP/1.1, with the absolute form too.
        (None, _) if version >= Version::HTTP_11 => return Err(GatewayError::InvalidHost),
        _ => {}
    }
    // The absolute form `GET http://host/path` names the host a second time.
    match uri.host() {
        Some(host) if !host.eq_ignore_ascii_case(public_origin.host()) => Err(GatewayError::WrongHost),
        _ => Ok(()),
    }
}

/// Whether a `Host` is a host, with or without a port.
fn is_host(value: &HeaderValue) -> bool {
    let Ok(authority) = Authority::try_from(value.as_bytes()) else { return false };
    let host = authority.host();
    // With user information before it, the host is not at the start.
    let Some(port) = authority.as_str().strip_prefix(host).filter(|_| !host.is_empty()) else { return false };
    port.is_empty() || port.strip_prefix(':').is_some_and(|port| port.bytes().all(|byte| byte.is_ascii_digit()))
}
