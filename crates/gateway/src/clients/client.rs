//! The client of a request, as an extension of the request.

use std::{
    net::{IpAddr, SocketAddr},
    sync::Arc,
};

use axum::{
    extract::{Request, State},
    http::HeaderMap,
    middleware::Next,
    response::Response,
};

use super::{key::ClientKey, rules::ClientRules};

/// Extension of a request: the address of the connection's other end.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PeerAddress(pub(crate) SocketAddr);

/// Extension of a request: its client.
#[derive(Debug, Clone)]
pub(crate) struct Client {
    /// The client's address, or the nearest one known.
    pub(crate) address: IpAddr,
    /// Whose limits the request counts for; `None` where users can't be told apart.
    pub(crate) limited_as: Option<ClientKey>,
    /// What the API is told of the client: nothing without `--forward-client`.
    pub(crate) headers: HeaderMap,
}

/// Middleware: adds the [`Client`].
pub(crate) async fn identify(State(rules): State<Arc<ClientRules>>, mut request: Request, next: Next) -> Response {
    if let Some(PeerAddress(peer)) = request.extensions().get().copied() {
        let client = rules.client(peer.ip(), request.headers());
        request.extensions_mut().insert(client);
    }
    next.run(request).await
}
