//! Accepts connections and writes responses, incomplete ones too.
//!
//! On hyper directly: `axum::serve` can't close a connection without a response, which scripted responses need.

use std::{future::Future, time::Duration};

use axum::{
    body::Body,
    http::{Request, Response},
};
use bytes::Bytes;
use futures_util::{StreamExt, stream};
use http_body_util::{BodyExt, StreamBody, combinators::UnsyncBoxBody};
use hyper::{
    body::{Frame, Incoming},
    server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{net::TcpListener, task::JoinSet};

use crate::outcome::{Delivery, Outcome};

/// How long to wait before the next `accept` after a failed one.
const ACCEPT_RETRY: Duration = Duration::from_millis(50);

/// How long a truncated response stays open after its first half, so that the client has received it.
const TRUNCATION_DELAY: Duration = Duration::from_millis(30);

/// Serves a listener until the future is dropped.
pub(crate) async fn serve<F, R>(listener: TcpListener, handle: F)
where
    F: Fn(Request<Body>) -> R + Clone + Send + Sync + 'static,
    R: Future<Output = Outcome> + Send + 'static,
{
    let mut connections = JoinSet::new();
    loop {
        let stream = tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => stream,
                // Probably out of file descriptors: others will be closed.
                Err(_) => {
                    tokio::time::sleep(ACCEPT_RETRY).await;
                    continue;
                }
            },
            // Removes finished connections from the set.
            Some(_) = connections.join_next() => continue,
        };
        // Without Nagle's algorithm: small responses are sent at once.
        let _ = stream.set_nodelay(true);
        let handle = handle.clone();
        connections.spawn(async move {
            let service = service_fn(move |request: Request<Incoming>| {
                let handle = handle.clone();
                async move { deliver(handle(request.map(Body::new)).await).await }
            });
            // Fails for each truncated or dropped response, as intended.
            let _ =
                http1::Builder::new().timer(TokioTimer::new()).serve_connection(TokioIo::new(stream), service).await;
        });
    }
}

/// hyper closes the connection without a response on an error.
type Delivered = Result<Response<UnsyncBoxBody<Bytes, axum::Error>>, &'static str>;

async fn deliver(outcome: Outcome) -> Delivered {
    let (mut parts, body) = outcome.response.into_parts();
    match outcome.delivery {
        Delivery::Complete => Ok(Response::from_parts(parts, UnsyncBoxBody::new(body))),
        Delivery::Dropped => Err("dropped"),
        Delivery::Truncated => {
            let whole = body.collect().await.map(|body| body.to_bytes()).unwrap_or_default();
            let half = whole.slice(..whole.len() / 2);
            parts.headers.insert(hyper::header::CONTENT_LENGTH, whole.len().into());
            let first = stream::once(async { Ok(Frame::data(half)) });
            let then = stream::once(async {
                tokio::time::sleep(TRUNCATION_DELAY).await;
                Err(axum::Error::new("truncated"))
            });
            Ok(Response::from_parts(parts, UnsyncBoxBody::new(StreamBody::new(first.chain(then)))))
        }
    }
}
