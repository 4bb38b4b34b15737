//! The server's time, and the heartbeat that updates it and checks the session.

use std::time::Duration;

use leptos::prelude::*;
use portal_api::ServerTime;
use portal_core::{session::Event, time::ClientTime};

use super::handle::{SessionHandle, SignOutState};
use crate::browser;

/// The interval of the heartbeat, in milliseconds.
const HEARTBEAT_MS: u64 = 1_000;

impl SessionHandle {
    /// The server's time now.
    pub(crate) fn now(self) -> ServerTime {
        self.server_clock.get_value().server_time(browser::now())
    }

    /// The server's time as a signal, updated each second: the one clock of the program.
    pub(crate) const fn clock(self) -> RwSignal<ServerTime> {
        self.clock
    }

    /// Whether a response has told the server's time. Until then it is taken for the client's.
    pub(super) fn knows_time(self) -> bool {
        self.server_clock.with_value(|clock| clock.is_set())
    }

    /// Sets the server's clock by the `Date` header of a response.
    pub(super) fn sync_clock(self, date: Option<ServerTime>, received: ClientTime) {
        if let Some(date) = date {
            self.server_clock.update_value(|clock| clock.sync(date, received));
            self.clock.set(self.now());
        }
    }

    /// Asks for the server's time, however long that takes.
    pub(super) async fn fetch_time(self) {
        let date = self.fetch_config(true).await.date;
        // A server that tells no time: then the client's clock has to do.
        self.sync_clock(date.or_else(|| Some(self.now())), browser::now());
    }

    /// Starts the heartbeat, which runs as long as the page: it updates the clock and checks that the session still stands.
    pub(super) fn start_heartbeat(self) {
        set_interval(
            move || {
                self.clock.set(self.now());
                // A pending exchange or sign-out changes the cookies itself, and reports the outcome.
                if !self.is_exchanging() && self.sign_out.get_untracked() != SignOutState::Pending {
                    self.dispatch(Event::EnvironmentChecked);
                }
            },
            Duration::from_millis(HEARTBEAT_MS),
        );
    }
}
