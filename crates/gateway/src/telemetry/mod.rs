//! What the gateway reports about itself.

mod access_log;

pub(crate) use access_log::{PeerAddress, log_oversized_head, log_request};
