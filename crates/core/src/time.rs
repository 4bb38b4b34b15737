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
    /// Server time minus client time, in ms. None until a response has told the server's time.
    offset_ms: Option<i64>,
}

impl ServerClock {
    /// Takes the `Date` of a response that arrived at `received`. Accurate to about 1 s: `Date` has whole seconds, and
    /// the response took some time to arrive.
    pub fn sync(&mut self, date: ServerTime, received: ClientTime) {
        self.offset_ms = Some(date.millis().saturating_sub(received.0));
    }

    /// Whether a response has told the server's time. Until then it is taken for the client's.
    pub const fn is_set(self) -> bool {
        self.offset_ms.is_some()
    }

    /// The server's time when the client's clock says `client`.
    pub const fn server_time(self, client: ClientTime) -> ServerTime {
        let offset_ms = match self.offset_ms {
            Some(offset_ms) => offset_ms,
            None => 0,
        };
        ServerTime::from_millis(client.0.saturating_add(offset_ms))
    }

    /// The same for judging a session that ends at `end`: before that end until the server's time is known, since a wrong clock
    /// ends no session.
    pub fn server_time_before(self, client: ClientTime, end: Option<ServerTime>) -> ServerTime {
        let now = self.server_time(client);
        end.filter(|_| !self.is_set()).map_or(now, |end| now.min(end.plus(-1)))
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

    #[test]
    fn only_the_servers_time_says_that_an_end_has_come() {
        let mut clock = ServerClock::default();
        let time = |ms| ServerTime::from_millis(ms);
        assert_eq!(clock.server_time_before(ClientTime(900), Some(time(500))), time(499));
        assert_eq!(clock.server_time_before(ClientTime(100), Some(time(500))), time(100));
        assert_eq!(clock.server_time_before(ClientTime(900), None), time(900));
        clock.sync(time(1_000), ClientTime(900));
        assert_eq!(clock.server_time_before(ClientTime(900), Some(time(500))), time(1_000));
    }
}
