//! Requests that whoever stands in front may have read otherwise than the gateway does. Where two servers disagree about
//! where a request ends, or whom it is for, one user's request can be slipped into another's connection: such requests
//! are refused, and their connection is closed.

use std::sync::Arc;

use axum::{
    body::Body,
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Response, Uri, header},
    middleware::Next,
};
use portal_core::url::Origin;

use crate::{gateway::Gateway, refusal::Refusal};

/// The middleware.
pub(crate) async fn refuse(State(gateway): State<Arc<Gateway>>, request: Request, next: Next) -> Response<Body> {
    match check(request.uri(), request.headers(), &gateway.public_origin) {
        Ok(()) => next.run(request).await,
        Err(refusal) => {
            let mut response = refusal.response();
            response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
            response
        }
    }
}

fn check(uri: &Uri, headers: &HeaderMap, public_origin: &Origin) -> Result<(), Refusal> {
    // Of a request with both lengths, hyper keeps this one alone: which of them the others went by can't be seen any more.
    // Browsers send the portal's requests, which are short, with their length.
    if headers.contains_key(header::TRANSFER_ENCODING) {
        return Err(Refusal::Chunked);
    }
    if headers.get_all(header::HOST).iter().nth(1).is_some() {
        return Err(Refusal::SeveralHosts);
    }
    // `GET http://host/path`: whom it is for is said twice.
    match uri.host() {
        Some(host) if !host.eq_ignore_ascii_case(public_origin.host()) => Err(Refusal::OtherHost),
        _ => Ok(()),
    }
}
