//! The transitions of the session machine.

use super::{
    Deployment, Effect, Ending, Environment, Event, Evidence, Exchange, OpenSession, SessionState,
    exchange_result::{exchange_failed, exchange_succeeded},
    open_session::{mismatch, request_failed},
    steps::{broadcast, end, exchange, open_unconfirmed, resume, send, start},
};
use crate::session::{
    landing::TaggedTicket,
    marker::SessionTag,
    message::{MessageKind, SessionMessage},
};

/// The state after `event`, and what to do. An event without meaning in a state changes nothing: it is late.
///
/// ```
/// use portal_api::{Secret, ServerTime};
/// use portal_core::session::{
///     Deployment, Effect, Environment, Event, SessionState,
///     landing::{Landing, TaggedTicket},
///     marker::SessionTag,
///     next,
/// };
///
/// let env = Environment {
///     now: ServerTime::from_millis(0),
///     marker: None,
///     signed_out: None,
///     deployment: Deployment::Gateway { accepts_cookies: true },
/// };
/// let ticket = Landing::read("/", "?session=pst_1", "").ticket.unwrap();
/// let ticket = TaggedTicket { ticket, tag: SessionTag::from_sha256(&[0xa5; 32]) };
/// let event = Event::Started { ticket: Some(ticket), interrupted: None, trusted: false, sent: false };
/// let (state, effects) = next(SessionState::Starting, event, &env);
/// assert!(matches!(state, SessionState::Exchanging(_)));
/// assert!(matches!(effects.as_slice(), [Effect::SendExchange(_)]));
/// ```
pub fn next(session: SessionState, event: Event, env: &Environment) -> (SessionState, Vec<Effect>) {
    match (session, event) {
        // Its response decides, whatever the marker says by now.
        (SessionState::Starting, Event::Started { ticket: Some(ticket), sent: true, .. }) => send(exchange(ticket)),
        (SessionState::Starting, Event::Started { ticket, interrupted, trusted, .. }) => {
            start_visit(ticket, interrupted, trusted, env)
        }
        // Not even where a session is open: the link may have been for another account.
        (SessionState::Starting, Event::LinkDamaged) => end(Ending::LinkDamaged, None, None),

        (SessionState::ChoosingSession(_), Event::KeepOpenSession)
        | (SessionState::OtherSessionOpen { .. }, Event::KeepOpenSession) => resume(env),
        (SessionState::ChoosingSession(ticket), Event::OpenNewSession) => start(ticket, env),
        // The open session may end, or another tab may open this same link, before the user answers.
        (SessionState::ChoosingSession(ticket), Event::EnvironmentChecked) => match env.live_marker() {
            None => start(ticket, env),
            Some(marker) if marker.tag == ticket.tag => resume(env),
            Some(_) => (SessionState::ChoosingSession(ticket), vec![]),
        },
        (SessionState::OtherSessionOpen { failure }, Event::EnvironmentChecked) if env.live_marker().is_none() => {
            end(Ending::LinkUsed, Some(failure), None)
        }

        (SessionState::CookiesRefused(ticket), Event::Retry) => start(ticket, env),

        // Another tab was faster with the same link.
        (SessionState::Exchanging(exchange), Event::EnvironmentChecked) if env.is_live(exchange.ticket.tag) => {
            resume(env)
        }
        (SessionState::Exchanging(exchange), Event::ExchangeSlow) => {
            (SessionState::Exchanging(Exchange { slow: true, ..exchange }), vec![])
        }
        (SessionState::Exchanging(exchange), Event::ExchangeUnlocked) => {
            (SessionState::Exchanging(Exchange { unlocked: true, ..exchange }), vec![])
        }
        (SessionState::Exchanging(exchange), Event::Exchanged(Ok(exchanged))) => {
            exchange_succeeded(&exchange, exchanged, env)
        }
        (SessionState::Exchanging(exchange), Event::Exchanged(Err(failure))) => exchange_failed(exchange, failure, env),
        (SessionState::HeldForRetry { exchange, .. }, Event::EnvironmentChecked)
            if env.is_live(exchange.ticket.tag) =>
        {
            resume(env)
        }
        (SessionState::HeldForRetry { exchange, .. }, Event::Retry) => {
            send(Exchange { repeated: true, slow: false, unlocked: false, ..exchange })
        }

        (SessionState::AwaitingMarker { tag, .. }, Event::EnvironmentChecked | Event::MarkerTimedOut)
            if env.is_live(tag) =>
        {
            resume(env)
        }
        // The interrupted request may never have arrived.
        (SessionState::AwaitingMarker { ticket: Some(ticket), .. }, Event::MarkerTimedOut) => {
            match start(ticket, env) {
                (SessionState::Exchanging(exchange), _) => send(Exchange { repeated: true, ..exchange }),
                refused => refused,
            }
        }
        (SessionState::AwaitingMarker { ticket: None, .. }, Event::MarkerTimedOut) => match env.deployment {
            // Nobody stored a marker, but the API may have set its cookie.
            Deployment::Direct { .. } => open_unconfirmed(None),
            _ => end(Ending::LinkUsed, None, None),
        },

        (SessionState::Open(open), Event::EnvironmentChecked) => match mismatch(&open, env) {
            Some(ending) => end(ending, None, open.tag()),
            None => (SessionState::Open(open), vec![]),
        },
        (SessionState::Open(open), Event::RequestSucceeded) => {
            (SessionState::Open(OpenSession { evidence: Evidence::Confirmed, ..open }), vec![])
        }
        (SessionState::Open(open), Event::RequestFailed(failure)) => request_failed(open, failure, env),
        (SessionState::Open(open), Event::NoPermissions(failure)) => {
            end(Ending::NoPermissions, Some(failure), open.tag())
        }
        (SessionState::Open(open), Event::SignedOut) => {
            broadcast(end(Ending::SignedOut, None, open.tag()), MessageKind::SignedOut)
        }
        // Not re-broadcast: the sender already told every tab.
        (SessionState::Open(open), Event::MessageReceived(SessionMessage { kind, tag })) if open.tag() == Some(tag) => {
            match kind {
                MessageKind::Opened => (SessionState::Open(open), vec![]),
                MessageKind::Expired => end(Ending::Expired, None, Some(tag)),
                MessageKind::CookieCleared => end(Ending::CookieCleared, None, Some(tag)),
                MessageKind::SignedOut => end(Ending::SignedOut, None, Some(tag)),
            }
        }

        // Another tab opened a session through the app: this one continues with it.
        (SessionState::Ended { ending, tag, .. }, Event::EnvironmentChecked)
            if ending.resumes_when_reopened() && env.live_marker().is_some_and(|marker| Some(marker.tag) != tag) =>
        {
            resume(env)
        }

        // The new session's marker is in the environment.
        (
            session @ (SessionState::Open(_) | SessionState::Ended { .. }),
            Event::MessageReceived(SessionMessage { kind: MessageKind::Opened, .. }),
        ) => next(session, Event::EnvironmentChecked, env),

        (session, _) => (session, vec![]),
    }
}

