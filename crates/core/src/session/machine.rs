//! The transitions.

use portal_api::{ApiVersion, Cause, ExchangedSession, Failure, SECOND};

use super::{
    Credential, Deployment, Effect, Ending, Environment, Event, Evidence, Exchange, MessageKind, OpenSession,
    SessionMessage, SessionState,
};
use super::{
    landing::TaggedTicket,
    marker::{SessionMarker, SessionTag},
};

/// What becomes of `session` when `event` happens. An event that has no meaning in a state changes nothing: it was under
/// way when the state changed.
pub fn next(session: SessionState, event: Event, env: &Environment) -> (SessionState, Vec<Effect>) {
    match (session, event) {
        (SessionState::Starting, Event::Started { ticket, interrupted }) => arrive(ticket, interrupted, env),

        (SessionState::ChoosingSession(_), Event::KeepOpenSession)
        | (SessionState::OtherSessionOpen { .. }, Event::KeepOpenSession) => resume(env),
        (SessionState::ChoosingSession(ticket), Event::OpenNewSession) => start(ticket, env),
        // While the question stands, the other session may end, or another tab may open this very link: then there is
        // nothing left to ask.
        (SessionState::ChoosingSession(ticket), Event::EnvironmentChecked) => match living(env) {
            None => start(ticket, env),
            Some(marker) if marker.tag == ticket.tag => resume(env),
            Some(_) => (SessionState::ChoosingSession(ticket), vec![]),
        },
        (SessionState::OtherSessionOpen { failure }, Event::EnvironmentChecked) if living(env).is_none() => {
            end(Ending::LinkUsed, Some(failure), None)
        }

        (SessionState::CookiesRefused(ticket), Event::Retry) => start(ticket, env),

        // Another tab had the same link and was faster.
        (SessionState::Exchanging(exchange), Event::EnvironmentChecked) if is_living(exchange.ticket.tag, env) => {
            resume(env)
        }
        (SessionState::Exchanging(exchange), Event::ExchangeSlow) => {
            (SessionState::Exchanging(Exchange { slow: true, ..exchange }), vec![])
        }
        (SessionState::Exchanging(exchange), Event::Exchanged(Ok(exchanged))) => open(&exchange, exchanged, env),
        (SessionState::Exchanging(exchange), Event::Exchanged(Err(failure))) => refuse(exchange, failure, env),
        (SessionState::HeldForRetry { exchange, .. }, Event::EnvironmentChecked)
            if is_living(exchange.ticket.tag, env) =>
        {
            resume(env)
        }
        (SessionState::HeldForRetry { exchange, .. }, Event::Retry) => {
            send(Exchange { repeated: true, slow: false, ..exchange })
        }

        (SessionState::AwaitingMarker(tag), Event::EnvironmentChecked | Event::MarkerTimedOut)
            if is_living(tag, env) =>
        {
            resume(env)
        }
        (SessionState::AwaitingMarker(_), Event::MarkerTimedOut) => match env.deployment {
            // The page that would have remembered the session is gone; the API's cookie may be there.
            Deployment::Direct { .. } => try_the_cookie(None),
            _ => end(Ending::LinkUsed, None, None),
        },

        (SessionState::Open(open), Event::EnvironmentChecked) => match mismatch(&open, env) {
            Some(ending) => end(ending, None, open.tag()),
            None => (SessionState::Open(open), vec![]),
        },
        (SessionState::Open(open), Event::RequestSucceeded) => {
            (SessionState::Open(OpenSession { evidence: Evidence::Confirmed, ..open }), vec![])
        }
        (SessionState::Open(open), Event::RequestFailed(failure)) => fail(open, failure, env),
        (SessionState::Open(open), Event::NoPermissions(failure)) => {
            end(Ending::NoPermissions, Some(failure), open.tag())
        }
        (SessionState::Open(open), Event::SignedOut) => {
            told(end(Ending::SignedOut, None, open.tag()), MessageKind::SignedOut)
        }
        // Not told on: whoever said it said it to all.
        (SessionState::Open(open), Event::MessageReceived(SessionMessage { kind, tag })) if open.tag() == Some(tag) => {
            match kind.ending() {
                Some(ending) => end(ending, None, Some(tag)),
                None => (SessionState::Open(open), vec![]),
            }
        }

        // Another tab came back through the app: this one goes on where it was.
        (SessionState::Ended { ending, tag, .. }, Event::EnvironmentChecked)
            if ending.resumes_when_reopened() && living(env).is_some_and(|marker| Some(marker.tag) != tag) =>
        {
            resume(env)
        }

        // A session that was opened, or a cookie that has changed, shows in the surroundings.
        (
            session @ (SessionState::Open(_) | SessionState::Ended { .. }),
            Event::MessageReceived(SessionMessage { kind: MessageKind::Opened, .. }),
        ) => next(session, Event::EnvironmentChecked, env),

        (session, _) => (session, vec![]),
    }
}

