//! The access log: one line for each request, made of what the gateway knows. No URL, query, header, cookie or body of the
//! client's can get into it. Hand-written because `tower_http::trace` has no line for a client that left before its response.

use std::{
    net::{IpAddr, SocketAddr},
    sync::Arc,
    time::Instant,
};

use axum::{
    extract::{MatchedPath, Request, State},
    http::{HeaderMap, Method, StatusCode, header},
    middleware::Next,
    response::Response,
};
use ipnet::IpNet;
use portal_api::RequestId;

/// Extension of a request: the address of the connection's other end.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PeerAddress(pub(crate) SocketAddr);

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
pub(crate) async fn log_request(
    State(trusted_proxies): State<Arc<[IpNet]>>,
    matched_path: Option<MatchedPath>,
    request: Request,
    next: Next,
) -> Response {
    let peer = request.extensions().get::<PeerAddress>().map(|peer| peer.0.ip());
    let mut line = LogLine {
        start: Instant::now(),
        method: method_name(request.method()),
        matched_path,
        client: peer.map(|peer| client_address(peer, request.headers(), &trusted_proxies)),
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

/// The peer's address, or, behind trusted proxies, the last one in `X-Forwarded-For` that isn't a trusted proxy's. Anybody
/// may have written those before it.
fn client_address(peer: IpAddr, headers: &HeaderMap, trusted: &[IpNet]) -> IpAddr {
    let peer = peer.to_canonical();
    let is_trusted = |address: IpAddr| trusted.iter().any(|net| net.contains(&address));
    if !is_trusted(peer) {
        return peer;
    }
    let lines: Vec<_> = headers.get_all("x-forwarded-for").iter().filter_map(|line| line.to_str().ok()).collect();
    let mut nearest = peer;
    for hop in lines.iter().rev().flat_map(|line| line.rsplit(',')) {
        let Some(address) = parse_hop(hop) else { break };
        nearest = address.to_canonical();
        if !is_trusted(nearest) {
            break;
        }
    }
    nearest
}

/// An entry of `X-Forwarded-For`. Some proxies add a port, brackets around IPv6, or quotes as in `Forwarded` (RFC 7239).
fn parse_hop(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    let text = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(text);
    let bare = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text);
    bare.parse().ok().or_else(|| Some(text.parse::<SocketAddr>().ok()?.ip()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn logged(peer: &str, forwarded: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for line in forwarded {
            headers.append("x-forwarded-for", line.parse().unwrap());
        }
        let trusted = ["10.0.0.0/8".parse().unwrap(), "::1/128".parse().unwrap()];
        client_address(peer.parse().unwrap(), &headers, &trusted).to_string()
    }

    #[test]
    fn a_client_cannot_choose_the_address_in_the_log() {
        assert_eq!(logged("203.0.113.9", &["198.51.100.1"]), "203.0.113.9");
        assert_eq!(logged("10.0.0.1", &["198.51.100.1, 203.0.113.9"]), "203.0.113.9");
        assert_eq!(logged("10.0.0.1", &["198.51.100.1", "203.0.113.9, 10.0.0.2"]), "203.0.113.9");
        assert_eq!(logged("::ffff:10.0.0.1", &["203.0.113.9"]), "203.0.113.9");
    }

    #[test]
    fn ports_and_brackets_are_understood() {
        for (entry, address) in [
            ("203.0.113.9:5678", "203.0.113.9"),
            ("[2001:db8::1]:443", "2001:db8::1"),
            ("[2001:db8::1]", "2001:db8::1"),
            ("2001:db8::1", "2001:db8::1"),
            ("\"[2001:db8::1]:443\"", "2001:db8::1"),
            ("[::ffff:203.0.113.9]:80", "203.0.113.9"),
            ("198.51.100.1, 203.0.113.9:1, 10.0.0.2:80, [::1]:80", "203.0.113.9"),
        ] {
            assert_eq!(logged("10.0.0.1", &[entry]), address, "{entry}");
        }
        for entry in ["203.0.113.9:", "203.0.113.9:99999", "[2001:db8::1", "2001:db8::1]", "[]:1", "[x]", "\""] {
            assert_eq!(logged("10.0.0.1", &[entry]), "10.0.0.1", "{entry}");
        }
    }

    #[test]
    fn what_is_no_address_is_not_logged() {
        assert_eq!(logged("10.0.0.1", &[]), "10.0.0.1");
        assert_eq!(logged("10.0.0.1", &["pst_secret"]), "10.0.0.1");
        assert_eq!(logged("::1", &["203.0.113.9, pst_secret, 10.0.0.7"]), "10.0.0.7");
    }
}
