//! What the sandbox starts with: one portal, users with keys, and the traffic that these keys get.

mod keys;
mod traffic;

pub(crate) use keys::{StoredKey, keys_of};
pub(crate) use traffic::{Traffic, bucket_ms, points};

/// The root key that `createSession` accepts.
pub(crate) const ROOT_KEY: &str = "unkey_sandbox_root";

/// The name (slug) of the one portal.
pub(crate) const PORTAL: &str = "acme";