fn end(ending: Ending, failure: Option<Failure>, tag: Option<SessionTag>) -> (SessionState, Vec<Effect>) {
    let effects = match ending {
        Ending::Expired => vec![Effect::SaveLocation],
        Ending::SignedOut | Ending::Replaced => vec![Effect::ClearSavedLocation],
        _ => vec![],
    };
    (SessionState::Ended { ending, failure, tag }, effects)
}

/// The same, with the other tabs told.
fn told((session, mut effects): (SessionState, Vec<Effect>), kind: MessageKind) -> (SessionState, Vec<Effect>) {
    let tag = match &session {
        SessionState::Open(open) => open.tag(),
        SessionState::Ended { tag, .. } => *tag,
        _ => None,
    };
    effects.extend(tag.map(|tag| Effect::Broadcast(SessionMessage { kind, tag })));
    (session, effects)
}

/// The marker of a session that is not over.
fn living(env: &Environment) -> Option<SessionMarker> {
    env.marker.filter(|marker| marker.expires_at > env.now)
}

/// Whether the session that is open is the one of this tag.
fn is_living(tag: SessionTag, env: &Environment) -> bool {
    living(env).is_some_and(|marker| marker.tag == tag)
}

fn arrive(
    ticket: Option<TaggedTicket>,
    interrupted: Option<SessionTag>,
    env: &Environment,
) -> (SessionState, Vec<Effect>) {
    if env.deployment == Deployment::Invalid {
        return end(Ending::Misconfigured, None, None);
    }
    match (ticket, living(env)) {
        // The current session was made with this very link: a second click, Back, or another tab.
        (Some(ticket), Some(marker)) if ticket.tag == marker.tag => resume(env),
        (Some(ticket), Some(_)) => (SessionState::ChoosingSession(ticket), vec![]),
        // A reload while this very link was being exchanged.
        (Some(ticket), None) if interrupted == Some(ticket.tag) => {
            (SessionState::AwaitingMarker(ticket.tag), vec![Effect::WaitForMarker])
        }
        (Some(ticket), None) => start(ticket, env),
        (None, living) => match interrupted {
            Some(tag) if living.is_none_or(|marker| marker.tag != tag) => {
                (SessionState::AwaitingMarker(tag), vec![Effect::WaitForMarker])
            }
            _ => resume(env),
        },
    }
}

