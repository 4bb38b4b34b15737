//! The states of a session.

use portal_api::{ApiVersion, Failure, Secret, ServerTime};

use super::{ending::Ending, environment::Environment};
use crate::session::{
    landing::TaggedTicket,
    marker::{SessionMarker, SessionTag},
};

/// The state of a visitor's session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SessionState {
    /// The page was opened; the config is still loading.
    Starting,
    /// Another session is open already, and the link would replace it: the user decides.
    ChoosingSession(TaggedTicket),
    /// The exchange request is running.
    Exchanging(Exchange),
    /// The exchange failed without using up the session ID: the ID is kept, and the user may retry.
    HeldForRetry {
        /// What to send again.
        exchange: Exchange,
        /// Why it failed.
        failure: Failure,
        /// The server asked for no retry before this time.
        not_before: Option<ServerTime>,
    },
    /// The page was reloaded during an exchange, or another tab may have sent it. The request continues there, and its
    /// marker will appear.
    AwaitingMarker {
        /// The session that the exchange opens.
        tag: SessionTag,
        /// The link, where it was opened anew: it is exchanged if no marker appears.
        ticket: Option<TaggedTicket>,
    },
    /// The link no longer works, but a session from another link is open: the user decides.
    OtherSessionOpen {
        /// The exchange's failure.
        failure: Failure,
    },
    /// The browser refuses this site's cookies. Detected before the session ID is used up, so it is kept.
    CookiesRefused(TaggedTicket),
    /// A session is open.
    Open(OpenSession),
    /// There is no session, and only the app can create one.
    Ended {
        /// Why.
        ending: Ending,
        /// The response that ended it, if one did.
        failure: Option<Failure>,
        /// The session that ended, if there was one. Its marker may still be stored.
        tag: Option<SessionTag>,
    },
}

/// How far a visit is: the notes about a session are kept by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// No session is open yet.
    Before,
    /// This session is open; its tag, if known.
    Open(Option<SessionTag>),
    /// The session is over, or there was none.
    Ended,
}

impl SessionState {
    /// How far the visit is.
    pub fn phase(&self) -> Phase {
        match self {
            Self::Open(open) => Phase::Open(open.tag()),
            Self::Ended { .. } => Phase::Ended,
            _ => Phase::Before,
        }
    }

    /// Whether the link's session ID may still be unused, so that the link has to be opened again if the page is reloaded.
    pub const fn may_need_link(&self) -> bool {
        match self {
            Self::Starting
            | Self::ChoosingSession(_)
            | Self::Exchanging(_)
            | Self::HeldForRetry { .. }
            | Self::AwaitingMarker { ticket: Some(_), .. }
            | Self::CookiesRefused(_) => true,
            Self::AwaitingMarker { ticket: None, .. }
            | Self::OtherSessionOpen { .. }
            | Self::Open(_)
            | Self::Ended { .. } => false,
        }
    }
}

impl SessionState {
    /// The tag of the session that is open or has ended, if it is known.
    pub fn tag(&self) -> Option<SessionTag> {
        match self {
            Self::Open(open) => open.tag(),
            Self::Ended { tag, .. } => *tag,
            _ => None,
        }
    }

    /// Whether the session with this tag has ended in a way that leaves a new key on screen which nobody has saved: not by
    /// signing out, and no other session has replaced it since, in any tab.
    pub fn leaves_new_key(&self, of: Option<SessionTag>, env: &Environment) -> bool {
        let is_replaced = env.live_marker().is_some_and(|marker| Some(marker.tag) != of);
        let is_signed_out = of.is_some() && env.signed_out == of;
        match self {
            Self::Ended { ending, tag, .. } => {
                *tag == of && !ending.wipes_everything() && !is_replaced && !is_signed_out
            }
            _ => false,
        }
    }
}

/// An exchange request and its history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exchange {
    /// The session ID.
    pub ticket: TaggedTicket,
    /// Which route to use: [`ApiVersion::Session`] or [`ApiVersion::Code`].
    pub version: ApiVersion,
    /// Whether the other route was tried first, on a server that doesn't have it.
    pub other_version_tried: bool,
    /// Whether the request was sent before without a conclusive response: that attempt may have used up the ID.
    pub repeated: bool,
    /// Whether it takes so long that the screen should say so.
    pub slow: bool,
    /// Whether another tab may be exchanging the same session ID: see [`Event::ExchangeUnlocked`](super::Event).
    pub unlocked: bool,
}

/// An open session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenSession {
    /// Which session, and when it expires; `None` only if nothing can be stored about it.
    pub marker: Option<SessionMarker>,
    /// How requests authenticate.
    pub credential: Credential,
    /// How certain it is that the session is open.
    pub evidence: Evidence,
}

impl OpenSession {
    /// The session's tag, if known.
    pub fn tag(&self) -> Option<SessionTag> {
        self.marker.map(|marker| marker.tag)
    }
}

/// How requests authenticate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Credential {
    /// By a cookie that the page can't read.
    Cookie,
    /// By the session token as a `Bearer` header. It is kept in memory only: a reload ends the session.
    Bearer(Secret),
}

impl Credential {
    /// The token for the `Authorization` header, if there is one.
    pub const fn bearer(&self) -> Option<&Secret> {
        match self {
            Self::Bearer(token) => Some(token),
            Self::Cookie => None,
        }
    }
}

/// How it is known that a session is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Evidence {
    /// The marker says so: the session was opened before this page.
    FromMarker,
    /// The exchange succeeded just now, but no request has yet: the cookie may be blocked. Holds the token if it may be
    /// used as a header then.
    JustExchanged(Option<Secret>),
    /// An exchange failed after an attempt that may have succeeded; the next request will tell. Holds the failure.
    Unconfirmed(Option<Failure>),
    /// A request succeeded.
    Confirmed,
}
