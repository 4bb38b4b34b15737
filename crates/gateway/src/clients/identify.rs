//! Finds the client of a request.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};

use super::{client::PeerAddress, rules::ClientRules};

/// Middleware: adds the [`Client`](super::client::Client).
pub(crate) async fn identify(State(rules): State<Arc<ClientRules>>, mut request: Request, next: Next) -> Response {
    if let Some(PeerAddress(peer)) = request.extensions().get().copied() {
        let client = rules.client(peer.ip(), request.headers());
        request.extensions_mut().insert(client);
    }
    next.run(request).await
}
