//! Opens a connection without sending a request, TLS handshake included. Hand-written because the HTTP client makes
//! connections for requests only.

use std::{net::IpAddr, sync::Arc};

use futures_util::future::select_ok;
use http::{Uri, uri::Scheme};
use rustls::{ClientConfig, pki_types::ServerName};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use crate::{error::BoxError, resolver::lookup};

/// Connects to the first address that accepts, and closes the connection.
pub(crate) async fn connect(uri: &Uri, tls: Arc<ClientConfig>) -> Result<(), BoxError> {
    let host = uri.host().unwrap_or_default().trim_matches(['[', ']']);
    let is_https = uri.scheme() == Some(&Scheme::HTTPS);
    let port = uri.port_u16().unwrap_or(if is_https { 443 } else { 80 });
    let addresses = match host.parse::<IpAddr>() {
        Ok(address) => vec![(address, port).into()],
        Err(_) => lookup(host, port).await?,
    };
    // All at once: a host with a broken IPv6 route must not use up the time.
    let attempts = addresses.into_iter().map(|address| Box::pin(TcpStream::connect(address)));
    let (stream, _) = select_ok(attempts).await?;
    if is_https {
        TlsConnector::from(tls).connect(ServerName::try_from(host.to_owned())?, stream).await?;
    }
    Ok(())
}
