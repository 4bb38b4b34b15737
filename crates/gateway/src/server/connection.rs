//! One connection, from its start to its end.

use std::{net::SocketAddr, pin::pin};

use axum::{Router, body::Body, extract::Request};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio_util::sync::CancellationToken;
use tower_service::Service;

use super::{
    connection_state::ConnectionState, connection_timeouts::TimeoutStream, connections::Place, health_only::HealthOnly,
};
use crate::{clients::PeerAddress, settings::Limits, telemetry};

/// A connection that was accepted.
pub(super) struct Connection<S> {
    pub(super) stream: S,
    pub(super) peer: SocketAddr,
    pub(super) place: Place,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Connection<S> {
    /// Serves requests until the client leaves, a timeout, `stopping`, or until it has to make room.
    pub(super) async fn serve(self, limits: Limits, router: Router, stopping: CancellationToken) {
        let Self { stream, peer, place } = self;
        let is_over_limit = place.over_limit().is_some();
        let state = ConnectionState::new(place);
        let stream = TimeoutStream::new(stream, state.clone(), limits);
        let state_of_requests = state.clone();
        let service = service_fn(move |request: Request<Incoming>| {
            let state = state_of_requests.clone();
            state.set_busy();
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(PeerAddress(peer));
            if is_over_limit {
                request.extensions_mut().insert(HealthOnly);
            }
            let response = router.clone().call(request);
            async move { response.await.map(|response| response.map(|body| state.watch(body))) }
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            // `TimeoutStream` has its own timeouts for heads and idle connections.
            .header_read_timeout(None)
            .max_header_size(limits.max_head_bytes)
            .keep_alive(!is_over_limit)
            .serve_connection(TokioIo::new(stream), service);
        let mut connection = pin!(connection);
        let ended = tokio::select! {
            // First, so that what the client has sent by then is read.
            biased;
            ended = connection.as_mut() => ended,
            () = state.place().closed() => {
                if state.phase().is_waiting() {
                    return;
                }
                connection.as_mut().graceful_shutdown();
                connection.await
            }
            () = stopping.cancelled() => {
                connection.as_mut().graceful_shutdown();
                connection.await
            }
        };
        // Otherwise, how a connection ends is the client's business: reset, timed out, not HTTP at all.
        if ended.is_err_and(|error| error.is_parse_too_large()) {
            telemetry::log_oversized_head(peer, limits.max_head_bytes);
        }
    }
}
