//! Reports connections over the limit, each kind once a minute.

use std::net::SocketAddr;

use super::registry::OverLimit;
use crate::telemetry::Throttle;

/// Which reports were written when.
#[derive(Debug, Default)]
pub(super) struct OverLimitReports {
    total: Throttle,
    per_client: Throttle,
    refused: Throttle,
}

impl OverLimitReports {
    /// `admitted` is `None` for a connection that was closed at once.
    pub(super) fn write(&self, admitted: Option<Option<OverLimit>>, peer: SocketAddr) {
        let client = peer.ip().to_canonical();
        match admitted {
            Some(None) => {}
            Some(Some(OverLimit::Total)) if self.total.is_due() => tracing::warn!(
                "all connections are in use (--max-connections): further ones get 503, except for /healthz"
            ),
            Some(Some(OverLimit::PerClient)) if self.per_client.is_due() => tracing::warn!(
                %client,
                "a client has all the connections that it may have (--max-connections-per-client): further ones get 503"
            ),
            None if self.refused.is_due() => {
                tracing::warn!("too many connections over the limit: further ones are closed at once");
            }
            _ => {}
        }
    }
}
