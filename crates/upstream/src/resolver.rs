//! Name resolution: the system's resolver, except for `localhost` and names under it. Those are always the loopback
//! addresses, whatever the name server says, because plain HTTP is allowed there and nowhere else.

use std::{
    io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use crate::error::UnknownHost;

#[derive(Debug)]
pub(crate) struct Resolver;

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            // reqwest replaces port 0 by the URL's port.
            let addresses: Addrs = Box::new(lookup(name.as_str(), 0).await?.into_iter());
            Ok(addresses)
        })
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
