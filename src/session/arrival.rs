//! A visit's first steps: the operator's config, where the API is, and the ticket.

use leptos::prelude::*;
use std::sync::Arc;

use portal_api::Failure;
use portal_core::{
    retry,
    session::{
        Deployment, Event,
        landing::{TaggedTicket, Ticket},
    },
    url::Origin,
};

use super::{SessionHandle, Trouble, sign_out::SigningOut, storage};
use crate::browser;

/// How often the page looks whether the session still stands, in milliseconds.
const LOOK_MS: u32 = 1_000;

impl SessionHandle {
    /// Takes the visit from its first moment to its ticket, and looks after it from then on.
    pub(crate) async fn arrive(self, ticket: Option<Ticket>) {
        // A page that is only prepared must not use a session ID up.
        browser::until_shown().await;
        self.fetch_config().await;
        self.deployment.set_value(self.find_deployment());
        let ticket = match ticket {
            Some(ticket) => browser::tag(ticket.id.expose()).await.map(|tag| TaggedTicket { ticket, tag }),
            None => None,
        };
        self.tell(Event::Started { ticket, interrupted: storage::interrupted() });
        loop {
            browser::sleep(LOOK_MS).await;
            // Its own answer comes first.
            if !self.is_exchanging() && self.signing_out.get_untracked() != SigningOut::UnderWay {
                self.tell(Event::EnvironmentChecked);
            }
        }
    }

    /// Asks for the config until it is there: without it nobody knows where the session ID may be sent.
    async fn fetch_config(self) {
        let mut tries = 1;
        let fetched = loop {
            match super::config::fetch().await {
                Ok(fetched) => break fetched,
                Err(failure) => {
                    let wait_ms = retry::delay_ms(&failure, tries, browser::chance());
                    self.wait_for_config(failure, wait_ms).await;
                    tries = if wait_ms.is_some() { tries + 1 } else { 1 };
                }
            }
        };
        for problem in &fetched.parsed.problems {
            leptos::logging::error!("config.json: {problem}");
        }
        self.heard(fetched.date);
        let broken = fetched.parsed.problems.iter().any(|problem| problem.field == "apiBase");
        self.deployment.set_value(if broken {
            Deployment::Invalid
        } else {
            Deployment::Gateway { accepts_cookies: true }
        });
        self.config.set(Some(Arc::new(fetched.parsed.config)));
        self.trouble.set(None);
    }

    async fn wait_for_config(self, failure: Failure, wait_ms: Option<u32>) {
        let again = |trouble: &Option<Trouble>| trouble.is_none();
        let mut left_ms = wait_ms;
        loop {
            let retry_in_s = left_ms.map(|left| left.div_ceil(1_000));
            self.trouble.set(Some(Trouble { failure: failure.clone(), retry_in_s }));
            browser::sleep(250).await;
            left_ms = left_ms.map(|left| left.saturating_sub(250));
            if left_ms == Some(0) || self.trouble.with_untracked(again) {
                return;
            }
        }
    }

    /// The user doesn't want to wait for the next try.
    pub(crate) fn fetch_config_now(self) {
        self.trouble.set(None);
    }

    fn find_deployment(self) -> Deployment {
        let own = browser::origin();
        if !browser::is_secure_context() || self.deployment.get_value() == Deployment::Invalid {
            return Deployment::Invalid;
        }
        let config = self.config.get_untracked().unwrap_or_default();
        match config.api_base.as_ref().filter(|base| base.as_str() != own) {
            Some(base) => Deployment::Direct {
                cross_site: Origin::parse(&own).is_ok_and(|own| own.is_definitely_cross_site(base)),
                allow_bearer: config.allow_bearer,
            },
            None => Deployment::Gateway { accepts_cookies: browser::takes_cookies() },
        }
    }
}
