//! The operator's check of a deployment (`portal-gateway check`): goes through a user's session step by step, and reports
//! for each step what is wrong and what to do.
//!
//! It sends requests as the gateway does, through [`portal_upstream::Upstream`], and reads responses as the portal does,
//! through `portal_api::read`. It is the only code of the project that handles a root key: read from a file or standard
//! input, sent to createSession alone, and dropped with the process. The gateway's serving code doesn't depend on it.

mod advice;
mod api_calls;
mod clock;
mod connection;
mod plan;
mod report;
mod root_key;
mod session;
mod step_names;
mod steps;
mod unreachable;
mod via_portal;

pub use plan::{Backend, Plan};
pub use root_key::read_root_key;
pub use steps::run;

/// Secrets shorter than this, in bytes, are not hidden in the report, since they occur in ordinary words.
pub(crate) const MIN_SECRET_BYTES: usize = 8;
