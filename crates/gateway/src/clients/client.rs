//! The client of a request, as an extension of the request.

use std::net::{IpAddr, SocketAddr};

use axum::http::HeaderMap;

use super::key::ClientKey;

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
