//! What the handlers of the API's routes share.

use std::{future::Future, sync::Arc};

use axum::http::header;
use bytes::Bytes;
use portal_api::Route;
use portal_core::{config::ShowSettings, session::cookies::UPSTREAM_SESSION_COOKIE, url::Origin};
use portal_upstream::{SessionToken, Upstream, UpstreamResponse};
use tokio::sync::Semaphore;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use super::repeats::{Answer, Claim, Fingerprint, Outcome, Repeats};
use crate::{
    clients::{Client, RequestLimits, RetryAfter},
    http::GatewayError,
    settings::Limits,
    telemetry::Throttle,
};

/// What the handlers of the API's routes share. Of sessions it holds only the fingerprints in [`Repeats`].
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
    /// Shutdown waits no longer.
    pub(crate) ending: CancellationToken,
    pub(crate) repeats: Arc<Repeats>,
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

    /// Sends a request that changes something: to its end even if its client leaves, which drops the handler, and once for
    /// each fingerprint, however often it arrives. Without one, whatever arrives is sent.
    pub(super) async fn send_once(
        self: &Arc<Self>,
        route: Route,
        fingerprint: Option<Fingerprint>,
        body: &Bytes,
        request: impl Future<Output = Outcome> + Send + 'static,
    ) -> Answer {
        let Some(fingerprint) = fingerprint else {
            let sent = self.tasks.spawn(request);
            // An error here is a panic of the task.
            return self
                .unless_ending(async { sent.await.map_or(Err(GatewayError::AnswerLost), |sent| sent.answer) })
                .await;
        };
        let waiting = match self.repeats.claim(fingerprint, body) {
            Claim::First(running, waiting) => {
                self.tasks.spawn(async move { running.end(request.await) });
                waiting
            }
            Claim::Repeat(waiting) => {
                tracing::info!(
                    route = route.name(),
                    "a request came again while it was under way: both get its answer"
                );
                waiting
            }
            Claim::Late => {
                tracing::warn!(
                    route = route.name(),
                    "a request came again after its answer was sent: it is not forwarded"
                );
                return Err(GatewayError::AnswerLost);
            }
            Claim::Full => {
                tracing::warn!(
                    route = route.name(),
                    "too many requests to tell repeats from others: this one is refused"
                );
                return Err(GatewayError::Overloaded);
            }
        };
        self.unless_ending(waiting.answer()).await
    }

    /// The answer, or an error once the program ends. A connection that closes without a response would make the browser
    /// send the request again, to a gateway that doesn't know it.
    async fn unless_ending(&self, answer: impl Future<Output = Answer>) -> Answer {
        tokio::select! {
            biased;
            answer = answer => answer,
            () = self.ending.cancelled() => Err(GatewayError::AnswerLost),
        }
    }
}
