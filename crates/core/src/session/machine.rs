//! The transitions.

use portal_api::{Cause, Exchanged, Failure, Form, SECOND};

use super::{Credential, Deployment, Effect, Ending, Event, Exchange, News, Open, Proof, Session, Surroundings, What};
use crate::{
    landing::TaggedTicket,
    marker::{OpenMarker, Tag},
};

/// What becomes of `session` when `event` happens. An event that has no meaning in a state changes nothing: it was under
/// way when the state changed.
pub fn next(session: Session, event: Event, around: &Surroundings) -> (Session, Vec<Effect>) {
    match (session, event) {
        (Session::Arriving, Event::Arrived { ticket, interrupted }) => arrive(ticket, interrupted, around),

        (Session::Choosing(_), Event::KeepEarlier) | (Session::EarlierOpen { .. }, Event::KeepEarlier) => {
            resume(around)
        }
        (Session::Choosing(ticket), Event::OpenNew) => start(ticket, around),
        // While the question stands, the other session may end, or another tab may open this very link: then there is
        // nothing left to ask.
        (Session::Choosing(ticket), Event::Looked) => match living(around) {
            None => start(ticket, around),
            Some(marker) if marker.tag == ticket.tag => resume(around),
            Some(_) => (Session::Choosing(ticket), vec![]),
        },
        (Session::EarlierOpen { failure }, Event::Looked) if living(around).is_none() => {
            end(Ending::LinkUsed, Some(failure), None)
        }

        (Session::CookiesRefused(ticket), Event::TryAgain) => start(ticket, around),

        // Another tab had the same link and was faster.
        (Session::Exchanging(exchange), Event::Looked) if is_living(exchange.ticket.tag, around) => resume(around),
        (Session::Exchanging(exchange), Event::TookLong) => {
            (Session::Exchanging(Exchange { slow: true, ..exchange }), vec![])
        }
        (Session::Exchanging(exchange), Event::Exchanged(Ok(exchanged))) => open(&exchange, exchanged, around),
        (Session::Exchanging(exchange), Event::Exchanged(Err(failure))) => refuse(exchange, failure, around),
        (Session::Held { exchange, .. }, Event::Looked) if is_living(exchange.ticket.tag, around) => resume(around),
        (Session::Held { exchange, .. }, Event::TryAgain) => send(Exchange { repeated: true, slow: false, ..exchange }),

        (Session::Awaiting(tag), Event::Looked | Event::GaveUpWaiting) if is_living(tag, around) => resume(around),
        (Session::Awaiting(_), Event::GaveUpWaiting) => match around.deployment {
            // The page that would have remembered the session is gone; the API's cookie may be there.
            Deployment::Direct { .. } => try_the_cookie(None),
            _ => end(Ending::LinkUsed, None, None),
        },

        (Session::Open(open), Event::Looked) => match mismatch(&open, around) {
            Some(ending) => end(ending, None, open.tag()),
            None => (Session::Open(open), vec![]),
        },
        (Session::Open(open), Event::RequestSucceeded) => {
            (Session::Open(Open { proof: Proof::Proven, ..open }), vec![])
        }
        (Session::Open(open), Event::RequestFailed(failure)) => fail(open, failure, around),
        (Session::Open(open), Event::NothingAllowed(failure)) => end(Ending::NothingAllowed, Some(failure), open.tag()),
        (Session::Open(open), Event::SignedOut) => told(end(Ending::SignedOut, None, open.tag()), What::SignedOut),
        // Not told on: whoever said it said it to all.
        (Session::Open(open), Event::Heard(News { what, tag })) if open.tag() == Some(tag) => match what.ending() {
            Some(ending) => end(ending, None, Some(tag)),
            None => (Session::Open(open), vec![]),
        },

        // Another tab came back through the app: this one goes on where it was.
        (Session::Ended { ending, tag, .. }, Event::Looked)
            if ending.resumes() && living(around).is_some_and(|marker| Some(marker.tag) != tag) =>
        {
            resume(around)
        }

        // A session that was opened, or a cookie that has changed, shows in the surroundings.
        (session @ (Session::Open(_) | Session::Ended { .. }), Event::Heard(News { what: What::Opened, .. })) => {
            next(session, Event::Looked, around)
        }

        (session, _) => (session, vec![]),
    }
}

fn end(ending: Ending, failure: Option<Failure>, tag: Option<Tag>) -> (Session, Vec<Effect>) {
    let effects = match ending {
        Ending::Expired => vec![Effect::KeepPlace],
        Ending::SignedOut | Ending::Replaced => vec![Effect::ForgetPlace],
        _ => vec![],
    };
    (Session::Ended { ending, failure, tag }, effects)
}

