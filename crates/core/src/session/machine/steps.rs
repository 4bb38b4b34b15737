//! Steps that several transitions share.

use portal_api::Failure;

use super::{Credential, Deployment, Effect, Ending, Environment, Evidence, Exchange, OpenSession, SessionState};
use crate::session::{
    landing::TaggedTicket,
    marker::SessionTag,
    message::{MessageKind, SessionMessage},
};

/// The ended state, with what happens to the saved location.
pub(super) fn end(ending: Ending, failure: Option<Failure>, tag: Option<SessionTag>) -> (SessionState, Vec<Effect>) {
    let effects = match ending {
        Ending::Expired => vec![Effect::SaveLocation],
        _ if ending.wipes_everything() => vec![Effect::ClearSavedLocation],
        _ => vec![],
    };
    (SessionState::Ended { ending, failure, tag }, effects)
}

/// Adds a broadcast about the session in the new state.
pub(super) fn broadcast(
    (session, mut effects): (SessionState, Vec<Effect>),
    kind: MessageKind,
) -> (SessionState, Vec<Effect>) {
    effects.extend(session.tag().map(|tag| Effect::Broadcast(SessionMessage { kind, tag })));
    (session, effects)
}

/// Continues with the marker's session, or ends.
pub(super) fn resume(env: &Environment) -> (SessionState, Vec<Effect>) {
    match (env.live_marker(), env.marker) {
        (Some(marker), _) => (
            SessionState::Open(OpenSession {
                marker: Some(marker),
                credential: Credential::Cookie,
                evidence: Evidence::FromMarker,
            }),
            vec![],
        ),
        (None, Some(marker)) => end(Ending::Expired, None, Some(marker.tag)),
        (None, None) => end(Ending::NeverStarted, None, None),
    }
}

/// Sends the exchange, unless cookies are known to be blocked.
pub(super) fn start(ticket: TaggedTicket, env: &Environment) -> (SessionState, Vec<Effect>) {
    // An exchange would use up the session ID and lose the session with its cookie.
    if env.deployment == (Deployment::Gateway { accepts_cookies: false }) {
        return (SessionState::CookiesRefused(ticket), vec![]);
    }
    send(exchange(ticket))
}

/// The first exchange of a ticket.
pub(super) const fn exchange(ticket: TaggedTicket) -> Exchange {
    let version = ticket.ticket.version;
    Exchange { ticket, version, other_version_tried: false, repeated: false, slow: false, unlocked: false }
}

pub(super) fn send(exchange: Exchange) -> (SessionState, Vec<Effect>) {
    (SessionState::Exchanging(exchange.clone()), vec![Effect::SendExchange(exchange)])
}

/// The ending of a session that the API opened and whose cookies the browser doesn't have.
pub(super) const fn lost_cookies(env: &Environment) -> Ending {
    match env.deployment {
        Deployment::Direct { cross_site: true, .. } => Ending::CrossSite,
        // The page's own cookies stay, so something between gateway and browser changes the gateway's.
        Deployment::Gateway { accepts_cookies: true } => Ending::CookiesChanged,
        _ => Ending::CookiesBlocked,
    }
}

/// Opens without knowing whether there is a session: the first request will tell.
pub(super) fn open_unconfirmed(refusal: Option<Failure>) -> (SessionState, Vec<Effect>) {
    let evidence = Evidence::Unconfirmed(refusal);
    (SessionState::Open(OpenSession { marker: None, credential: Credential::Cookie, evidence }), vec![])
}
