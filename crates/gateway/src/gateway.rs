//! What all requests share, and the table of routes.

use std::{io, sync::Arc};

use axum::{
    Router,
    body::Body,
    extract::{Request, State},
    http::{HeaderMap, Response, StatusCode},
    middleware::{self, Next},
    routing::{any, get, post},
};
use bytes::Bytes;
use ipnet::IpNet;
use portal_api::Route;
use portal_core::{
    config::{Config, ShowSettings},
    url::Origin,
};
use tokio::sync::Semaphore;
use tokio_util::task::TaskTracker;
use tower_http::catch_panic::CatchPanicLayer;

use crate::{
    access_log::{self, Noted},
    ambiguous, brand_css,
    files::Files,
    forward::forward,
    headers,
    health::{self, Probe},
    pages,
    refusal::{method_not_allowed, text},
    settings::{Limits, Settings},
    sign_out,
    upstream::Upstream,
};

/// What all requests share. Nothing in it belongs to a session.
pub(crate) struct Gateway {
    pub(crate) public_origin: Origin,
    pub(crate) show: ShowSettings,
    pub(crate) config_json: Bytes,
    pub(crate) files: Files,
    pub(crate) upstream: Option<Upstream>,
    pub(crate) trusted_proxies: Vec<IpNet>,
    pub(crate) limits: Limits,
    pub(crate) probe: Probe,
    /// Requests to the upstream. A client that leaves doesn't end an exchange, so the cap on connections alone would not
    /// bound them.
    pub(crate) under_way: Arc<Semaphore>,
    /// What has to be over before the gateway ends.
    pub(crate) tasks: TaskTracker,
    security: HeaderMap,
}

impl Gateway {
    pub(crate) fn new(settings: &Settings, mut files: Files) -> io::Result<Self> {
        let config: &Config = &settings.config;
        files.put("/brand.css", brand_css::stylesheet(config.colour));
        let upstream = settings.upstream.clone().map(|origin| Upstream::new(origin, settings.limits)).transpose()?;
        Ok(Self {
            public_origin: settings.public_origin.clone(),
            show: config.show,
            config_json: settings.config_json.clone(),
            files,
            upstream,
            trusted_proxies: settings.trusted_proxies.clone(),
            limits: settings.limits,
            probe: Probe::default(),
            under_way: Arc::new(Semaphore::new(settings.max_connections)),
            tasks: TaskTracker::new(),
            security: headers::security_map(config, settings.public_origin.is_https()),
        })
    }
}

/// Every address, once; what is no route is a file, a page or nothing.
pub(crate) fn router(gateway: Arc<Gateway>) -> Router {
    let mut router = Router::new()
        .route("/healthz", get(health::alive).fallback(not_read))
        .route("/readyz", get(health::ready).fallback(not_read))
        .route("/config.json", get(pages::config).fallback(not_read))
        // createSession is among these: it is the backend's, with a root key, and never goes through here.
        .route("/v2", any(no_route))
        .route("/v2/", any(no_route))
        .route("/v2/{*rest}", any(no_route));
    if let Some(upstream) = &gateway.upstream {
        for route in Route::BROWSER_ROUTES.into_iter().filter(|route| gateway.show.needs(*route)) {
            let upstream = upstream.clone();
            let handler = move |state: State<Arc<Gateway>>, request: Request<Body>| async move {
                let mut response = forward(state, upstream, route, request).await;
                Noted::route(&mut response, route.name());
                response
            };
            router = router.route(route.path(), post(handler).fallback(not_posted));
        }
        let end = |state: State<Arc<Gateway>>, request: Request<Body>| async move {
            let mut response = sign_out::end(state, request).await;
            Noted::route(&mut response, "session/end");
            response
        };
        router = router.route(sign_out::PATH, post(end).fallback(not_posted));
    }
    router
        .fallback(pages::serve)
        .layer(middleware::from_fn_with_state(Arc::clone(&gateway), ambiguous::refuse))
        // From here outwards: a panic becomes a 500, every answer gets its headers, every request its line.
        .layer(CatchPanicLayer::custom(panicked))
        .layer(middleware::from_fn_with_state(Arc::clone(&gateway), with_headers))
        .layer(middleware::from_fn_with_state(Arc::clone(&gateway), access_log::log))
        .with_state(gateway)
}

async fn with_headers(State(gateway): State<Arc<Gateway>>, request: Request, next: Next) -> Response<Body> {
    let mut response = next.run(request).await;
    headers::apply(&gateway.security, response.headers_mut());
    response
}

/// As the API says it: in plain text.
async fn no_route() -> Response<Body> {
    text(StatusCode::NOT_FOUND, "404 page not found\n")
}

async fn not_posted() -> Response<Body> {
    method_not_allowed("POST")
}

async fn not_read() -> Response<Body> {
    method_not_allowed("GET, HEAD")
}

/// The panic's own text is not logged here: it may quote what it stumbled over.
fn panicked(_: Box<dyn std::any::Any + Send>) -> Response<Body> {
    tracing::error!("a request made the gateway panic: please report it with the lines before");
    text(StatusCode::INTERNAL_SERVER_ERROR, "the gateway failed\n")
}
