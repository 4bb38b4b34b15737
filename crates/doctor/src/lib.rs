//! The operator's check of a deployment (`portal-gateway check`): goes through a user's session step by step, and reports
//! for each step what is wrong and what to do.
//!
//! It sends requests as the gateway does, through [`portal_upstream::Upstream`], and reads responses as the portal does,
//! through `portal_api::read`. It is the only code of the project that handles a root key: read from a file or standard
//! input, sent to createSession alone, and dropped with the process. The gateway's serving code doesn't depend on it.
//!
//! ```
//! use std::time::Duration;
//!
//! use portal_core::{config::Config, url::Origin};
//! use portal_doctor::{Plan, run};
//! use portal_upstream::{UpstreamLimits, system_roots};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let seconds = Duration::from_secs;
//! let plan = Plan {
//!     upstream: Origin::parse("http://localhost:1").map_err(|problem| problem.to_string())?,
//!     public_origin: None,
//!     config: Ok(Config::default()),
//!     backend: None,
//!     via_portal: false,
//!     limits: UpstreamLimits { timeout: seconds(25), connect_timeout: seconds(2), max_body_bytes: 1_000_000 },
//!     load_roots: system_roots,
//! };
//! let mut report = Vec::new();
//! assert_eq!(run(&plan, &mut report).await, 1);
//! assert!(String::from_utf8(report)?.contains("WRONG  upstream       nobody listens at http://localhost:1"));
//! # Ok(())
//! # }
//! ```

mod advice;
mod api_calls;
mod clock;
mod connection;
mod plan;
mod report;
mod root_key;
mod session;
mod sign_out;
mod step_names;
mod steps;
mod via_portal;

pub use plan::{Backend, Plan};
pub use root_key::read_root_key;
pub use steps::run;

/// Secrets shorter than this, in bytes, are not hidden in the report, since they occur in ordinary words.
pub(crate) const MIN_SECRET_BYTES: usize = 8;