/// The first event: what the landing URL, the marker and an interrupted exchange amount to.
fn start_visit(
    ticket: Option<TaggedTicket>,
    interrupted: Option<SessionTag>,
    trusted: bool,
    env: &Environment,
) -> (SessionState, Vec<Effect>) {
    if env.deployment == Deployment::Invalid {
        return end(Ending::Misconfigured, None, None);
    }
    match (ticket, env.live_marker()) {
        // The open session came from this same link: a second click, the Back button, or another tab.
        (Some(ticket), Some(marker)) if ticket.tag == marker.tag => resume(env),
        (Some(ticket), Some(_)) if !trusted => (SessionState::ChoosingSession(ticket), vec![]),
        // The page was reloaded while this link was being exchanged.
        (Some(ticket), _) if interrupted == Some(ticket.tag) => {
            (SessionState::AwaitingMarker { tag: ticket.tag, ticket: Some(ticket) }, vec![Effect::WaitForMarker])
        }
        (Some(ticket), _) => start(ticket, env),
        (None, live) => match interrupted {
            Some(tag) if live.is_none_or(|marker| marker.tag != tag) => {
                (SessionState::AwaitingMarker { tag, ticket: None }, vec![Effect::WaitForMarker])
            }
            _ => resume(env),
        },
    }
}
