//! Listening, and graceful shutdown. `axum::serve` has neither timeouts for slow clients nor a cap on connections, hence
//! hyper's own connection builder.

mod connection_timeouts;
mod router;
mod state;

use std::{fmt, future::Future, io, net::SocketAddr, pin::pin, sync::Arc, time::Duration};

use axum::{Router, body::Body, extract::Request};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::{GracefulShutdown, Watcher},
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore},
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use tower_service::Service;

use crate::{
    assets::{Files, FilesError},
    settings::{Limits, Settings},
    telemetry::{self, PeerAddress},
};
use connection_timeouts::{ConnectionState, TimeoutStream};
use state::ServerState;

/// For the last responses to be written, when shutdown waits no longer.
const LAST_RESPONSES: Duration = Duration::from_secs(1);

/// A server that listens.
pub struct Server {
    listener: TcpListener,
    router: Router,
    limits: Limits,
    max_connections: usize,
    tasks: TaskTracker,
    ending: CancellationToken,
}

/// Why the server doesn't start.
#[derive(Debug)]
pub enum StartError {
    /// There is nothing to serve.
    Files(FilesError),
    /// The system's root certificates can't be loaded.
    Certificates(io::Error),
    /// It can't listen at the address.
    Listen(SocketAddr, io::Error),
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Files(error) => write!(f, "--dist {error}"),
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

impl std::error::Error for StartError {}

impl Server {
    /// Reads the files and starts to listen.
    ///
    /// # Errors
    /// Why it can't.
    pub async fn bind(settings: &Settings) -> Result<Self, StartError> {
        let files = Files::read(&settings.dist).map_err(StartError::Files)?;
        files.require_logo(&settings.dist, &settings.config).map_err(StartError::Files)?;
        let count = files.count();
        let (tasks, ending) = (TaskTracker::new(), CancellationToken::new());
        let state = ServerState::new(settings, files, &tasks, &ending).map_err(StartError::Certificates)?;
        let listen_error = |error| StartError::Listen(settings.listen, error);
        let listener = TcpListener::bind(settings.listen).await.map_err(listen_error)?;
        let address = listener.local_addr().map_err(listen_error)?;
        tracing::info!(
            %address,
            upstream = settings.upstream.as_ref().map_or("none", |upstream| upstream.as_str()),
            files = count,
            "listening; the files are kept in memory: restart the gateway after a deploy"
        );
        let (limits, max_connections) = (settings.limits, settings.max_connections);
        Ok(Self { listener, router: router::router(state), limits, max_connections, tasks, ending })
    }

    /// The address at which it listens.
    ///
    /// # Errors
    /// Those of the system.
    pub fn address(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// Serves until `stop` completes. Then it accepts no more connections, closes the idle ones, and gives requests in
    /// progress [`Limits::shutdown_timeout`] to finish. Those that change something and are still unanswered then get an error,
    /// rather than a closed connection, after which a browser would send them again.
    pub async fn run(self, stop: impl Future<Output = ()>) {
        let Self { listener, router, limits, max_connections, tasks, ending } = self;
        let free_slots = Arc::new(Semaphore::new(max_connections));
        let graceful = GracefulShutdown::new();
        let mut stop = pin!(stop);
        loop {
            // Without a free slot, clients wait in the system's accept queue. The timeouts make sure that a slot gets free.
            let next = async {
                let slot = Arc::clone(&free_slots).acquire_owned().await.ok()?;
                Some((listener.accept().await, slot))
            };
            let (accepted, slot) = tokio::select! {
                biased;
                () = &mut stop => break,
                Some(next) = next => next,
            };
            match accepted {
                Ok((stream, peer)) => {
                    let connection = Connection { stream, peer, slot, watcher: graceful.watcher() };
                    tokio::spawn(connection.serve(limits, router.clone()));
                }
                Err(error) => {
                    // Mostly too many open files: an immediate retry would fail as well.
                    tracing::warn!(%error, "a connection could not be accepted");
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
            }
        }
        drop(listener);
        tracing::info!(
            connections = graceful.count(),
            "stopping: no new connections, requests in progress are finished"
        );
        tasks.close();
        let finished = async {
            graceful.shutdown().await;
            tasks.wait().await;
        };
        let given_up = async {
            tokio::time::sleep(limits.shutdown_timeout).await;
            ending.cancel();
            tokio::time::sleep(LAST_RESPONSES).await;
        };
        tokio::select! {
            () = finished => {}
            () = given_up => {
                let connections = max_connections.saturating_sub(free_slots.available_permits());
                tracing::warn!(connections, requests = tasks.len(), "stopped with requests unfinished");
            }
        }
    }
}

struct Connection {
    stream: TcpStream,
    peer: SocketAddr,
    /// Released when the connection ends.
    slot: OwnedSemaphorePermit,
    watcher: Watcher,
}

impl Connection {
    async fn serve(self, limits: Limits, router: Router) {
        let Self { stream, peer, slot: _slot, watcher } = self;
        // Responses are written whole: waiting for more data would only delay them.
        let _ = stream.set_nodelay(true);
        let state = ConnectionState::default();
        let stream = TimeoutStream::new(stream, state.clone(), limits);
        let service = service_fn(move |request: Request<Incoming>| {
            state.set_busy();
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(PeerAddress(peer));
            let response = router.clone().call(request);
            let state = state.clone();
            async move {
                let response = response.await;
                state.set_idle();
                response
            }
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            // `TimeoutStream` has its own timeouts for heads and idle connections.
            .header_read_timeout(None)
            .max_header_size(limits.max_head_bytes)
            .serve_connection(TokioIo::new(stream), service);
        // Otherwise, how a connection ends is the client's business: reset, timed out, not HTTP at all.
        if watcher.watch(connection).await.is_err_and(|error| error.is_parse_too_large()) {
            telemetry::log_oversized_head(peer, limits.max_head_bytes);
        }
    }
}
