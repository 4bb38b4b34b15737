//! A response, and whether the connection delivers all of it.

use axum::{body::Body, http::Response};

/// A response and how to deliver it.
pub(crate) struct Outcome {
    /// The response.
    pub(crate) response: Response<Body>,
    /// How much of it reaches the client.
    pub(crate) delivery: Delivery,
}

/// How much of a response reaches the client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Delivery {
    /// All of it.
    Complete,
    /// The head and half of the body; then the connection closes.
    Truncated,
    /// Nothing: the connection closes.
    Dropped,
}

impl Outcome {
    /// A response that is delivered completely.
    pub(crate) const fn complete(response: Response<Body>) -> Self {
        Self { response, delivery: Delivery::Complete }
    }
}
