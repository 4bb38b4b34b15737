//! What a user notices of the session machine; `table` has every state with every event.

mod exchange;
mod new_key;
mod open;
mod starting;
mod table;
mod tabs;

use portal_api::{ApiVersion, Cause, ExchangedSession, Failure, HOUR, MINUTE, SECOND, Secret, ServerTime, no_response};

use super::*;
use crate::session::{
    landing::{TaggedTicket, Ticket},
    marker::{SessionMarker, SessionTag},
    message::{MessageKind, SessionMessage},
};

const NOW: ServerTime = ServerTime::from_millis(1_700_000_000_000);

fn tag(byte: u8) -> SessionTag {
    SessionTag::from_sha256(&[byte; 32])
}

/// The byte that the digest of this link's session ID consists of.
const MINE: u8 = 1;
/// Another session's.
const OTHER: u8 = 2;

fn ticket() -> TaggedTicket {
    TaggedTicket {
        ticket: Ticket { id: Secret::new("pst_mine".to_owned()), version: ApiVersion::Session },
        tag: tag(MINE),
    }
}

fn exchange() -> Exchange {
    Exchange {
        ticket: ticket(),
        version: ApiVersion::Session,
        other_version_tried: false,
        repeated: false,
        slow: false,
        unlocked: false,
    }
}

fn marker(byte: u8, left_ms: i64) -> SessionMarker {
    SessionMarker { expires_at: NOW.plus(left_ms), tag: tag(byte) }
}

fn open_with(evidence: Evidence) -> SessionState {
    SessionState::Open(OpenSession { marker: Some(marker(MINE, HOUR)), credential: Credential::Cookie, evidence })
}

fn gateway(marker: Option<SessionMarker>) -> Environment {
    Environment { now: NOW, marker, signed_out: None, deployment: Deployment::Gateway { accepts_cookies: true } }
}

fn direct(cross_site: bool, allow_bearer: bool) -> Environment {
    Environment {
        now: NOW,
        marker: None,
        signed_out: None,
        deployment: Deployment::Direct { cross_site, allow_bearer },
    }
}

fn failure(cause: Cause) -> Failure {
    Failure { cause, status: Some(401), from_api: true, ..no_response() }
}

fn no_such_route() -> Failure {
    Failure { cause: Cause::Misconfigured, status: Some(404), from_api: false, ..no_response() }
}

fn exchanged(token: Option<&str>) -> Event {
    Event::Exchanged(Ok(ExchangedSession {
        token: token.map(|token| Secret::new(token.to_owned())),
        expires_at: NOW.plus(24 * HOUR),
    }))
}

fn refused(cause: Cause) -> Event {
    Event::Exchanged(Err(failure(cause)))
}

fn started(ticket: Option<TaggedTicket>, interrupted: Option<SessionTag>) -> Event {
    Event::Started { ticket, interrupted, trusted: false, sent: false }
}

/// A state in a few words.
fn name(session: &SessionState) -> String {
    match session {
        SessionState::Starting => "starting".to_owned(),
        SessionState::ChoosingSession(_) => "choosing".to_owned(),
        SessionState::Exchanging(exchange) => {
            let mut name = "exchanging".to_owned();
            for (is, mark) in [
                (exchange.slow, " slow"),
                (exchange.unlocked, " unlocked"),
                (exchange.repeated, " again"),
                (exchange.other_version_tried, " other"),
            ] {
                name.push_str(if is { mark } else { "" });
            }
            name
        }
        SessionState::HeldForRetry { .. } => "held".to_owned(),
        SessionState::AwaitingMarker { .. } => "awaiting marker".to_owned(),
        SessionState::OtherSessionOpen { .. } => "other session open".to_owned(),
        SessionState::CookiesRefused(_) => "cookies refused".to_owned(),
        SessionState::Open(OpenSession { credential: Credential::Bearer(_), .. }) => "open bearer".to_owned(),
        SessionState::Open(OpenSession { evidence, .. }) => match evidence {
            Evidence::FromMarker => "open".to_owned(),
            Evidence::JustExchanged(_) => "open fresh".to_owned(),
            Evidence::Unconfirmed(_) => "open unconfirmed".to_owned(),
            Evidence::Confirmed => "open confirmed".to_owned(),
        },
        SessionState::Ended { ending, .. } => format!("{ending:?}"),
    }
}

fn after(session: SessionState, event: Event, env: &Environment) -> String {
    name(&next(session, event, env).0)
}
