//! The forwarded routes.

mod forward_client;
mod forwarding;
mod headers;
mod refusals;
mod sessions;
mod shown_fields;
mod upstreams;
