//! The server that a deployer runs in front of the API: it serves the built portal, turns the session token into a cookie
//! that JavaScript can't read, and forwards five routes of the API. It keeps no sessions: a session is the browser's
//! cookie and the API's record. For a short time it knows, by hashes, which rotations and exchanges it has sent.
//!
//! This library is the serving code and the export of static files; the command line is the binary's (`src/main.rs` and
//! `src/cli`). No root key gets into this library: the binary alone may depend on `portal-doctor`.
//!
//! Folders, each of which imports only those named behind it:
//! - `server`: listening, connections, the router, graceful shutdown (all folders)
//! - `proxy`: the routes that are forwarded to the API, and sign-out (`clients`, `http`, `telemetry`)
//! - `assets`: the portal's files and pages, and their export (`http`)
//! - `telemetry`: the access log, and how often warnings are written (`clients`)
//! - `clients`: the client of a request, and the limits per client (none)
//! - `http`: error responses, request ids and security headers (none)
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use portal_core::{config::Config, url::Origin};
//! use portal_gateway::{Limits, Server, Settings};
//!
//! # let home = tempfile::tempdir()?;
//! # let dist = home.path().to_owned();
//! # std::fs::write(dist.join("index.html"), "<!doctype html>")?;
//! let origin = |text| Origin::parse(text).map_err(|problem| problem.to_string());
//! let settings = Settings {
//!     upstream: Some(origin("http://localhost:8082")?),
//!     public_origin: origin("http://portal.localhost:8080")?,
//!     listen: "127.0.0.1:0".parse()?,
//!     dist,
//!     config: Config::default(),
//!     config_json: "{}".into(),
//!     trusted_proxies: Vec::new(),
//!     forward_client: false,
//!     max_connections: 1024,
//!     max_connections_per_client: 256,
//!     max_requests_per_client: 1200,
//!     limits: Limits::default(),
//! };
//! let server = Server::bind(&settings).await?;
//! assert_ne!(server.address()?.port(), 0);
//! server.run(std::future::ready(())).await;
//! # Ok(())
//! # }
//! ```

mod assets;
mod clients;
mod http;
mod proxy;
mod server;
mod settings;
mod telemetry;

pub use assets::{ExportError, Files, FilesError, export};
pub use server::{Server, StartError};
pub use settings::{DEFAULT_REQUESTS_PER_CLIENT, Limits, Settings, default_connections_per_client};
