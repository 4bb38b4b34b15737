//! What follows from the result of an exchange.

use portal_api::{ApiVersion, Cause, ExchangedSession, Failure};

use super::{
    Credential, Deployment, Effect, Ending, Environment, Evidence, Exchange, OpenSession, SessionState,
    steps::{broadcast, end, lost_cookies, open_unconfirmed, resume, send},
};
use crate::{
    retry,
    session::{marker::SessionMarker, message::MessageKind},
};

/// The exchange succeeded. Its cookie may still be blocked.
pub(super) fn exchange_succeeded(
    exchange: &Exchange,
    exchanged: ExchangedSession,
    env: &Environment,
) -> (SessionState, Vec<Effect>) {
    let marker = SessionMarker { expires_at: exchanged.expires_at, tag: exchange.ticket.tag };
    let (token, effects) = match env.deployment {
        // The gateway sets both cookies together: without the marker there is no session cookie either.
        Deployment::Gateway { .. } if env.marker.is_none_or(|seen| seen.tag != marker.tag) => {
            return end(lost_cookies(env), None, Some(marker.tag));
        }
        Deployment::Gateway { .. } | Deployment::Invalid => (None, vec![]),
        Deployment::Direct { allow_bearer, .. } => {
            (exchanged.token.filter(|_| allow_bearer), vec![Effect::StoreMarker(marker)])
        }
    };
    let open =
        OpenSession { marker: Some(marker), credential: Credential::Cookie, evidence: Evidence::JustExchanged(token) };
    broadcast((SessionState::Open(open), effects), MessageKind::Opened)
}

/// The exchange failed.
pub(super) fn exchange_failed(exchange: Exchange, failure: Failure, env: &Environment) -> (SessionState, Vec<Effect>) {
    match failure.cause {
        Cause::Misconfigured if !failure.from_api && !exchange.other_version_tried => {
            let version = if exchange.version == ApiVersion::Session { ApiVersion::Code } else { ApiVersion::Session };
            send(Exchange { version, other_version_tried: true, ..exchange })
        }
        // The response was lost, but the browser got its cookies.
        Cause::Temporary if env.is_live(exchange.ticket.tag) => broadcast(resume(env), MessageKind::Opened),
        Cause::Temporary => {
            let not_before = retry::waited_for(&failure, env.now);
            (SessionState::HeldForRetry { exchange, failure, not_before }, vec![])
        }
        Cause::SessionEnded => match env.live_marker() {
            // Another tab was faster with the same link, or an earlier attempt had succeeded.
            Some(marker) if marker.tag == exchange.ticket.tag => resume(env),
            Some(_) => (SessionState::OtherSessionOpen { failure }, vec![]),
            // Another tab may have been faster, and its marker be under way.
            None if exchange.unlocked => {
                (SessionState::AwaitingMarker { tag: exchange.ticket.tag, ticket: None }, vec![Effect::WaitForMarker])
            }
            None if exchange.repeated => open_unconfirmed(Some(failure)),
            None => end(Ending::LinkUsed, Some(failure), None),
        },
        Cause::PortalDisabled => end(Ending::PortalDisabled, Some(failure), None),
        Cause::NoSession
        | Cause::NotAllowed
        | Cause::Misconfigured
        | Cause::KeyNotFound
        | Cause::WindowTooLarge { .. }
        | Cause::InvalidRequest => end(Ending::Misconfigured, Some(failure), None),
    }
}
