//! What the sandbox starts with: one portal, users with keys, and the traffic that these keys get.

mod keys;
mod root_keys;
mod traffic;

pub(crate) use keys::{StoredKey, keys_of};
pub(crate) use root_keys::{ROOT_KEY, RootKey, find_root_key, needed_to_grant};
pub(crate) use traffic::{Traffic, bucket_ms, points};

/// The name (slug) of the one portal.
pub(crate) const PORTAL: &str = "acme";
