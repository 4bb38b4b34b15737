//! Who sends a request: the client's address behind trusted proxies, and what one client may use of the gateway and the API.

mod address;
mod client;
mod forwarding;
mod identify;
mod key;
mod request_limits;
mod rules;

pub(crate) use client::{Client, PeerAddress};
pub(crate) use identify::identify;
pub(crate) use key::ClientKey;
pub(crate) use request_limits::{RequestLimits, RetryAfter};
pub(crate) use rules::ClientRules;
