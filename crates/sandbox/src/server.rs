//! The two listeners: the API, with the control API where it is on, and the app.

use std::{
    convert::Infallible,
    net::{IpAddr, SocketAddr},
    sync::Arc,
};

use tokio::{net::TcpListener, task::JoinSet};

use crate::{api, app, command::Options, connection, control, outcome::Outcome, state::Sandbox};

/// The sandbox's servers, which stop when this is dropped.
#[derive(Debug)]
pub struct Running {
    /// The API's port.
    pub api_port: u16,
    /// The app's port.
    pub app_port: u16,
    _servers: JoinSet<()>,
}

/// Starts both servers.
///
/// # Errors
/// A message for the user when a port is taken or the address can't be listened on.
pub async fn start(options: Options) -> Result<Running, String> {
    let (api_listener, api_port) = listen(options.host, options.api_port, "--api-port").await?;
    let (app_listener, app_port) = listen(options.host, options.app_port, "--app-port").await?;
    let sandbox = Arc::new(Sandbox::new(options, api_port));
    let app = app::router(Arc::clone(&sandbox));
    let mut servers = JoinSet::new();
    servers.spawn(connection::serve(api_listener, move |request| {
        let sandbox = Arc::clone(&sandbox);
        async move {
            if sandbox.options.switchboard && request.uri().path().starts_with(control::PREFIX) {
                Outcome::complete(control::handle(&sandbox, request).await)
            } else {
                api::handle(&sandbox, request).await
            }
        }
    }));
    servers.spawn(connection::serve(app_listener, move |request| {
        let app = app.clone();
        async move {
            let response: Result<_, Infallible> = tower::ServiceExt::oneshot(app, request).await;
            match response {
                Ok(response) => Outcome::complete(response),
                Err(never) => match never {},
            }
        }
    }));
    Ok(Running { api_port, app_port, _servers: servers })
}

async fn listen(host: IpAddr, port: u16, flag: &str) -> Result<(TcpListener, u16), String> {
    let message = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::AddrInUse => {
            format!("port {port} is taken: stop what listens there, or choose another with {flag} (0 takes a free one)")
        }
        _ => format!("can't listen on {host}:{port}: {error}"),
    };
    let listener = TcpListener::bind(SocketAddr::new(host, port)).await.map_err(message)?;
    let port = listener.local_addr().map_err(message)?.port();
    Ok((listener, port))
}