/// The same, with the other tabs told.
fn told((session, mut effects): (Session, Vec<Effect>), what: What) -> (Session, Vec<Effect>) {
    let tag = match &session {
        Session::Open(open) => open.tag(),
        Session::Ended { tag, .. } => *tag,
        _ => None,
    };
    effects.extend(tag.map(|tag| Effect::Tell(News { what, tag })));
    (session, effects)
}

/// The marker of a session that is not over.
fn living(around: &Surroundings) -> Option<OpenMarker> {
    around.marker.filter(|marker| marker.expires_at > around.now)
}

/// Whether the session that is open is the one of this tag.
fn is_living(tag: Tag, around: &Surroundings) -> bool {
    living(around).is_some_and(|marker| marker.tag == tag)
}

fn arrive(ticket: Option<TaggedTicket>, interrupted: Option<Tag>, around: &Surroundings) -> (Session, Vec<Effect>) {
    if around.deployment == Deployment::Broken {
        return end(Ending::SetUpWrongly, None, None);
    }
    match (ticket, living(around)) {
        // The current session was made with this very link: a second click, Back, or another tab.
        (Some(ticket), Some(marker)) if ticket.tag == marker.tag => resume(around),
        (Some(ticket), Some(_)) => (Session::Choosing(ticket), vec![]),
        // A reload while this very link was being exchanged.
        (Some(ticket), None) if interrupted == Some(ticket.tag) => (Session::Awaiting(ticket.tag), vec![Effect::Await]),
        (Some(ticket), None) => start(ticket, around),
        (None, living) => match interrupted {
            Some(tag) if living.is_none_or(|marker| marker.tag != tag) => (Session::Awaiting(tag), vec![Effect::Await]),
            _ => resume(around),
        },
    }
}

/// Goes on with the session that the marker tells of, if it tells of one.
fn resume(around: &Surroundings) -> (Session, Vec<Effect>) {
    match (living(around), around.marker) {
        (Some(marker), _) => (
            Session::Open(Open { marker: Some(marker), credential: Credential::Cookie, proof: Proof::Earlier }),
            vec![],
        ),
        (None, Some(marker)) => end(Ending::Expired, None, Some(marker.tag)),
        (None, None) => end(Ending::NeverStarted, None, None),
    }
}

fn start(ticket: TaggedTicket, around: &Surroundings) -> (Session, Vec<Effect>) {
    // Found out before the session ID is spent: it would be lost with the cookie.
    if around.deployment == (Deployment::Gateway { takes_cookies: false }) {
        return (Session::CookiesRefused(ticket), vec![]);
    }
    let form = ticket.ticket.form;
    send(Exchange { ticket, form, other_form_tried: false, repeated: false, slow: false })
}

/// Goes in without knowing whether there is a session: the first request tells.
fn try_the_cookie(refusal: Option<Failure>) -> (Session, Vec<Effect>) {
    let proof = Proof::Doubtful(refusal);
    (Session::Open(Open { marker: None, credential: Credential::Cookie, proof }), vec![])
}

fn send(exchange: Exchange) -> (Session, Vec<Effect>) {
    (Session::Exchanging(exchange.clone()), vec![Effect::Exchange(exchange)])
}

/// The exchange succeeded; whether its cookie came is another matter.
fn open(exchange: &Exchange, exchanged: Exchanged, around: &Surroundings) -> (Session, Vec<Effect>) {
    let marker = OpenMarker { expires_at: exchanged.expires_at, tag: exchange.ticket.tag };
    let (token, effects) = match around.deployment {
        // The gateway sets both cookies at once: no marker, no session cookie.
        Deployment::Gateway { .. } if around.marker.is_none_or(|seen| seen.tag != marker.tag) => {
            return end(Ending::CookiesBlocked, None, Some(marker.tag));
        }
        Deployment::Gateway { .. } | Deployment::Broken => (None, vec![]),
        Deployment::Direct { allow_bearer, .. } => {
            (exchanged.token.filter(|_| allow_bearer), vec![Effect::Remember(marker)])
        }
    };
    let open = Open { marker: Some(marker), credential: Credential::Cookie, proof: Proof::Fresh(token) };
    told((Session::Open(open), effects), What::Opened)
}

