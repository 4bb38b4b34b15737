//! The client itself: `POST` requests to the routes of one API. It follows no redirects, uses no proxy of the environment,
//! keeps no cookies, asks for bodies as they are and decompresses nothing. A
//! request that was written is never sent again.

use std::{
    io,
    sync::Arc,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use bytes::{Bytes, BytesMut};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use portal_api::{Route, ServerTime};
use portal_core::url::Origin;
use reqwest::{Client, Response, Url, redirect, retry};
use rustls::ClientConfig;

use crate::{
    error::UpstreamError,
    probe,
    resolver::Resolver,
    tls::{RootCertStore, client_config},
};

const USER_AGENT: &str = concat!("portal-gateway/", env!("CARGO_PKG_VERSION"));

/// How long an idle connection is kept: shorter than servers usually keep theirs, so that no request goes into a
/// connection that the server is closing.
const POOL_IDLE_TIMEOUT: Duration = Duration::from_secs(20);

/// Bounds of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UpstreamLimits {
    /// From the request's start to the end of the response's body.
    pub timeout: Duration,
    /// For [`Upstream::connect`].
    pub connect_timeout: Duration,
    /// The largest response body, in bytes.
    pub max_body_bytes: usize,
}

/// A response, read to its end.
#[derive(Debug)]
pub struct UpstreamResponse {
    /// Its status.
    pub status: StatusCode,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its body.
    pub body: Bytes,
}

impl UpstreamResponse {
    /// The server's clock, by its `Date` header; this machine's clock where there is none. `expiresAt` refers to it.
    pub fn server_time(&self) -> ServerTime {
        let date = self.headers.get(header::DATE).and_then(|date| httpdate::parse_http_date(date.to_str().ok()?).ok());
        let since = date.unwrap_or_else(SystemTime::now).duration_since(UNIX_EPOCH).unwrap_or_default();
        ServerTime::from_millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }
}

/// The client for one API. Clones share its connections.
#[derive(Debug, Clone)]
pub struct Upstream {
    origin: Origin,
    client: Client,
    tls: Arc<ClientConfig>,
    limits: UpstreamLimits,
}

impl Upstream {
    /// `load_roots` is called for an https origin only; [`system_roots`](crate::system_roots) outside of tests.
    ///
    /// # Errors
    /// The root certificates can't be loaded.
    pub fn new(
        origin: Origin,
        limits: UpstreamLimits,
        load_roots: impl FnOnce() -> io::Result<RootCertStore>,
    ) -> io::Result<Self> {
        let tls = client_config(if origin.is_https() { load_roots()? } else { RootCertStore::empty() })?;
        let client = Client::builder()
            .tls_backend_preconfigured(tls.clone())
            .dns_resolver(Resolver)
            .user_agent(USER_AGENT)
            .redirect(redirect::Policy::none())
            .retry(retry::never())
            .no_proxy()
            .referer(false)
            .pool_idle_timeout(POOL_IDLE_TIMEOUT)
            .timeout(limits.timeout)
            .build()
            .map_err(io::Error::other)?;
        Ok(Self { origin, client, tls: Arc::new(tls), limits })
    }

    /// Sends a JSON request with these headers, and reads the whole response. Of an error that says when to ask again, the body
    /// may be missing.
    ///
    /// # Errors
    /// No response, or no whole one.
    pub async fn post(&self, route: Route, headers: HeaderMap, body: Bytes) -> Result<UpstreamResponse, UpstreamError> {
        const JSON: HeaderValue = HeaderValue::from_static("application/json");
        let request = self
            .client
            .post(self.url(route.path())?)
            .headers(headers)
            .header(header::ACCEPT, JSON)
            // Without the header, a server may choose any encoding (RFC 9110, section 12.5.3).
            .header(header::ACCEPT_ENCODING, HeaderValue::from_static("identity"))
            .header(header::CONTENT_TYPE, JSON)
            .body(body);
        let mut response = request.send().await.map_err(UpstreamError::sending)?;
        let (status, headers) = (response.status(), std::mem::take(response.headers_mut()));
        let body = match self.read_body(response).await {
            Err(_) if is_told_to_wait(status, &headers) => Bytes::new(),
            body => body?,
        };
        Ok(UpstreamResponse { status, headers, body })
    }

    async fn read_body(&self, mut response: Response) -> Result<Bytes, UpstreamError> {
        let mut body = BytesMut::new();
        while let Some(chunk) = response.chunk().await.map_err(UpstreamError::reading)? {
            if body.len().saturating_add(chunk.len()) > self.limits.max_body_bytes {
                return Err(UpstreamError::TooLarge);
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body.freeze())
    }

    /// Opens a connection, TLS handshake included, and closes it.
    ///
    /// # Errors
    /// There is no connection.
    pub async fn connect(&self) -> Result<(), UpstreamError> {
        let url = self.url("/")?;
        match tokio::time::timeout(self.limits.connect_timeout, probe::connect(&url, Arc::clone(&self.tls))).await {
            Ok(connected) => connected.map_err(UpstreamError::Unreachable),
            Err(_) => Err(UpstreamError::Timeout),
        }
    }

    fn url(&self, path: &str) -> Result<Url, UpstreamError> {
        let url = Url::parse(&[self.origin.as_str(), path].concat());
        url.map_err(|error| UpstreamError::Unreachable(Box::new(error)))
    }
}

/// Whether a response says all that matters in its head: an error with a time at which to ask again.
fn is_told_to_wait(status: StatusCode, headers: &HeaderMap) -> bool {
    (status == StatusCode::TOO_MANY_REQUESTS || status.is_server_error()) && headers.contains_key(header::RETRY_AFTER)
}
