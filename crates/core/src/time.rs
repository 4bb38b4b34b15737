//! The client's clock, and the server's time derived from it.

use portal_api::ServerTime;

/// A timestamp of the client's clock, which may be wrong: Unix time in ms. Never compare it with a server time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ClientTime(pub i64);

impl ClientTime {
    /// The ms since `earlier`; negative where the clock was set back.
    pub const fn since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }
}

/// Estimates the server's time by the client's clock and the `Date` header of the latest response.
///
/// ```
/// use portal_api::ServerTime;
/// use portal_core::time::{ClientTime, ServerClock};
///
/// let mut clock = ServerClock::default();
/// // The client's clock is a day ahead.
/// clock.sync(ServerTime::from_millis(1_000_000), ClientTime(87_400_000));
/// assert_eq!(clock.server_time(ClientTime(87_405_000)), ServerTime::from_millis(1_005_000));
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ServerClock {
    /// Server time minus client time, in ms.
    offset_ms: i64,
}

impl ServerClock {
    /// Takes the `Date` of a response that arrived at `received`. Accurate to about 1 s: `Date` has whole seconds, and
    /// the response took some time to arrive.
    pub fn sync(&mut self, date: ServerTime, received: ClientTime) {
        self.offset_ms = date.millis().saturating_sub(received.0);
    }

    /// The server's time when the client's clock says `client`.
    pub const fn server_time(self, client: ClientTime) -> ServerTime {
        ServerTime::from_millis(client.0.saturating_add(self.offset_ms))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_client_clock_does_not_change_the_servers_time() {
        let mut clock = ServerClock::default();
        clock.sync(ServerTime::from_millis(1_000_000), ClientTime(87_400_000));
        assert_eq!(clock.server_time(ClientTime(87_405_000)), ServerTime::from_millis(1_005_000));
    }
}
