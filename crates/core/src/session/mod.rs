//! The life of a session as a state machine: every screen follows from a [`SessionState`] alone.
//!
//! The machine decides; whoever runs it performs the [`Effect`]s and reports [`Event`]s, each with the [`Environment`] as
//! they are at that moment. It has no clock, no cookies and no network of its own.

pub mod auto_return;
pub mod cookies;
pub mod expiry;
pub mod landing;
mod machine;
#[cfg(test)]
mod machine_tests;
pub mod marker;
mod message;
pub mod saved_location;

use portal_api::{ApiVersion, ExchangedSession, Failure, Secret, ServerTime};

pub use machine::next;
pub use message::{MessageKind, SessionMessage};

use landing::TaggedTicket;
use marker::{SessionMarker, SessionTag};

/// Where a visitor's session stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SessionState {
    /// The page has just been opened; where to send requests isn't known yet.
    Starting,
    /// A session is open here already, and the link would open another: the user decides.
    ChoosingSession(TaggedTicket),
    /// The session ID is under way.
    Exchanging(Exchange),
    /// The exchange failed in a way that says nothing about the session ID: it is kept, and the user may try again.
    HeldForRetry {
        /// What to send again.
        exchange: Exchange,
        /// Why it failed.
        failure: Failure,
        /// Before when the server doesn't want to be asked again.
        not_before: Option<ServerTime>,
    },
    /// Reloaded while an exchange was under way, which goes on without the page: its cookies will come.
    AwaitingMarker(SessionTag),
    /// The link was used up, but a session made by another link is still open: the user decides.
    OtherSessionOpen {
        /// What the exchange said.
        failure: Failure,
    },
    /// The browser refuses this site's cookies, found out before the session ID was spent: it is kept.
    CookiesRefused(TaggedTicket),
    /// The user is in.
    Open(OpenSession),
    /// There is no session, and only the app can make one.
    Ended {
        /// Why.
        ending: Ending,
        /// The answer that said so, where one did.
        failure: Option<Failure>,
        /// Which session ended; absent where there was none. Its marker may outlive it.
        tag: Option<SessionTag>,
    },
}

/// An exchange: what is sent, and what happened to it before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exchange {
    /// The session ID.
    pub ticket: TaggedTicket,
    /// Which of the two exchanges is tried: [`ApiVersion::Session`] or [`ApiVersion::Code`].
    pub version: ApiVersion,
    /// Whether the other one was tried before, on a server that turned out not to have it.
    pub other_version_tried: bool,
    /// Whether it was sent before without an answer that says what became of the ID: that try may have used it up.
    pub repeated: bool,
    /// Whether it takes so long that the user should be told.
    pub slow: bool,
}

/// An open session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenSession {
    /// Which session, and until when; absent only where nothing can be remembered about it.
    pub marker: Option<SessionMarker>,
    /// How requests show that they belong to it.
    pub credential: Credential,
    /// What is known of it.
    pub evidence: Evidence,
}

impl OpenSession {
    /// Which session it is, where that can be remembered.
    pub fn tag(&self) -> Option<SessionTag> {
        self.marker.map(|marker| marker.tag)
    }
}

/// How requests show that they belong to the session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Credential {
    /// The browser sends a cookie that this page can't see.
    Cookie,
    /// The token, from memory alone: a reload ends the session.
    Bearer(Secret),
}

impl Credential {
    /// The token, where it is sent as a header.
    pub const fn bearer(&self) -> Option<&Secret> {
        match self {
            Self::Bearer(token) => Some(token),
            Self::Cookie => None,
        }
    }
}

/// What is known of an open session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Evidence {
    /// It was open before this page was.
    FromMarker,
    /// It was exchanged just now, and no request has succeeded yet: its cookie may not have come. The token is kept
    /// where it may be sent as a header then.
    JustExchanged(Option<Secret>),
    /// An exchange was refused or interrupted after an earlier try that may have succeeded: its cookie may be there. What
    /// the refusal said, where there was one.
    Unconfirmed(Option<Failure>),
    /// A request has succeeded.
    Confirmed,
}

