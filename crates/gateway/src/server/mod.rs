//! Listening, and graceful shutdown. `axum::serve` has neither timeouts for slow clients nor a cap on connections, hence
//! hyper's own connection builder.

mod connection;
mod connection_state;
mod connection_timeouts;
mod connections;
mod health_only;
mod over_limit_reports;
mod phase;
mod registry;
mod router;
mod state;
#[cfg(test)]
mod tests;

use std::{fmt, future::Future, io, net::SocketAddr, pin::pin, sync::Arc, time::Duration};

use axum::Router;
use tokio::net::TcpListener;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{
    assets::{Files, FilesError},
    clients::ClientRules,
    settings::{Limits, Settings},
};
use connection::Connection;
use connections::{Connections, Place};
use over_limit_reports::OverLimitReports;
use registry::ConnectionLimits;
use state::ServerState;

/// For the last responses to be written, when shutdown waits no longer.
const LAST_RESPONSES: Duration = Duration::from_secs(1);

/// A server that listens.
pub struct Server {
    listener: TcpListener,
    router: Router,
    limits: Limits,
    clients: Arc<ClientRules>,
    connections: Connections,
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
        files.require_images(&settings.dist, &settings.config).map_err(StartError::Files)?;
        let count = files.count();
        let (tasks, ending) = (TaskTracker::new(), CancellationToken::new());
        let clients = Arc::new(ClientRules::new(settings));
        let state = ServerState::new(settings, files, Arc::clone(&clients), &tasks, &ending)
            .map_err(StartError::Certificates)?;
        let listen_error = |error| StartError::Listen(settings.listen, error);
        let listener = TcpListener::bind(settings.listen).await.map_err(listen_error)?;
        let address = listener.local_addr().map_err(listen_error)?;
        tracing::info!(
            %address,
            upstream = settings.upstream.as_ref().map_or("none", |upstream| upstream.as_str()),
            files = count,
            "listening; the files are kept in memory: restart the gateway after a deploy"
        );
        clients.report_settings(address);
        let (total, per_client) = (settings.max_connections, settings.max_connections_per_client);
        let connections = Connections::new(ConnectionLimits { total, per_client });
        Ok(Self {
            listener,
            router: router::router(state),
            limits: settings.limits,
            clients,
            connections,
            tasks,
            ending,
        })
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
        let Self { listener, router, limits, clients, connections, tasks, ending } = self;
        let (serving, stopping) = (TaskTracker::new(), CancellationToken::new());
        let reports = OverLimitReports::default();
        let mut stop = pin!(stop);
        loop {
            let accepted = tokio::select! {
                biased;
                () = &mut stop => break,
                accepted = listener.accept() => accepted,
            };
            match accepted {
                Ok((stream, peer)) => {
                    let admitted = connections.admit(clients.limit_of_connection(peer.ip()));
                    reports.write(admitted.as_ref().map(Place::over_limit), peer);
                    let Some(place) = admitted else { continue };
                    // Responses are written whole: waiting for more data would only delay them.
                    let _ = stream.set_nodelay(true);
                    let connection = Connection { stream, peer, place };
                    serving.spawn(connection.serve(limits, router.clone(), stopping.clone()));
                    // Lets the tasks of connections that were closed end.
                    tokio::task::yield_now().await;
                }
                Err(error) => {
                    // Mostly too many open files: an immediate retry would fail as well.
                    tracing::warn!(%error, "a connection could not be accepted");
                    connections.close_longest_idle();
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
            }
        }
        drop(listener);
        tracing::info!(
            connections = connections.count(),
            "stopping: no new connections, requests in progress are finished"
        );
        stopping.cancel();
        serving.close();
        tasks.close();
        let finished = async { tokio::join!(serving.wait(), tasks.wait()) };
        let given_up = async {
            tokio::time::sleep(limits.shutdown_timeout).await;
            ending.cancel();
            tokio::time::sleep(LAST_RESPONSES).await;
        };
        tokio::select! {
            _ = finished => {}
            () = given_up => {
                let connections = connections.count();
                tracing::warn!(connections, requests = tasks.len(), "stopped with requests unfinished");
            }
        }
    }
}
