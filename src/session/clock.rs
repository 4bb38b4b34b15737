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

    /// Sets the server's clock by the `Date` header of a response.
    pub(super) fn sync_clock(self, date: Option<ServerTime>, received: ClientTime) {
        if let Some(date) = date {
            self.server_clock.update_value(|clock| clock.sync(date, received));
            self.clock.set(self.now());
        }
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
