//! The client itself: `POST` requests to the routes of one API. It follows no redirects, uses no proxy of the environment,
//! keeps no cookies, asks for bodies as they are and decompresses nothing. A
//! request that was written is never sent again.

use std::{
    io,
    sync::Arc,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use bytes::{Bytes, BytesMut};
use http::{HeaderMap, HeaderValue, Method, Request, StatusCode, Uri, header};
use http_body_util::{BodyExt, Full};
use hyper::body::{Body, Incoming};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::{TokioExecutor, TokioTimer},
};
use portal_api::{Route, ServerTime};
use portal_core::url::Origin;
use rustls::ClientConfig;
use tokio::time::{Instant, timeout_at};

use crate::{
    error::UpstreamError,
    probe,
    resolver::Resolver,
    tls::{RootCertStore, client_config},
};

const USER_AGENT: HeaderValue = HeaderValue::from_static(concat!("portal-gateway/", env!("CARGO_PKG_VERSION")));

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
    client: Client<HttpsConnector<HttpConnector<Resolver>>, Full<Bytes>>,
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
        let mut tcp = HttpConnector::new_with_resolver(Resolver);
        tcp.enforce_http(false);
        tcp.set_nodelay(true);
        let connector = HttpsConnectorBuilder::new().with_tls_config(tls.clone()).https_or_http().enable_http1();
        let client = Client::builder(TokioExecutor::new())
            .pool_idle_timeout(POOL_IDLE_TIMEOUT)
            .pool_timer(TokioTimer::new())
            .build(connector.wrap_connector(tcp));
        Ok(Self { origin, client, tls: Arc::new(tls), limits })
    }

    /// Sends a JSON request with these headers, and reads the whole response. Of an error that says when to ask again, the body
    /// may be missing.
    ///
    /// # Errors
    /// No response, or no whole one.
    pub async fn post(
        &self,
        route: Route,
        mut headers: HeaderMap,
        body: Bytes,
    ) -> Result<UpstreamResponse, UpstreamError> {
        const JSON: HeaderValue = HeaderValue::from_static("application/json");
        headers.entry(header::USER_AGENT).or_insert(USER_AGENT);
        headers.insert(header::ACCEPT, JSON);
        // Without the header, a server may choose any encoding (RFC 9110, section 12.5.3).
        headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static("identity"));
        headers.insert(header::CONTENT_TYPE, JSON);
        let mut request = Request::new(Full::new(body));
        *request.method_mut() = Method::POST;
        *request.uri_mut() = self.uri(route.path())?;
        *request.headers_mut() = headers;
        let end = Instant::now() + self.limits.timeout;
        let response = timeout_at(end, self.client.request(request)).await.map_err(|_| UpstreamError::Timeout)?;
        let (head, body) = response.map_err(|error| UpstreamError::Unreachable(error.into()))?.into_parts();
        let body = match timeout_at(end, self.read_body(body)).await.unwrap_or(Err(UpstreamError::Timeout)) {
            Err(_) if is_told_to_wait(head.status, &head.headers) => Bytes::new(),
            body => body?,
        };
        Ok(UpstreamResponse { status: head.status, headers: head.headers, body })
    }

    async fn read_body(&self, mut body: Incoming) -> Result<Bytes, UpstreamError> {
        let length = body.size_hint().exact().and_then(|length| usize::try_from(length).ok());
        let mut whole = BytesMut::new();
        while let Some(frame) = body.frame().await {
            let frame = frame.map_err(|error| UpstreamError::Interrupted(error.into()))?;
            let Ok(chunk) = frame.into_data() else { continue };
            if whole.len().saturating_add(chunk.len()) > self.limits.max_body_bytes {
                return Err(UpstreamError::TooLarge);
            }
            if Some(chunk.len()) == length {
                // Most answers come in one piece, which needs no copy.
                return Ok(chunk);
            }
            if whole.is_empty() {
                whole.reserve(length.unwrap_or_default().min(self.limits.max_body_bytes));
            }
            whole.extend_from_slice(&chunk);
        }
        Ok(whole.freeze())
    }

    /// Opens a connection, TLS handshake included, and closes it.
    ///
    /// # Errors
    /// There is no connection.
    pub async fn connect(&self) -> Result<(), UpstreamError> {
        let uri = self.uri("/")?;
        match tokio::time::timeout(self.limits.connect_timeout, probe::connect(&uri, Arc::clone(&self.tls))).await {
            Ok(connected) => connected.map_err(UpstreamError::Unreachable),
            Err(_) => Err(UpstreamError::Timeout),
        }
    }

    fn uri(&self, path: &str) -> Result<Uri, UpstreamError> {
        Uri::try_from([self.origin.as_str(), path].concat()).map_err(|error| UpstreamError::Unreachable(error.into()))
    }
}

/// Whether a response says all that matters in its head: an error with a time at which to ask again.
fn is_told_to_wait(status: StatusCode, headers: &HeaderMap) -> bool {
    (status == StatusCode::TOO_MANY_REQUESTS || status.is_server_error()) && headers.contains_key(header::RETRY_AFTER)
}
