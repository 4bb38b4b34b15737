//! The access log: one line for each request, made of what the gateway knows. No URL, query, header, cookie or body of the
//! client's can get into it. Hand-written because `tower_http::trace` has no line for a client that left before its response.

use std::{
    net::{IpAddr, SocketAddr},
    time::Instant,
};

use axum::{
    extract::{MatchedPath, Request},
    http::{HeaderMap, Method, StatusCode, header},
    middleware::Next,
    response::Response,
};
use portal_api::RequestId;

use crate::clients::Client;

/// Writes its line when it is dropped: after the response, or when the client has left.
struct LogLine {
    start: Instant,
    method: &'static str,
    /// The pattern of the route, which is the router's and not the client's.
    matched_path: Option<MatchedPath>,
    client: Option<IpAddr>,
    response: Option<ResponseFields>,
}

struct ResponseFields {
    status: u16,
    request_id: Option<RequestId>,
    is_page: bool,
}

impl Drop for LogLine {
    fn drop(&mut self) {
        let ms = u64::try_from(self.start.elapsed().as_millis()).unwrap_or(u64::MAX);
        let Self { method, matched_path, client, response, .. } = self;
        let client = client.map(tracing::field::display);
        let matched = matched_path.as_ref().map(MatchedPath::as_str);
        match response {
            Some(ResponseFields { status, request_id, is_page }) => {
                let route = matched.unwrap_or(if *is_page { "page" } else { "static" });
                let request_id = request_id.as_ref().map(tracing::field::display);
                tracing::info!(method, route, status = *status, ms, request_id, client, "request");
            }
            None => tracing::info!(method, route = matched, ms, client, "the client left before the response"),
        }
    }
}

/// Middleware: logs a request.
pub(crate) async fn log_request(matched_path: Option<MatchedPath>, request: Request, next: Next) -> Response {
    let mut line = LogLine {
        start: Instant::now(),
        method: method_name(request.method()),
        matched_path,
        client: request.extensions().get().map(|client: &Client| client.address),
        response: None,
    };
    let response = next.run(request).await;
    line.response = Some(ResponseFields {
        status: response.status().as_u16(),
        request_id: response.extensions().get().cloned(),
        is_page: is_page(response.headers()),
    });
    response
}

/// Logs a request that got no further than its head, which hyper answers by itself, so that no middleware sees it. Behind a
/// proxy, `client` is the proxy: the head was not read.
pub(crate) fn log_oversized_head(peer: SocketAddr, max_head_bytes: usize) {
    let client = tracing::field::display(peer.ip().to_canonical());
    tracing::warn!(
        status = StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE.as_u16(),
        client,
        max_head_bytes,
        "a request's head was too large, or had too many headers"
    );
}

fn is_page(headers: &HeaderMap) -> bool {
    headers.get(header::CONTENT_TYPE).is_some_and(|value| value.as_bytes().starts_with(b"text/html"))
}

/// A method may be any text of the client's: only the usual ones are logged.
fn method_name(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::OPTIONS => "OPTIONS",
        Method::PUT => "PUT",
        Method::DELETE => "DELETE",
        Method::PATCH => "PATCH",
        _ => "other",
    }
}
