//! What the gateway reports about itself.

mod access_log;
mod throttle;

pub(crate) use access_log::{log_oversized_head, log_request};
pub(crate) use throttle::Throttle;
