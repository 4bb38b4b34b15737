//! `/healthz` and `/readyz`, for load balancers and monitoring.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use axum::{extract::State, http::StatusCode, response::Response};
use portal_upstream::Upstream;
use tokio::sync::Mutex;

use super::responses::text;

/// What `/readyz` depends on.
#[derive(Debug)]
pub(crate) struct Readiness {
    upstream: Option<Upstream>,
    cache_for: Duration,
    last_probe: Mutex<Option<(Instant, bool)>>,
}

impl Readiness {
    pub(crate) fn new(upstream: Option<Upstream>, cache_for: Duration) -> Self {
        Self { upstream, cache_for, last_probe: Mutex::default() }
    }

    /// Whether the upstream accepts connections. There is one probe at a time and its result is cached, so that nobody can
    /// make the gateway flood the API with connections.
    async fn is_ready(&self) -> bool {
        let Some(upstream) = &self.upstream else { return true };
        let mut last = self.last_probe.lock().await;
        match *last {
            Some((time, is_reachable)) if time.elapsed() < self.cache_for => is_reachable,
            _ => {
                let is_reachable = upstream.connect().await.is_ok();
                *last = Some((Instant::now(), is_reachable));
                is_reachable
            }
        }
    }
}

/// The process runs and answers.
pub(crate) async fn alive() -> &'static str {
    "ok\n"
}

/// The gateway could serve users now. (The files are there, or it would not have started.)
pub(crate) async fn ready(State(readiness): State<Arc<Readiness>>) -> Response {
    if readiness.is_ready().await {
        text(StatusCode::OK, "ready\n")
    } else {
        text(StatusCode::SERVICE_UNAVAILABLE, "not ready: no connection to the upstream\n")
    }
}
