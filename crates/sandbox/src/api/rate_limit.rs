//! The rate limit's error and headers.

use crate::{
    responses::{Reply, error},
    state::RateLimit,
};

/// Adds `RateLimit-*`, and `Retry-After` where the limit is exceeded.
pub(super) fn with_headers(reply: Reply, usage: RateLimit) -> Reply {
    let reply = reply
        .with_header("ratelimit-limit", usage.limit.to_string())
        .with_header("ratelimit-remaining", usage.remaining.unwrap_or(0).to_string())
        .with_header("ratelimit-reset", usage.reset_s.to_string());
    match usage.remaining {
        Some(_) => reply,
        None => reply.with_header("retry-after", usage.reset_s.to_string()),
    }
}

/// The error of a request over the limit.
pub(super) fn exceeded(limit: u32) -> Reply {
    let detail = format!("This workspace has exceeded its API rate limit of {limit}/1m0s. Please try again later.");
    error(429, "Too Many Requests", &detail, "user/too_many_requests/workspace_rate_limited")
}
