//! The first steps of a visit: the operator's config, how the portal is deployed, and the ticket of the landing URL.

use std::sync::Arc;

use leptos::prelude::*;
use portal_api::Failure;
use portal_core::session::{
    Deployment, Event,
    deployment::{PageOrigin, detect_deployment},
    landing::{Landing, TaggedTicket},
    link_note::LinkNote,
    marker::SessionTag,
};

use super::{
    config::{self, ReceivedConfig},
    handle::SessionHandle,
    storage,
};
use crate::browser::{
    self,
    retry::{self, Backoff, WaitStep},
};

impl SessionHandle {
    /// Loads the config, starts the state machine with the landing URL's ticket, and then the heartbeat.
    pub(super) async fn start_up(self, landing: Landing) {
        // A prerendered page, which the user may never see, must not spend the session ID: the one wait without a limit.
        browser::until_activated().await;
        let ReceivedConfig { parsed, date } = match config::in_document() {
            Some(received) => received,
            None => self.fetch_config(false).await,
        };
        for problem in &parsed.problems {
            leptos::logging::error!("config.json: {problem}");
        }
        self.sync_clock(date, browser::now());
        let is_api_base_valid = !parsed.problems.iter().any(|problem| problem.field == "apiBase");
        self.config.set(Some(Arc::new(parsed.config)));
        self.config_failure.set(None);
        let page = PageOrigin { origin: &browser::origin(), is_secure: browser::is_secure_context() };
        let config = self.config.get_untracked().unwrap_or_default();
        self.deployment.set_value(detect_deployment(page, &config, is_api_base_valid, browser::accepts_cookies));
        let is_damaged = landing.is_damaged();
        let ticket = match landing.ticket {
            Some(ticket) => match browser::session_tag(ticket.id.expose()).await {
                Some(tag) => {
                    let label = landing.note.label.filter(|_| config.account_label);
                    self.keep_link_note(tag, LinkNote { label, ..landing.note });
                    Some(TaggedTicket { ticket, tag })
                }
                None => {
                    // A secure context whose browser computes no hash.
                    self.deployment.set_value(Deployment::Invalid);
                    None
                }
            },
            None => None,
        };
        let trusted = config.trust_same_site && browser::was_clicked_on_same_site();
        let sent = self.has_sent(ticket.as_ref());
        if !sent {
            self.learn_time(ticket.as_ref().map(|ticket| ticket.tag), !trusted).await;
        }
        self.dispatch(if is_damaged {
            Event::LinkDamaged
        } else {
            Event::Started { ticket, interrupted: storage::load_exchange(), trusted, sent }
        });
        self.start_heartbeat();
    }

    /// Waits for the server's time where the first event depends on it: see `SessionMarker::needs_server_time`. Otherwise the first
    /// response sets the clock.
    async fn learn_time(self, ticket: Option<SessionTag>, asks: bool) {
        if self.knows_time() {
            return;
        }
        let deployment = self.deployment.get_value();
        let marker = storage::load_marker(deployment);
        if marker.is_some_and(|marker| marker.needs_server_time(self.now(), ticket, asks)) {
            self.fetch_time().await;
        } else if matches!(deployment, Deployment::Direct { .. }) {
            // Another origin may not let the page read the time of its responses.
            browser::spawn(self.fetch_time());
        }
    }

    /// Requests the config until it is loaded, since it says where the session ID may be sent; with `is_head` its time alone.
    pub(super) async fn fetch_config(self, is_head: bool) -> ReceivedConfig {
        let mut backoff = Backoff::new();
        loop {
            match config::fetch(is_head).await {
                Ok(fetched) => return fetched,
                Err(failure) => {
                    let delay_ms = backoff.next_delay_ms(&failure);
                    self.wait_for_config_retry(failure, delay_ms).await;
                }
            }
        }
    }

    /// Shows the failure until the next attempt is due, or the user wants it now.
    async fn wait_for_config_retry(self, failure: Failure, delay_ms: Option<u32>) {
        // Nothing is retried: the screen may say when the server can be asked again.
        let failure = if delay_ms.is_none() { Failure { at: Some(self.now()), ..failure } } else { failure };
        // Set only if it changes: the screen is built anew with each failure.
        if self.config_failure.with_untracked(|shown| shown.as_ref() != Some(&failure)) {
            self.config_failure.set(Some(failure));
        }
        retry::wait(delay_ms, |seconds| {
            if self.config_retry_in_s.get_untracked() != seconds {
                self.config_retry_in_s.set(seconds);
            }
            if self.config_failure.with_untracked(Option::is_none) { WaitStep::End } else { WaitStep::Continue }
        })
        .await;
    }

    /// Ends the wait for the next attempt to load the config.
    pub(super) fn retry_config_now(self) {
        self.config_failure.set(None);
    }
}