/// Goes on with the session that the marker tells of, if it tells of one.
fn resume(env: &Environment) -> (SessionState, Vec<Effect>) {
    match (living(env), env.marker) {
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

fn start(ticket: TaggedTicket, env: &Environment) -> (SessionState, Vec<Effect>) {
    // Found out before the session ID is spent: it would be lost with the cookie.
    if env.deployment == (Deployment::Gateway { accepts_cookies: false }) {
        return (SessionState::CookiesRefused(ticket), vec![]);
    }
    let version = ticket.ticket.version;
    send(Exchange { ticket, version, other_version_tried: false, repeated: false, slow: false })
}

/// Goes in without knowing whether there is a session: the first request tells.
fn try_the_cookie(refusal: Option<Failure>) -> (SessionState, Vec<Effect>) {
    let evidence = Evidence::Unconfirmed(refusal);
    (SessionState::Open(OpenSession { marker: None, credential: Credential::Cookie, evidence }), vec![])
}

fn send(exchange: Exchange) -> (SessionState, Vec<Effect>) {
    (SessionState::Exchanging(exchange.clone()), vec![Effect::SendExchange(exchange)])
}

/// The exchange succeeded; whether its cookie came is another matter.
fn open(exchange: &Exchange, exchanged: ExchangedSession, env: &Environment) -> (SessionState, Vec<Effect>) {
    let marker = SessionMarker { expires_at: exchanged.expires_at, tag: exchange.ticket.tag };
    let (token, effects) = match env.deployment {
        // The gateway sets both cookies at once: no marker, no session cookie.
        Deployment::Gateway { .. } if env.marker.is_none_or(|seen| seen.tag != marker.tag) => {
            return end(Ending::CookiesBlocked, None, Some(marker.tag));
        }
        Deployment::Gateway { .. } | Deployment::Invalid => (None, vec![]),
        Deployment::Direct { allow_bearer, .. } => {
            (exchanged.token.filter(|_| allow_bearer), vec![Effect::StoreMarker(marker)])
        }
    };
    let open =
        OpenSession { marker: Some(marker), credential: Credential::Cookie, evidence: Evidence::JustExchanged(token) };
    told((SessionState::Open(open), effects), MessageKind::Opened)
}

/// The exchange failed.
fn refuse(exchange: Exchange, failure: Failure, env: &Environment) -> (SessionState, Vec<Effect>) {
    match failure.cause {
        Cause::Misconfigured if !failure.from_api && !exchange.other_version_tried => {
            let version = if exchange.version == ApiVersion::Session { ApiVersion::Code } else { ApiVersion::Session };
            send(Exchange { version, other_version_tried: true, ..exchange })
        }
        // The answer was lost on the way, its cookies were not.
        Cause::Temporary if is_living(exchange.ticket.tag, env) => told(resume(env), MessageKind::Opened),
        Cause::Temporary => {
            let not_before = failure.wait_s.map(|seconds| env.now.plus(i64::from(seconds.max(1)) * SECOND));
            (SessionState::HeldForRetry { exchange, failure, not_before }, vec![])
        }
        Cause::SessionEnded => match living(env) {
            // Another tab was faster with the same link, or the first try had succeeded after all.
            Some(marker) if marker.tag == exchange.ticket.tag => resume(env),
            Some(_) => (SessionState::OtherSessionOpen { failure }, vec![]),
            None if exchange.repeated => try_the_cookie(Some(failure)),
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

/// Why the surroundings don't fit an open session any more, if they don't.
fn mismatch(open: &OpenSession, env: &Environment) -> Option<Ending> {
    let marker = open.marker?;
    if marker.expires_at <= env.now {
        return Some(Ending::Expired);
    }
    // A token in memory needs no memory beside it.
    if matches!(open.credential, Credential::Bearer(_)) {
        return None;
    }
    match env.marker {
        Some(seen) if seen.tag != marker.tag => Some(Ending::Replaced),
        // Another tab was told by the API that it is over.
        Some(seen) if seen.expires_at <= env.now => Some(Ending::Expired),
        // Without a gateway the marker is no cookie, and may be refused where cookies are taken.
        None if !matches!(env.deployment, Deployment::Gateway { .. }) => None,
        // A tab that slept while another one signed out heard nothing of it.
        None if env.signed_out == Some(marker.tag) => Some(Ending::SignedOut),
        None => Some(Ending::CookieCleared),
        _ => None,
    }
}

/// A request of the session failed: most failures are the page's matter, these are the session's.
fn fail(open: OpenSession, failure: Failure, env: &Environment) -> (SessionState, Vec<Effect>) {
    let tag = open.tag();
    let over = |ending, failure| end(ending, Some(failure), tag);
    match failure.cause {
        Cause::NoSession | Cause::SessionEnded => {}
        Cause::PortalDisabled => return over(Ending::PortalDisabled, failure),
        Cause::Misconfigured => return over(Ending::Misconfigured, failure),
        _ => return (SessionState::Open(open), vec![]),
    }
    if let Some(ending @ (Ending::Expired | Ending::Replaced)) = mismatch(&open, env) {
        return over(ending, failure);
    }
    let gone = failure.cause == Cause::NoSession;
    match open.evidence {
        Evidence::Unconfirmed(refusal) => over(Ending::LinkUsed, refusal.unwrap_or(failure)),
        Evidence::JustExchanged(Some(token)) if gone => (
            SessionState::Open(OpenSession {
                credential: Credential::Bearer(token),
                evidence: Evidence::JustExchanged(None),
                ..open
            }),
            vec![],
        ),
        Evidence::JustExchanged(None) if gone && open.credential == Credential::Cookie => match env.deployment {
            Deployment::Direct { cross_site: true, .. } => over(Ending::CrossSite, failure),
            _ => over(Ending::CookiesBlocked, failure),
        },
        // A token from memory that is answered by "no session": a server that takes no such header.
        Evidence::JustExchanged(_) if gone => over(Ending::CookiesBlocked, failure),
        Evidence::FromMarker | Evidence::Confirmed if gone => {
            let (session, mut effects) = over(Ending::CookieCleared, failure);
            // Its time isn't over, but it is: nothing may take it for open any more.
            effects.push(Effect::ClearMarker);
            told((session, effects), MessageKind::CookieCleared)
        }
        _ => {
            let (session, mut effects) = over(Ending::Expired, failure);
            // The same, and a reload should still be told "expired".
            effects.extend(tag.map(|tag| Effect::StoreMarker(SessionMarker { expires_at: env.now, tag })));
            told((session, effects), MessageKind::Expired)
        }
    }
}
