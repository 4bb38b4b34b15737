//! The HTTP client for the portal API, shared by the gateway (`portal-gateway serve`) and its check (`portal-doctor`), so
//! that the check meets the same TLS, name resolution and time limits as the gateway.
//!
//! ```
//! use std::time::Duration;
//!
//! use portal_core::url::Origin;
//! use portal_upstream::{Upstream, UpstreamErrorKind, UpstreamLimits, system_roots};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let limits = UpstreamLimits {
//!     timeout: Duration::from_secs(25),
//!     connect_timeout: Duration::from_secs(2),
//!     max_body_bytes: 8 * 1024 * 1024,
//! };
//! let origin = Origin::parse("http://localhost:1").map_err(|problem| problem.to_string())?;
//! let upstream = Upstream::new(origin, limits, system_roots)?;
//! let error = upstream.connect().await.err();
//! assert_eq!(error.map(|error| error.kind()), Some(UpstreamErrorKind::ConnectionRefused));
//! # Ok(())
//! # }
//! ```

mod client;
mod error;
mod probe;
mod resolver;
mod session_token;
mod tls;

pub use client::{Upstream, UpstreamLimits, UpstreamResponse};
pub use error::{UpstreamError, UpstreamErrorKind};
pub use session_token::SessionToken;
pub use tls::{RootCertStore, system_roots};

/// The `detail` of the gateway's error when it can't reach the API. `portal-doctor` recognises a gateway by it.
pub const API_UNREACHABLE: &str = "The API could not be reached.";
