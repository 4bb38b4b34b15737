//! What the handlers of the API's routes share.

use std::{future::Future, sync::Arc};

use axum::http::header;
use bytes::Bytes;
use portal_api::Route;
use portal_core::{config::ShowSettings, session::cookies::UPSTREAM_SESSION_COOKIE, url::Origin};
use portal_upstream::{SessionToken, Upstream, UpstreamResponse};
use tokio::sync::Semaphore;
use tokio_util::task::TaskTracker;

use crate::{
    clients::{Client, RequestLimits, RetryAfter},
    http::GatewayError,
    settings::Limits,
    telemetry::Throttle,
};

/// What the handlers of the API's routes share. Nothing in it belongs to a session.
pub(crate) struct ApiProxy {
    pub(crate) public_origin: Origin,
    pub(crate) upstream: Upstream,
    pub(crate) show: ShowSettings,
    pub(crate) limits: Limits,
    /// Bounds the requests to the upstream. The cap on connections doesn't: a request that changes something goes on when
    /// its client has left.
    pub(crate) in_flight: Semaphore,
    /// Bounds those of each client.
    pub(crate) request_limits: RequestLimits,
    pub(crate) refusal_reports: Throttle,
    /// The requests that shutdown waits for.
    pub(crate) tasks: TaskTracker,
}

impl ApiProxy {
    /// Sends a request with the session cookie alone. No header of the browser's is forwarded, but for `--forward-client`.
    pub(super) async fn send(
        &self,
        route: Route,
        token: Option<&SessionToken>,
        body: Bytes,
        client: &Client,
    ) -> Result<UpstreamResponse, GatewayError> {
        let _place = self.request_limits.start(client.limited_as).map_err(|wait| self.refuse(client, wait))?;
        let _permit = self.in_flight.try_acquire().map_err(|_| GatewayError::Overloaded)?;
        let mut headers = client.headers.clone();
        if let Some(token) = token {
            let cookie = token.cookie(UPSTREAM_SESSION_COOKIE, "").ok_or(GatewayError::NoSessionCookie)?;
            headers.insert(header::COOKIE, cookie);
        }
        self.upstream.post(route, headers, body).await.map_err(|error| {
            tracing::warn!(route = route.name(), "the upstream {error}");
            error.into()
        })
    }

    fn refuse(&self, client: &Client, RetryAfter(retry_after): RetryAfter) -> GatewayError {
        if self.refusal_reports.is_due() {
            tracing::warn!(
                client = %client.address,
                "a client sends more requests than --max-requests-per-client and --max-connections-per-client allow"
            );
        }
        GatewayError::RateLimited { retry_after }
    }

    /// Runs a request to its end even if its client leaves, which drops the handler: a request that changes something at the
    /// API must not be aborted half-way. (The response is lost. After an exchange the session ID is used up, and the user
    /// has to come from the app again.)
    pub(super) async fn run_to_end<T: Send + 'static>(
        self: &Arc<Self>,
        request: impl Future<Output = Result<T, GatewayError>> + Send + 'static,
    ) -> Result<T, GatewayError> {
        // An error here is a panic of the task.
        self.tasks.spawn(request).await.unwrap_or(Err(GatewayError::UpstreamUnreachable))
    }
}
