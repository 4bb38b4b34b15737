//! The steps' names in the report, in order.

/// All steps of a check of the API.
pub(crate) const STEPS: [&str; 7] = [CONFIG, UPSTREAM, API, CLOCK, CREATE, EXCHANGE, LIST];
pub(crate) const CONFIG: &str = "config";
pub(crate) const UPSTREAM: &str = "upstream";
pub(crate) const API: &str = "API";
pub(crate) const CLOCK: &str = "clock";
pub(crate) const CREATE: &str = "createSession";
pub(crate) const EXCHANGE: &str = "exchange";
pub(crate) const LIST: &str = "list";
/// The step that a `signOutUrl` in the config adds.
pub(crate) const SIGN_OUT: &str = "sign-out";
/// The steps that `Plan::via_portal` adds.
pub(crate) const VIA_PORTAL: [&str; 2] = [PORTAL, COOKIES];
pub(crate) const PORTAL: &str = "portal";
pub(crate) const COOKIES: &str = "cookies";
