//! The forwarded routes.

mod compression;
mod forward_client;
mod forwarding;
mod headers;
mod refusals;
mod sessions;
mod shown_fields;
mod upstreams;
