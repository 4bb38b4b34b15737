//! The forwarded routes.

mod forwarding;
mod headers;
mod refusals;
mod sessions;
mod upstreams;
