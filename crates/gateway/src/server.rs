//! Listening, and ending well.

use std::{convert::Infallible, fmt, future::Future, io, net::SocketAddr, pin::pin, sync::Arc, time::Duration};

use axum::{Router, body::Body, extract::Request};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore},
};
use tokio_util::sync::CancellationToken;
use tower_service::Service;

use crate::{
    access_log::Peer,
    files::{Files, FilesProblem},
    gateway::{self, Gateway},
    paced::{Paced, Stand},
    settings::Settings,
};

/// A gateway that listens.
pub struct Server {
    listener: TcpListener,
    gateway: Arc<Gateway>,
    max_connections: usize,
}

/// Why the gateway doesn't start.
#[derive(Debug)]
pub enum StartProblem {
    /// There is nothing to serve.
    Files(FilesProblem),
    /// The system's certificates can't be read.
    Certificates(io::Error),
    /// The address can't be listened at.
    Listen(SocketAddr, io::Error),
}

impl fmt::Display for StartProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Files(problem) => write!(f, "--dist {problem}"),
            Self::Certificates(error) => write!(
                f,
                "--upstream is https, but this machine has no certificates to check it by ({error}): install the \
                 package ca-certificates, or name a file of them in SSL_CERT_FILE"
            ),
            Self::Listen(address, error) if error.kind() == io::ErrorKind::AddrInUse => write!(
                f,
                "--listen {address}: port {} is taken by another program: end that one, or choose another port",
                address.port()
            ),
            Self::Listen(address, error) => write!(f, "--listen {address}: {error}"),
        }
    }
}

impl Server {
    /// Reads the files and begins to listen.
    ///
    /// # Errors
    /// Why it can't.
    pub async fn bind(settings: &Settings) -> Result<Self, StartProblem> {
        let files = Files::read(&settings.dist).map_err(StartProblem::Files)?;
        let count = files.count();
        let gateway = Gateway::new(settings, files).map_err(StartProblem::Certificates)?;
        let unbound = |error| StartProblem::Listen(settings.listen, error);
        let listener = TcpListener::bind(settings.listen).await.map_err(unbound)?;
        let address = listener.local_addr().map_err(unbound)?;
        tracing::info!(
            %address,
            upstream = settings.upstream.as_ref().map_or("none", |upstream| upstream.as_str()),
            files = count,
            "listening; the files are served as they are now: start anew after a deploy"
        );
        Ok(Self { listener, gateway: Arc::new(gateway), max_connections: settings.max_connections })
    }

    /// Where it listens.
    ///
    /// # Errors
    /// Those of the system.
    pub fn address(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// Serves until `stop`; then accepts no more, closes what is idle, and gives the rest the time of
    /// [`Limits::shutdown`](crate::Limits::shutdown).
    pub async fn run(self, stop: impl Future<Output = ()>) {
        let Self { listener, gateway, max_connections } = self;
        let router = gateway::router(Arc::clone(&gateway));
        let places = Arc::new(Semaphore::new(max_connections));
        let stopping = CancellationToken::new();
        let mut stop = pin!(stop);
        loop {
            // Whoever comes when all places are taken waits in the system's queue, and is served when one gets free: the
            // timeouts see to it that one does.
            let accepted = async {
                let place = Arc::clone(&places).acquire_owned().await.ok()?;
                Some((listener.accept().await, place))
            };
            let (accepted, place) = tokio::select! {
                biased;
                () = &mut stop => break,
                Some(accepted) = accepted => accepted,
            };
            match accepted {
                Ok((stream, peer)) => {
                    let connection = Connection { stream, peer, place, stopping: stopping.clone() };
                    gateway.tasks.spawn(connection.serve(Arc::clone(&gateway), router.clone()));
                }
                Err(error) => {
                    // Too many open files, mostly: trying again at once would only spin.
                    tracing::warn!(%error, "a connection could not be accepted");
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
            }
        }
        drop(listener);
        stopping.cancel();
        gateway.tasks.close();
        let left = gateway.tasks.len();
        tracing::info!(left, "stopping: no new connections, the requests under way are finished");
        if tokio::time::timeout(gateway.limits.shutdown, gateway.tasks.wait()).await.is_err() {
            tracing::warn!(left = gateway.tasks.len(), "stopped with requests unfinished");
        }
    }
}

struct Connection {
    stream: TcpStream,
    peer: SocketAddr,
    /// Given back when the connection ends.
    place: OwnedSemaphorePermit,
    stopping: CancellationToken,
}

impl Connection {
    async fn serve(self, gateway: Arc<Gateway>, router: Router) {
        let Self { stream, peer, place: _place, stopping } = self;
        // Answers are small and written whole: waiting for more would only delay them.
        let _ = stream.set_nodelay(true);
        let stand = Stand::default();
        let stands = stand.clone();
        let service = service_fn(move |request: Request<Incoming>| {
            stands.busy();
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(Peer(peer));
            let answer = router.clone().call(request);
            let stands = stands.clone();
            async move {
                let response = answer.await;
                stands.idle();
                Ok::<_, Infallible>(response.unwrap_or_else(|never| match never {}))
            }
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            // `Paced` has timeouts of its own for heads and for idleness.
            .header_read_timeout(None)
            .max_header_size(gateway.limits.head_bytes)
            .serve_connection(TokioIo::new(Paced::new(stream, stand.clone(), gateway.limits)), service);
        let mut connection = pin!(connection);
        tokio::select! {
            // How a connection ended is the client's business: reset, timed out, not HTTP at all.
            _ = &mut connection => return,
            () = stopping.cancelled() => {}
        }
        if stand.is_fresh() {
            return;
        }
        connection.as_mut().graceful_shutdown();
        let _ = connection.await;
    }
}
