//! One line a request. It is made of what the gateway knows, never of what the client sent: no address, query, header,
//! cookie or body can get into it.

use std::{
    net::{IpAddr, SocketAddr},
    sync::Arc,
    time::Instant,
};

use axum::{
    body::Body,
    extract::{Request, State},
    http::{HeaderMap, Method, Response},
    middleware::Next,
};
use ipnet::IpNet;
use portal_api::RequestId;

use crate::gateway::Gateway;

/// The connection's other end.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Peer(pub(crate) SocketAddr);

/// What a handler leaves for the line.
#[derive(Debug, Clone, Default)]
pub(crate) struct Noted {
    route: Option<&'static str>,
    request_id: Option<RequestId>,
}

impl Noted {
    /// Which route answered.
    pub(crate) fn route(response: &mut Response<Body>, route: &'static str) {
        response.extensions_mut().get_or_insert_default::<Self>().route = Some(route);
    }

    /// Under which request id.
    pub(crate) fn request(response: &mut Response<Body>, request_id: RequestId) {
        response.extensions_mut().get_or_insert_default::<Self>().request_id = Some(request_id);
    }
}

/// Writes the line when the request is over: answered, or left by the client.
struct Line {
    begun: Instant,
    method: &'static str,
    client: Option<IpAddr>,
    noted: Noted,
    status: Option<u16>,
}

impl Drop for Line {
    fn drop(&mut self) {
        let ms = u64::try_from(self.begun.elapsed().as_millis()).unwrap_or(u64::MAX);
        let Self { method, client, noted, status, .. } = self;
        let client = client.map(tracing::field::display);
        let request_id = noted.request_id.as_ref().map(tracing::field::display);
        match status {
            Some(status) => {
                let route = noted.route.unwrap_or("unknown");
                tracing::info!(method, route, status = *status, ms, request_id, client, "request");
            }
            None => tracing::info!(method, ms, client, "the client left before the answer"),
        }
    }
}

/// The middleware.
pub(crate) async fn log(State(gateway): State<Arc<Gateway>>, request: Request, next: Next) -> Response<Body> {
    let peer = request.extensions().get::<Peer>().map(|peer| peer.0.ip());
    let mut line = Line {
        begun: Instant::now(),
        method: known(request.method()),
        client: peer.map(|peer| client(peer, request.headers(), &gateway.trusted_proxies)),
        noted: Noted::default(),
        status: None,
    };
    let mut response = next.run(request).await;
    line.noted = response.extensions_mut().remove().unwrap_or_default();
    line.status = Some(response.status().as_u16());
    response
}

/// A method may be any word of the client's choosing; only the usual ones are written.
fn known(method: &Method) -> &'static str {
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

/// Who asked: the peer, or, behind trusted proxies, the last address in `X-Forwarded-For` that isn't one of them. What
/// stands before it anybody may have written.
fn client(peer: IpAddr, headers: &HeaderMap, trusted: &[IpNet]) -> IpAddr {
    let peer = peer.to_canonical();
    let is_trusted = |address: IpAddr| trusted.iter().any(|net| net.contains(&address));
    if !is_trusted(peer) {
        return peer;
    }
    let lines: Vec<_> = headers.get_all("x-forwarded-for").iter().filter_map(|line| line.to_str().ok()).collect();
    let mut nearest = peer;
    for hop in lines.iter().rev().flat_map(|line| line.rsplit(',')) {
        let Ok(address) = hop.trim().parse::<IpAddr>() else { break };
        nearest = address.to_canonical();
        if !is_trusted(nearest) {
            break;
        }
    }
    nearest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(peer: &str, forwarded: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for line in forwarded {
            headers.append("x-forwarded-for", line.parse().unwrap());
        }
        let trusted = ["10.0.0.0/8".parse().unwrap(), "::1/128".parse().unwrap()];
        client(peer.parse().unwrap(), &headers, &trusted).to_string()
    }

    #[test]
    fn a_stranger_cannot_choose_the_address_in_the_log() {
        assert_eq!(seen("203.0.113.9", &["198.51.100.1"]), "203.0.113.9");
        assert_eq!(seen("10.0.0.1", &["198.51.100.1, 203.0.113.9"]), "203.0.113.9");
        assert_eq!(seen("10.0.0.1", &["198.51.100.1", "203.0.113.9, 10.0.0.2"]), "203.0.113.9");
        assert_eq!(seen("::ffff:10.0.0.1", &["203.0.113.9"]), "203.0.113.9");
    }

    #[test]
    fn what_is_no_address_is_not_logged() {
        assert_eq!(seen("10.0.0.1", &[]), "10.0.0.1");
        assert_eq!(seen("10.0.0.1", &["pst_secret"]), "10.0.0.1");
        assert_eq!(seen("::1", &["203.0.113.9, pst_secret, 10.0.0.7"]), "10.0.0.7");
    }
}
