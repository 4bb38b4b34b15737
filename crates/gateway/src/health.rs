//! For whoever watches over the gateway.

use std::{sync::Arc, time::Instant};

use axum::{
    body::Body,
    extract::State,
    http::{Response, StatusCode},
};
use tokio::sync::Mutex;

use crate::{access_log::Noted, gateway::Gateway, refusal::text};

/// The last probe of the upstream.
#[derive(Debug, Default)]
pub(crate) struct Probe(Mutex<Option<(Instant, bool)>>);

/// The process runs and answers.
pub(crate) async fn alive() -> Response<Body> {
    let mut response = text(StatusCode::OK, "ok\n");
    Noted::route(&mut response, "healthz");
    response
}

/// It could serve users now: the files are there (without them it would not have started), and the upstream takes
/// connections. One probe at a time, its result kept for a while: nobody can make the gateway knock at the API's door.
pub(crate) async fn ready(State(gateway): State<Arc<Gateway>>) -> Response<Body> {
    let mut response = match &gateway.upstream {
        Some(upstream) => {
            let mut last = gateway.probe.0.lock().await;
            let known = last.filter(|(when, _)| when.elapsed() < gateway.limits.probe_kept).map(|(_, result)| result);
            let reachable = match known {
                Some(result) => result,
                None => {
                    let result = upstream.connect().await.is_ok();
                    *last = Some((Instant::now(), result));
                    result
                }
            };
            if reachable {
                text(StatusCode::OK, "ready\n")
            } else {
                text(StatusCode::SERVICE_UNAVAILABLE, "not ready: no connection to the upstream\n")
            }
        }
        None => text(StatusCode::OK, "ready\n"),
    };
    Noted::route(&mut response, "readyz");
    response
}
