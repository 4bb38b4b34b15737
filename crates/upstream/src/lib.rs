//! The HTTP client for the portal API, shared by the gateway (`portal-gateway serve`) and its check (`portal-doctor`), so
//! that the check meets the same TLS, name resolution and time limits as the gateway.

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
