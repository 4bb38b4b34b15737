//! What ends an open session.

use portal_api::{Cause, Failure};

use super::{
    Credential, Deployment, Effect, Ending, Environment, Evidence, OpenSession, SessionState,
    steps::{broadcast, end, lost_cookies},
};
use crate::session::{marker::SessionMarker, message::MessageKind};

/// Why the environment no longer fits an open session; `None` if it does.
pub(super) fn mismatch(open: &OpenSession, env: &Environment) -> Option<Ending> {
    let marker = open.marker?;
    if marker.expires_at <= env.now {
        return Some(Ending::Expired);
    }
    // A token in memory does not depend on the stored marker.
    if matches!(open.credential, Credential::Bearer(_)) {
        return None;
    }
    match env.marker {
        Some(seen) if seen.tag != marker.tag => Some(Ending::Replaced),
        // The API told another tab that the session is over.
        Some(seen) if seen.expires_at <= env.now => Some(Ending::Expired),
        // Without a gateway the marker is in localStorage, which can be blocked while cookies are not.
        None if !matches!(env.deployment, Deployment::Gateway { .. }) => None,
        // This tab was suspended when another one signed out.
        None if env.signed_out == Some(marker.tag) => Some(Ending::SignedOut),
        None => Some(Ending::CookieCleared),
        _ => None,
    }
}

/// A request failed. Most failures concern the page only; some end the session.
pub(super) fn request_failed(open: OpenSession, failure: Failure, env: &Environment) -> (SessionState, Vec<Effect>) {
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
    let no_session = failure.cause == Cause::NoSession;
    match open.evidence {
        Evidence::Unconfirmed(refusal) => over(Ending::LinkUsed, refusal.unwrap_or(failure)),
        Evidence::JustExchanged(Some(token)) if no_session => (
            SessionState::Open(OpenSession {
                credential: Credential::Bearer(token),
                evidence: Evidence::JustExchanged(None),
                ..open
            }),
            vec![],
        ),
        Evidence::JustExchanged(None) if no_session && open.credential == Credential::Cookie => {
            over(lost_cookies(env), failure)
        }
        // The server ignored the token: it does not accept the header.
        Evidence::JustExchanged(_) if no_session => over(Ending::CookiesBlocked, failure),
        Evidence::FromMarker | Evidence::Confirmed if no_session => {
            let (session, mut effects) = over(Ending::CookieCleared, failure);
            // The marker has not expired, but its session is over.
            effects.push(Effect::ClearMarker);
            broadcast((session, effects), MessageKind::CookieCleared)
        }
        _ => {
            let (session, mut effects) = over(Ending::Expired, failure);
            // Likewise; but after a reload the screen should still say "expired".
            effects.extend(tag.map(|tag| Effect::StoreMarker(SessionMarker { expires_at: env.now, tag })));
            broadcast((session, effects), MessageKind::Expired)
        }
    }
}
