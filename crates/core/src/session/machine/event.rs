//! The inputs and outputs of the session machine.

use portal_api::{ExchangedSession, Failure};

use super::state::Exchange;
use crate::session::{
    landing::TaggedTicket,
    marker::{SessionMarker, SessionTag},
    message::SessionMessage,
};

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// The config is loaded: the visit starts.
    Started {
        /// From the landing URL.
        ticket: Option<TaggedTicket>,
        /// The tag of an exchange that a page reload interrupted.
        interrupted: Option<SessionTag>,
        /// Whether the link may replace an open session unasked: the operator trusts where it came from.
        trusted: bool,
        /// Whether the start script has sent the ticket's exchange: see [`clear_case`](crate::session::clear_case).
        sent: bool,
    },
    /// The config is loaded, and the landing URL's session ID can't be told for certain.
    LinkDamaged,
    /// The exchange has a result.
    Exchanged(Result<ExchangedSession, Failure>),
    /// The exchange has been running for long.
    ExchangeSlow,
    /// The exchange is about to be sent although another tab may be sending one: that tab holds the lock for too long.
    ExchangeUnlocked,
    /// The user retries the exchange, or wants cookies to be checked again.
    Retry,
    /// The user keeps the session that is open.
    KeepOpenSession,
    /// The user wants the link's session instead of the open one.
    OpenNewSession,
    /// An exchange of an earlier page or another tab has had its maximum time, and the marker has not appeared.
    MarkerTimedOut,
    /// The environment may have changed: sent every second, before each request and when the page becomes visible.
    EnvironmentChecked,
    /// A request of the session succeeded.
    RequestSucceeded,
    /// A request of the session failed.
    RequestFailed(Failure),
    /// Every route that this portal shows was refused for want of a permission.
    NoPermissions(Failure),
    /// The user signed out in this tab, and the cookies are cleared.
    SignedOut,
    /// Another tab sent a message.
    MessageReceived(SessionMessage),
}

/// Something for the caller of the machine to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Send the exchange request.
    SendExchange(Exchange),
    /// Poll for the marker of an exchange that this page gets no response to, for as long as an exchange can take.
    WaitForMarker,
    /// Store the marker where the gateway has not set it.
    StoreMarker(SessionMarker),
    /// Remove the stored marker.
    ClearMarker,
    /// Send a message to the other tabs.
    Broadcast(SessionMessage),
    /// Save the current page and scroll position, for when the user returns through the app.
    SaveLocation,
    /// Remove a saved location: the next user may be another person.
    ClearSavedLocation,
}
