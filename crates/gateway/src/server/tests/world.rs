//! Connections in memory, on a clock that stands still.

use std::{
    convert::Infallible,
    pin::Pin,
    sync::{Arc, Mutex},
    task::{Context, Poll},
};

use axum::{
    Router,
    body::{Body, Bytes},
    http::StatusCode,
    middleware::from_fn,
    routing::{get, post},
};
use hyper::body::{Body as HttpBody, Frame};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt, DuplexStream},
    sync::{mpsc, watch},
    task::JoinHandle,
};
use tokio_util::sync::CancellationToken;

use super::super::{
    connection::Connection,
    connections::{Connections, Place},
    health_only,
    registry::{ConnectionLimits, OverLimit},
};
use crate::settings::Limits;

pub(super) const LARGE: usize = 300_000;

/// Connections to a router whose handlers can be held back.
pub(super) struct World {
    pub(super) connections: Connections,
    router: Router,
    /// `/held` answers when this is true.
    pub(super) let_go: watch::Sender<bool>,
    /// What `/streamed` answers, piece by piece.
    pub(super) pieces: mpsc::UnboundedSender<&'static str>,
    pub(super) limits: Limits,
    pub(super) stopping: CancellationToken,
}

/// The client's side of a connection.
pub(super) struct Peer {
    pub(super) stream: DuplexStream,
    pub(super) over_limit: Option<OverLimit>,
    pub(super) task: JoinHandle<()>,
}

impl World {
    pub(super) fn new(total: usize) -> Self {
        let (let_go, held) = watch::channel(false);
        let (pieces, receiver) = mpsc::unbounded_channel();
        let receiver = Arc::new(Mutex::new(Some(receiver)));
        let held = move || {
            let mut held = held.clone();
            async move { held.wait_for(|held| *held).await.map(|_| "held").unwrap_or("gone") }
        };
        let streamed = move || {
            let receiver = Arc::clone(&receiver);
            async move { Body::new(Pieces(receiver.lock().unwrap().take().unwrap())) }
        };
        let router = Router::new()
            .route("/healthz", get(|| async { "ok\n" }))
            .route("/large", get(|| async { vec![b'x'; LARGE] }))
            .route("/held", get(held))
            .route("/streamed", get(streamed))
            .route("/refuses", post(|| async { StatusCode::FORBIDDEN }))
            .layer(from_fn(health_only::refuse_others));
        let connections = Connections::new(ConnectionLimits { total, per_client: 0 });
        Self { connections, router, let_go, pieces, limits: Limits::default(), stopping: CancellationToken::new() }
    }

    pub(super) fn admit(&self) -> Option<Place> {
        self.connections.admit(None)
    }

    /// A connection whose buffers hold `buffer` bytes.
    pub(super) fn connect_with(&self, buffer: usize) -> Peer {
        let place = self.admit().unwrap();
        let over_limit = place.over_limit();
        let (stream, server) = tokio::io::duplex(buffer);
        let connection = Connection { stream: server, peer: ([203, 0, 113, 9], 1).into(), place };
        let task = tokio::spawn(connection.serve(self.limits, self.router.clone(), self.stopping.clone()));
        Peer { stream, over_limit, task }
    }

    pub(super) fn connect(&self) -> Peer {
        self.connect_with(64 * 1024)
    }
}

/// A body whose pieces come from a channel.
struct Pieces(mpsc::UnboundedReceiver<&'static str>);

impl HttpBody for Pieces {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        self.0.poll_recv(context).map(|piece| piece.map(|piece| Ok(Frame::data(piece.into()))))
    }
}

impl Peer {
    pub(super) async fn send(&mut self, text: &str) {
        self.stream.write_all(text.as_bytes()).await.unwrap();
    }

    pub(super) async fn get(&mut self, path: &str) {
        self.send(&format!("GET {path} HTTP/1.1\r\nhost: x\r\n\r\n")).await;
    }

    /// Reads until the text ends like this.
    pub(super) async fn until(&mut self, end: &str) -> String {
        let mut bytes = Vec::new();
        while !bytes.ends_with(end.as_bytes()) {
            assert!(self.stream.read_buf(&mut bytes).await.unwrap() > 0, "closed: {}", bytes.escape_ascii());
        }
        String::from_utf8(bytes).unwrap()
    }

    /// Everything until the gateway closes the connection.
    pub(super) async fn rest(&mut self) -> String {
        let mut bytes = Vec::new();
        let _ = self.stream.read_to_end(&mut bytes).await;
        String::from_utf8(bytes).unwrap()
    }
}

/// Lets all other tasks go as far as they can.
pub(super) async fn settle() {
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
}
