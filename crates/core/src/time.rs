//! The server's time from the client's clock, which may be wrong.

use portal_api::ServerTime;

/// A moment by the client's own clock: Unix time in milliseconds. Not to be compared with anything of the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ClientTime(pub i64);

/// By how much the two clocks differ, from the last answer's `Date`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ServerClock {
    offset_ms: i64,
}

impl ServerClock {
    /// An answer said that it was `date` when the client's clock said `received`. `Date` has whole seconds and the answer
    /// was some time on its way: good to about a second.
    pub fn sync(&mut self, date: ServerTime, received: ClientTime) {
        self.offset_ms = date.millis().saturating_sub(received.0);
    }

    /// What the server's clock says when the client's says `client`.
    pub const fn server_time(self, client: ClientTime) -> ServerTime {
        ServerTime::from_millis(client.0.saturating_add(self.offset_ms))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_clock_does_not_move_the_servers_time() {
        let mut clock = ServerClock::default();
        clock.sync(ServerTime::from_millis(1_000_000), ClientTime(87_400_000));
        assert_eq!(clock.server_time(ClientTime(87_405_000)), ServerTime::from_millis(1_005_000));
    }
}
