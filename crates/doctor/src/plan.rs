//! What is to be checked.

use std::io;

use portal_api::{Permission, Secret};
use portal_core::{config::Config, url::Origin};
use portal_upstream::{RootCertStore, UpstreamLimits};

/// What is to be checked.
pub struct Plan {
    /// The API's origin.
    pub upstream: Origin,
    /// The portal's origin as browsers see it, if known.
    pub public_origin: Option<Origin>,
    /// The operator's config, or a sentence for each mistake in it.
    pub config: Result<Config, Vec<String>>,
    /// What an app's backend uses to create sessions. Without it the check ends after the clock.
    pub backend: Option<Backend>,
    /// Whether to send requests through the portal's origin too, as browsers do.
    pub via_portal: bool,
    /// Time limits and sizes of requests.
    pub limits: UpstreamLimits,
    /// Loads the trusted certificate authorities: [`portal_upstream::system_roots`] outside of tests.
    pub load_roots: fn() -> io::Result<RootCertStore>,
}

impl Plan {
    /// Whether users who sign out of the portal are sent to the app, whose backend is to end their sessions.
    pub(crate) fn signs_out(&self) -> bool {
        self.config.as_ref().is_ok_and(|config| config.sign_out_url.is_some())
    }
}

/// What an app's backend uses to create sessions.
pub struct Backend {
    /// Never printed or stored; sent to createSession alone.
    pub root_key: Secret,
    /// The portal's name at the API (its slug).
    pub portal: String,
    /// The user to create a session for.
    pub external_id: String,
    /// The permissions to ask for.
    pub permissions: Vec<Permission>,
}
