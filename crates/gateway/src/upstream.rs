//! The one place that speaks to the API. It follows no redirect, reads no proxy from the environment and keeps no
//! cookie, since its client knows none of them.

use std::{
    future::Future,
    io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    vec,
};

use axum::http::{HeaderMap, HeaderValue, Method, Request, StatusCode, Uri, Version, header};
use bytes::Bytes;
use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper_rustls::{ConfigBuilderExt, HttpsConnector, HttpsConnectorBuilder};
use hyper_util::{
    client::legacy::{
        Client,
        connect::{
            HttpConnector,
            dns::{GaiResolver, Name},
        },
    },
    rt::{TokioExecutor, TokioTimer},
};
use portal_api::Route;
use portal_core::{session::cookies::UPSTREAM_SESSION_COOKIE, url::Origin};
use tower_service::Service;

use crate::{
    cookies::Token,
    refusal::Refusal,
    settings::Limits,
    trouble::{NoSuchHost, Trouble},
};

/// What the upstream said, whole.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

type Connector = HttpsConnector<HttpConnector<Resolver>>;

/// The API.
#[derive(Debug, Clone)]
pub(crate) struct Upstream {
    origin: Origin,
    client: Client<Connector, Full<Bytes>>,
    connector: Connector,
    limits: Limits,
}

impl Upstream {
    /// # Errors
    /// For an https upstream on a machine that has no certificates to check it by.
    pub(crate) fn new(origin: Origin, limits: Limits) -> io::Result<Self> {
        let builder = rustls::ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(io::Error::other)?;
        let builder = if origin.is_https() {
            builder.with_native_roots()?
        } else {
            builder.with_root_certificates(rustls::RootCertStore::empty())
        };
        let mut http = HttpConnector::new_with_resolver(Resolver(GaiResolver::new()));
        http.enforce_http(false);
        http.set_nodelay(true);
        let connector = HttpsConnectorBuilder::new()
            .with_tls_config(builder.with_no_client_auth())
            .https_or_http()
            .enable_http1()
            .wrap_connector(http);
        let client = Client::builder(TokioExecutor::new())
            .timer(TokioTimer::new())
            .pool_timer(TokioTimer::new())
            // Shorter than servers usually keep an idle connection, so that no request goes into one that is closing.
            .pool_idle_timeout(std::time::Duration::from_secs(20))
            // A request that was never written may go on another connection; one that was is never repeated.
            .retry_canceled_requests(true)
            .build(connector.clone());
        Ok(Self { origin, client, connector, limits })
    }

    /// Sends a request of a browser and reads the whole answer. Up go the content type, the one cookie, and who asks:
    /// nothing of the browser's but these.
    pub(crate) async fn send(&self, route: Route, token: Option<&Token>, body: Bytes) -> Result<Said, Refusal> {
        let mut headers = HeaderMap::new();
        if let Some(token) = token {
            headers.insert(header::COOKIE, token.cookie(UPSTREAM_SESSION_COOKIE, "").ok_or(Refusal::NoSession)?);
        }
        self.post(route, headers, body).await.map_err(|trouble| {
            tracing::warn!(route = route.name(), "the upstream {trouble}");
            trouble.into()
        })
    }

    /// Sends a request with these headers, the content type and who asks, and reads the whole answer.
    pub(crate) async fn post(&self, route: Route, headers: HeaderMap, body: Bytes) -> Result<Said, Trouble> {
        let mut request = Request::new(Full::new(body));
        *request.method_mut() = Method::POST;
        *request.uri_mut() = self.uri(route.path())?;
        *request.version_mut() = Version::HTTP_11;
        *request.headers_mut() = headers;
        let headers = request.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        headers.insert(
            header::USER_AGENT,
            HeaderValue::from_static(concat!("portal-gateway/", env!("CARGO_PKG_VERSION"))),
        );
        let said = tokio::time::timeout(self.limits.upstream, self.exchange(request));
        said.await.unwrap_or(Err(Trouble::Slow))
    }

    async fn exchange(&self, request: Request<Full<Bytes>>) -> Result<Said, Trouble> {
        let response = self.client.request(request).await.map_err(|error| Trouble::Down(error.into()))?;
        let (head, body) = response.into_parts();
        match Limited::new(body, self.limits.answer_bytes).collect().await {
            Ok(body) => Ok(Said { status: head.status, headers: head.headers, body: body.to_bytes() }),
            Err(error) if error.is::<LengthLimitError>() => Err(Trouble::TooLarge),
            Err(error) => Err(Trouble::BrokeOff(error)),
        }
    }

    /// Makes a connection, TLS included, and lets it go.
    pub(crate) async fn connect(&self) -> Result<(), Trouble> {
        let connected = self.connector.clone().call(self.uri("/")?);
        match tokio::time::timeout(self.limits.probe, connected).await {
            Ok(connected) => connected.map(drop).map_err(Trouble::Down),
            Err(_) => Err(Trouble::Slow),
        }
    }

    fn uri(&self, path: &str) -> Result<Uri, Trouble> {
        [self.origin.as_str(), path].concat().parse().map_err(|error| Trouble::Down(Box::new(error)))
    }
}

/// The system's resolver, but `localhost` and names under it are this machine whatever the name server says: plain http
/// is allowed there and nowhere else.
#[derive(Debug, Clone)]
struct Resolver(GaiResolver);

type Addresses = vec::IntoIter<SocketAddr>;

impl Service<Name> for Resolver {
    type Response = Addresses;
    type Error = io::Error;
    type Future = Pin<Box<dyn Future<Output = io::Result<Addresses>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.0.poll_ready(context)
    }

    fn call(&mut self, name: Name) -> Self::Future {
        if name.as_str() == "localhost" || name.as_str().ends_with(".localhost") {
            let here = [IpAddr::V4(Ipv4Addr::LOCALHOST), IpAddr::V6(Ipv6Addr::LOCALHOST)];
            let here: Vec<_> = here.into_iter().map(|address| SocketAddr::new(address, 0)).collect();
            return Box::pin(std::future::ready(Ok(here.into_iter())));
        }
        let found = self.0.call(name);
        Box::pin(async move {
            let found = found.await.map_err(|error| io::Error::other(NoSuchHost(error)))?;
            Ok(found.collect::<Vec<_>>().into_iter())
        })
    }
}
