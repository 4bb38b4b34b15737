//! Exchanges the ticket for a session, in one tab at a time.

use js_sys::Function;
use leptos::prelude::*;
use portal_api::{ApiResponse, ApiVersion, ExchangedSession, Meaning};
use portal_core::session::{Deployment, Environment, Event, Exchange, SessionState};
use wasm_bindgen::JsValue;

use super::{
    early::{EarlyReply, take_early},
    handle::SessionHandle,
    storage,
};
use crate::{
    browser::{self, EarlyRequest, locks},
    client::{self, ApiReply, ApiRequest, Delivery, downcast},
};

/// After how many milliseconds an exchange counts as slow.
const SLOW_MS: u32 = 10_000;

/// How often the marker of an interrupted exchange is looked for, in milliseconds.
const MARKER_POLL_MS: u32 = 150;

/// For how many milliseconds: the gateway gives up after 25 s.
const MARKER_TIMEOUT_MS: u32 = 28_000;

/// The same without a gateway, where no cookie of this origin comes: only another tab could write the marker.
const DIRECT_MARKER_TIMEOUT_MS: u32 = 4_000;

impl SessionHandle {
    /// Starts an exchange, and reports it as slow after a while.
    pub(super) fn start_exchange(self, exchange: Exchange) {
        let early = self.take_early_exchange(exchange.ticket.tag);
        let passed_ms = early.as_ref().map_or(0, |(request, _)| browser::now().since(request.sent_at));
        let slow_in_ms = SLOW_MS.saturating_sub(u32::try_from(passed_ms).unwrap_or_default());
        browser::spawn(async move {
            match early {
                Some((request, release)) => self.take_over_exchange(exchange, request, release).await,
                None => self.exchange(exchange).await,
            }
        });
        browser::spawn(async move {
            browser::sleep(slow_in_ms).await;
            self.dispatch(Event::ExchangeSlow);
        });
    }

    /// Waits for the marker of an exchange that a reload interrupted.
    pub(super) async fn wait_for_marker(self) {
        let is_direct = matches!(self.deployment.get_value(), Deployment::Direct { .. });
        let timeout_ms = if is_direct { DIRECT_MARKER_TIMEOUT_MS } else { MARKER_TIMEOUT_MS };
        let is_settled = move || {
            self.dispatch(Event::EnvironmentChecked);
            !self.state.with_untracked(|state| matches!(state, SessionState::AwaitingMarker { .. }))
        };
        let is_settled = browser::wait_until(is_settled, MARKER_POLL_MS, timeout_ms).await;
        storage::clear_exchange();
        if !is_settled {
            self.dispatch(Event::MarkerTimedOut);
        }
    }

    /// Takes up the exchange that the start script has sent, under the lock.
    async fn take_over_exchange(self, exchange: Exchange, sent: EarlyRequest, release: Option<Function>) {
        let request = exchange_request(&exchange);
        self.store_link_note();
        let early = take_early(sent, &request).await;
        let let_go = || release.map(|release| release.call0(&JsValue::NULL));
        let Some(EarlyReply { reply, after, .. }) = early else {
            // The script has read another session ID.
            let_go();
            return self.exchange(exchange).await;
        };
        let outcome = self.read_exchange(&request, reply);
        // Another session may have replaced it since.
        let environment = Environment { marker: after, ..self.environment() };
        self.dispatch_in(&environment, Event::Exchanged(outcome));
        self.dispatch(Event::EnvironmentChecked);
        let_go();
        self.forget_exchange();
    }

    async fn exchange(self, exchange: Exchange) {
        locks::with_lock("portal-exchange", async move |is_locked| {
            // While this tab waited for the lock, another may have exchanged the same ticket.
            self.dispatch(Event::EnvironmentChecked);
            if !self.is_exchanging() {
                return;
            }
            if !is_locked {
                self.dispatch(Event::ExchangeUnlocked);
            }
            // Not before: a page that is reloaded while it waits for the lock has sent nothing that could have an outcome.
            storage::store_exchange(exchange.ticket.tag);
            self.store_link_note();
            let outcome = self.send_exchange(&exchange).await;
            if outcome.is_ok() {
                // They may have been blocked since.
                self.probe_cookies();
            }
            self.dispatch(Event::Exchanged(outcome));
        })
        .await;
        self.forget_exchange();
    }

    /// Forgets the tag of the exchange that was under way.
    fn forget_exchange(self) {
        // Not while the exchange of the other API version is under way, which has stored its own tag; and not while the
        // page is unloaded: the request goes on, and the next page waits for its marker.
        if !self.is_exchanging() && !self.is_unloading.get_value() {
            storage::clear_exchange();
        }
    }

    async fn send_exchange(self, exchange: &Exchange) -> Meaning<ExchangedSession> {
        let request = exchange_request(exchange);
        let reply = client::send(&self.api_base(), &request, None, Delivery::KeepAlive).await;
        self.read_exchange(&request, reply)
    }

    fn read_exchange(self, request: &ApiRequest, reply: ApiReply) -> Meaning<ExchangedSession> {
        self.sync_clock(reply.date, reply.received);
        let meaning = self.with_context(request.route, downcast::<ApiResponse<ExchangedSession>>(reply.meaning));
        meaning.map(|response| response.data)
    }
}

fn exchange_request(exchange: &Exchange) -> ApiRequest {
    let id = &exchange.ticket.ticket.id;
    let route = exchange.version.exchange_route();
    if exchange.version == ApiVersion::Session {
        let body = portal_api::ExchangeSessionRequest { session_id: id.clone() };
        ApiRequest::new::<ApiResponse<ExchangedSession>>(route, &body)
    } else {
        let body = portal_api::ExchangeCodeRequest { code: id.clone() };
        ApiRequest::new::<ApiResponse<ExchangedSession>>(route, &body)
    }
}
