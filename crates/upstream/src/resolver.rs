//! Name resolution: the system's resolver, except for `localhost` and names under it. Those are always the loopback
//! addresses, whatever the name server says, because plain HTTP is allowed there and nowhere else.

use std::{
    io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    pin::Pin,
    task::{Context, Poll},
    vec,
};

use hyper_util::client::legacy::connect::dns::Name;
use tower_service::Service;

use crate::error::UnknownHost;

#[derive(Debug, Clone)]
pub(crate) struct Resolver;

impl Service<Name> for Resolver {
    type Response = vec::IntoIter<SocketAddr>;
    type Error = UnknownHost;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, UnknownHost>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), UnknownHost>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, name: Name) -> Self::Future {
        // The connector replaces port 0 by the URI's.
        Box::pin(async move { Ok(lookup(name.as_str(), 0).await?.into_iter()) })
    }
}

/// All addresses of a host, at least one.
pub(crate) async fn lookup(host: &str, port: u16) -> Result<Vec<SocketAddr>, UnknownHost> {
    if host == "localhost" || host.ends_with(".localhost") {
        let loopback = [IpAddr::V4(Ipv4Addr::LOCALHOST), IpAddr::V6(Ipv6Addr::LOCALHOST)];
        return Ok(loopback.map(|address| SocketAddr::new(address, port)).to_vec());
    }
    let found: Vec<_> = tokio::net::lookup_host((host, port)).await.map_err(UnknownHost)?.collect();
    if found.is_empty() {
        return Err(UnknownHost(io::ErrorKind::NotFound.into()));
    }
    Ok(found)
}