/// The exchange failed.
fn refuse(exchange: Exchange, failure: Failure, around: &Surroundings) -> (Session, Vec<Effect>) {
    match failure.cause {
        Cause::SetUpWrongly if !failure.from_api && !exchange.other_form_tried => {
            let form = if exchange.form == Form::First { Form::Second } else { Form::First };
            send(Exchange { form, other_form_tried: true, ..exchange })
        }
        // The answer was lost on the way, its cookies were not.
        Cause::Temporary if is_living(exchange.ticket.tag, around) => told(resume(around), What::Opened),
        Cause::Temporary => {
            let not_before = failure.wait_s.map(|seconds| around.now.plus(i64::from(seconds.max(1)) * SECOND));
            (Session::Held { exchange, failure, not_before }, vec![])
        }
        Cause::SessionEnded => match living(around) {
            // Another tab was faster with the same link, or the first try had succeeded after all.
            Some(marker) if marker.tag == exchange.ticket.tag => resume(around),
            Some(_) => (Session::EarlierOpen { failure }, vec![]),
            None if exchange.repeated => try_the_cookie(Some(failure)),
            None => end(Ending::LinkUsed, Some(failure), None),
        },
        Cause::SwitchedOff => end(Ending::SwitchedOff, Some(failure), None),
        Cause::NoSession
        | Cause::NotAllowed
        | Cause::SetUpWrongly
        | Cause::KeyGone
        | Cause::WindowTooLarge { .. }
        | Cause::RequestAtFault => end(Ending::SetUpWrongly, Some(failure), None),
    }
}

/// Why the surroundings don't fit an open session any more, if they don't.
fn mismatch(open: &Open, around: &Surroundings) -> Option<Ending> {
    let marker = open.marker?;
    if marker.expires_at <= around.now {
        return Some(Ending::Expired);
    }
    // A token in memory needs no memory beside it.
    if matches!(open.credential, Credential::Bearer(_)) {
        return None;
    }
    match around.marker {
        Some(seen) if seen.tag != marker.tag => Some(Ending::Replaced),
        // Another tab was told by the API that it is over.
        Some(seen) if seen.expires_at <= around.now => Some(Ending::Expired),
        // Without a gateway the marker is no cookie, and may be refused where cookies are taken.
        None if !matches!(around.deployment, Deployment::Gateway { .. }) => None,
        // A tab that slept while another one signed out heard nothing of it.
        None if around.signed_out == Some(marker.tag) => Some(Ending::SignedOut),
        None => Some(Ending::Cleared),
        _ => None,
    }
}

/// A request of the session failed: most failures are the page's matter, these are the session's.
fn fail(open: Open, failure: Failure, around: &Surroundings) -> (Session, Vec<Effect>) {
    let tag = open.tag();
    let over = |ending, failure| end(ending, Some(failure), tag);
    match failure.cause {
        Cause::NoSession | Cause::SessionEnded => {}
        Cause::SwitchedOff => return over(Ending::SwitchedOff, failure),
        Cause::SetUpWrongly => return over(Ending::SetUpWrongly, failure),
        _ => return (Session::Open(open), vec![]),
    }
    if let Some(ending @ (Ending::Expired | Ending::Replaced)) = mismatch(&open, around) {
        return over(ending, failure);
    }
    let gone = failure.cause == Cause::NoSession;
    match open.proof {
        Proof::Doubtful(refusal) => over(Ending::LinkUsed, refusal.unwrap_or(failure)),
        Proof::Fresh(Some(token)) if gone => {
            (Session::Open(Open { credential: Credential::Bearer(token), proof: Proof::Fresh(None), ..open }), vec![])
        }
        Proof::Fresh(None) if gone && open.credential == Credential::Cookie => match around.deployment {
            Deployment::Direct { cross_site: true, .. } => over(Ending::CrossSite, failure),
            _ => over(Ending::CookiesBlocked, failure),
        },
        // A token from memory that is answered by "no session": a server that takes no such header.
        Proof::Fresh(_) if gone => over(Ending::CookiesBlocked, failure),
        Proof::Earlier | Proof::Proven if gone => {
            let (session, mut effects) = over(Ending::Cleared, failure);
            // Its time isn't over, but it is: nothing may take it for open any more.
            effects.push(Effect::Forget);
            told((session, effects), What::Cleared)
        }
        _ => {
            let (session, mut effects) = over(Ending::Expired, failure);
            // The same, and a reload should still be told "expired".
            effects.extend(tag.map(|tag| Effect::Remember(OpenMarker { expires_at: around.now, tag })));
            told((session, effects), What::Expired)
        }
    }
}
