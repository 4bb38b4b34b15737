//! The two listeners.

use std::{
    convert::Infallible,
    future::Future,
    net::{IpAddr, SocketAddr},
    sync::Arc,
    time::Duration,
};

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

use crate::{api, app, command::Options, world::Sandbox};

/// A sandbox that runs until it is dropped.
#[derive(Debug)]
pub struct Running {
    /// The API's port.
    pub api_port: u16,
    /// The app's port.
    pub app_port: u16,
    _servers: JoinSet<()>,
}

/// An answer, and how it ends.
pub(crate) struct Outcome {
    /// The answer.
    pub(crate) response: Response<Body>,
    /// How it ends.
    pub(crate) ending: Ending,
}

/// How an answer ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ending {
    /// As it should.
    Whole,
    /// The connection drops half-way.
    Cut,
    /// The connection drops before it begins.
    Dropped,
}

impl Outcome {
    /// An answer that comes whole.
    pub(crate) const fn whole(response: Response<Body>) -> Self {
        Self { response, ending: Ending::Whole }
    }
}

/// Starts both listeners.
///
/// # Errors
/// A sentence for the user when a port is taken or the address can't be listened on.
pub async fn start(options: Options) -> Result<Running, String> {
    let (api_listener, api_port) = listen(options.host, options.api_port, "--api-port").await?;
    let (app_listener, app_port) = listen(options.host, options.app_port, "--app-port").await?;
    let sandbox = Arc::new(Sandbox::new(options, api_port));
    let app = app::router(Arc::clone(&sandbox));
    let mut servers = JoinSet::new();
    servers.spawn(serve(api_listener, move |request| api::handle(Arc::clone(&sandbox), request)));
    servers.spawn(serve(app_listener, move |request| {
        let app = app.clone();
        async move {
            let answered: Result<_, Infallible> = tower::ServiceExt::oneshot(app, request).await;
            match answered {
                Ok(response) => Outcome::whole(response),
                Err(never) => match never {},
            }
        }
    }));
    Ok(Running { api_port, app_port, _servers: servers })
}

async fn listen(host: IpAddr, port: u16, flag: &str) -> Result<(TcpListener, u16), String> {
    let problem = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::AddrInUse => {
            format!("port {port} is taken: stop what listens there, or choose another with {flag} (0 takes a free one)")
        }
        _ => format!("can't listen on {host}:{port}: {error}"),
    };
    let listener = TcpListener::bind(SocketAddr::new(host, port)).await.map_err(problem)?;
    let port = listener.local_addr().map_err(problem)?.port();
    Ok((listener, port))
}

async fn serve<F, R>(listener: TcpListener, handle: F)
where
    F: Fn(Request<Body>) -> R + Clone + Send + Sync + 'static,
    R: Future<Output = Outcome> + Send + 'static,
{
    let mut connections = JoinSet::new();
    loop {
        let stream = tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => stream,
                // Out of file handles, most likely: some will come back.
                Err(_) => {
                    tokio::time::sleep(Duration::from_millis(50)).await;
                    continue;
                }
            },
            Some(_) = connections.join_next() => continue,
        };
        // Small answers must not wait for each other.
        let _ = stream.set_nodelay(true);
        let handle = handle.clone();
        connections.spawn(async move {
            let service = service_fn(move |request: Request<Incoming>| {
                let handle = handle.clone();
                async move { finish(handle(request.map(Body::new)).await).await }
            });
            // Ends with an error whenever an answer is cut or dropped, which is what was wanted.
            let _ =
                http1::Builder::new().timer(TokioTimer::new()).serve_connection(TokioIo::new(stream), service).await;
        });
    }
}

/// An error here closes the connection without an answer.
type Finished = Result<Response<UnsyncBoxBody<Bytes, axum::Error>>, &'static str>;

async fn finish(outcome: Outcome) -> Finished {
    let (mut parts, body) = outcome.response.into_parts();
    match outcome.ending {
        Ending::Whole => Ok(Response::from_parts(parts, UnsyncBoxBody::new(body))),
        Ending::Dropped => Err("dropped"),
        Ending::Cut => {
            let whole = body.collect().await.map(|body| body.to_bytes()).unwrap_or_default();
            let half = whole.slice(..whole.len() / 2);
            parts.headers.insert(hyper::header::CONTENT_LENGTH, whole.len().into());
            let first = stream::once(async { Ok(Frame::data(half)) });
            let then = stream::once(async {
                // The first half must be on its way.
                tokio::time::sleep(Duration::from_millis(30)).await;
                Err(axum::Error::new("cut off"))
            });
            Ok(Response::from_parts(parts, UnsyncBoxBody::new(StreamBody::new(first.chain(then)))))
        }
    }
}
