//! The exchange of a ticket for a session, by one tab at a time.

use leptos::prelude::*;
use portal_api::{ApiResponse, ApiVersion, ExchangedSession, Meaning, Route};
use portal_core::session::{Deployment, Event, Exchange, SessionState};

use super::{SessionHandle, storage};
use crate::{
    browser,
    browser::locks,
    client::{self, Ask, Call, Patience, typed},
};

/// After how long an exchange is called slow, in milliseconds.
const SLOW_MS: u32 = 10_000;

/// How often a reloaded page looks for the cookies of the exchange that it interrupted, in milliseconds.
const AWAIT_STEP_MS: u32 = 150;

/// For how long it does: the gateway gives up after 25 s. Without a gateway nothing tells, so only a moment.
const AWAIT_MS: u32 = 28_000;
const AWAIT_DIRECT_MS: u32 = 4_000;

impl SessionHandle {
    /// Begins an exchange, and says so when it takes long.
    pub(crate) fn begin_exchange(self, exchange: Exchange) {
        browser::spawn(self.exchange(exchange));
        browser::spawn(async move {
            browser::sleep(SLOW_MS).await;
            self.tell(Event::ExchangeSlow);
        });
    }

    /// Waits for the cookies of the exchange that a reload interrupted.
    pub(crate) async fn await_cookies(self) {
        let direct = matches!(self.deployment.get_value(), Deployment::Direct { .. });
        let longest = if direct { AWAIT_DIRECT_MS } else { AWAIT_MS };
        for _ in 0..longest / AWAIT_STEP_MS {
            self.tell(Event::EnvironmentChecked);
            if !self.state.with_untracked(|state| matches!(state, SessionState::AwaitingMarker(_))) {
                return storage::forget_exchange();
            }
            browser::sleep(AWAIT_STEP_MS).await;
        }
        storage::forget_exchange();
        self.tell(Event::MarkerTimedOut);
    }

    async fn exchange(self, exchange: Exchange) {
        storage::note_exchange(exchange.ticket.tag);
        locks::alone("portal-exchange", async move {
            // While this tab waited for its turn, another may have exchanged the same link.
            self.tell(Event::EnvironmentChecked);
            if !self.is_exchanging() {
                return;
            }
            let outcome = self.send_exchange(&exchange).await;
            self.tell(Event::Exchanged(outcome));
        })
        .await;
        // The other form's exchange may be under way by now, with a note of its own. And an exchange that a reload tears off
        // goes on: the note is for the page that comes.
        if !self.is_exchanging() && !self.leaving.get_value() {
            storage::forget_exchange();
        }
    }

    /// Whether one is under way.
    pub(crate) fn is_exchanging(self) -> bool {
        self.state.with_untracked(|state| matches!(state, SessionState::Exchanging(_)))
    }

    async fn send_exchange(self, exchange: &Exchange) -> Meaning<ExchangedSession> {
        let id = &exchange.ticket.ticket.id;
        let base = self.base();
        let route = if exchange.version == ApiVersion::Session { Route::ExchangeSession } else { Route::ExchangeCode };
        let ask = if exchange.version == ApiVersion::Session {
            Ask::new::<ApiResponse<ExchangedSession>>(
                route,
                &portal_api::ExchangeSessionRequest { session_id: id.clone() },
            )
        } else {
            Ask::new::<ApiResponse<ExchangedSession>>(route, &portal_api::ExchangeCodeRequest { code: id.clone() })
        };
        let reply = client::send(Call { base: &base, ask, bearer: None }, Patience::Endless).await;
        self.heard(reply.date);
        self.placed(route, typed::<ApiResponse<ExchangedSession>>(reply.meaning)).map(|answer| answer.data)
    }
}