/// Why there is no session. Each has its own words on screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ending {
    /// The user came to the portal directly, without a link from the app.
    NeverStarted,
    /// The link had been used before, or was too old.
    LinkUsed,
    /// It lasted as long as it was to last, or the app ended it.
    Expired,
    /// Its cookie is gone before its time.
    CookieCleared,
    /// The browser takes no cookies of this site.
    CookiesBlocked,
    /// The API is on another site, and the browser keeps that site's cookies out.
    CrossSite,
    /// Another session was opened in this browser.
    Replaced,
    /// The user signed out, here or in another tab.
    SignedOut,
    /// The operator's portal or workspace is off.
    PortalDisabled,
    /// The deployment is at fault.
    Misconfigured,
    /// The session may see nothing that this portal shows.
    NoPermissions,
}

impl Ending {
    /// Whether a session came to its end, so that the app should hear `reason=session_expired` when the user returns.
    pub const fn is_session_over(self) -> bool {
        matches!(self, Self::LinkUsed | Self::Expired | Self::CookieCleared | Self::Replaced)
    }

    /// Whether the page may go back to the app by itself, where the operator wants that. Not where the user chose the
    /// end, or where the app would only send them here again.
    pub const fn allows_auto_return(self) -> bool {
        matches!(self, Self::LinkUsed | Self::Expired | Self::CookieCleared)
    }

    /// Whether a session that is opened elsewhere in this browser goes on here too. Not after signing out, or when
    /// another session took this one's place: that may be another user's.
    const fn resumes_when_reopened(self) -> bool {
        matches!(self, Self::NeverStarted | Self::Expired)
    }
}

/// What the browser and the deployment look like at the moment of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Environment {
    /// The server's time.
    pub now: ServerTime,
    /// What the page remembers of its session.
    pub marker: Option<SessionMarker>,
    /// The session that was signed out of in this browser last, until another is opened.
    pub signed_out: Option<SessionTag>,
    /// How the portal is served.
    pub deployment: Deployment,
}

/// How the portal is served.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deployment {
    /// Behind the gateway, which sets the cookies.
    Gateway {
        /// Whether the browser takes this site's cookies.
        accepts_cookies: bool,
    },
    /// Talking straight to an API on another origin.
    Direct {
        /// Whether browsers are sure to keep that API's cookies out.
        cross_site: bool,
        /// Whether the token may be used as a header.
        allow_bearer: bool,
    },
    /// In a way that can't work: a plain-http address that isn't this machine, or an API address that isn't one.
    Invalid,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// The config is there: the visit begins.
    Started {
        /// From the landing URL.
        ticket: Option<TaggedTicket>,
        /// The tag of an exchange that a reload interrupted.
        interrupted: Option<SessionTag>,
    },
    /// The exchange was answered.
    Exchanged(Result<ExchangedSession, Failure>),
    /// The exchange has been under way for long.
    ExchangeSlow,
    /// The user wants what was held to be tried again.
    Retry,
    /// The user keeps the session that was open.
    KeepOpenSession,
    /// The user wants the link's session in place of the one that was open.
    OpenNewSession,
    /// The cookies of an interrupted exchange have not come in all the time that it could take.
    MarkerTimedOut,
    /// Time passed, or the page was looked at again, or a request is about to be sent: do the surroundings still fit?
    EnvironmentChecked,
    /// A request of the session succeeded.
    RequestSucceeded,
    /// A request of the session failed.
    RequestFailed(Failure),
    /// The session may see nothing that this portal shows.
    NoPermissions(Failure),
    /// The user signed out in this tab, and the cookies are gone.
    SignedOut,
    /// Another tab said something.
    MessageReceived(SessionMessage),
}

/// What whoever runs the machine has to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Send the exchange.
    SendExchange(Exchange),
    /// Wait for the marker of an interrupted exchange to come, for as long as the exchange can take.
    WaitForMarker,
    /// Remember this, where no gateway has done it.
    StoreMarker(SessionMarker),
    /// Forget what is remembered of the session.
    ClearMarker,
    /// Tell the other tabs.
    Broadcast(SessionMessage),
    /// Keep the place at which the user is, for when they come back through the app.
    SaveLocation,
    /// Forget a place that was kept: whoever comes next may be another user.
    ClearSavedLocation,
}
