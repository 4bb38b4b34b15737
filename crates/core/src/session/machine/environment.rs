//! What the machine knows of the browser and the deployment.

use portal_api::ServerTime;

use crate::session::marker::{SessionMarker, SessionTag};

/// The browser and the deployment at the moment of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Environment {
    /// The server's time.
    pub now: ServerTime,
    /// The stored marker.
    pub marker: Option<SessionMarker>,
    /// The session that was last signed out of in this browser; `None` once another one is opened.
    pub signed_out: Option<SessionTag>,
    /// How the portal is deployed.
    pub deployment: Deployment,
}

impl Environment {
    /// The marker, unless its session has expired.
    pub fn live_marker(&self) -> Option<SessionMarker> {
        self.marker.filter(|marker| marker.expires_at > self.now)
    }

    /// Whether the session with this tag is the open one.
    pub(super) fn is_live(&self, tag: SessionTag) -> bool {
        self.live_marker().is_some_and(|marker| marker.tag == tag)
    }
}

/// How the portal is deployed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deployment {
    /// Behind the gateway, which sets the cookies.
    Gateway {
        /// Whether the browser accepts cookies from this site.
        accepts_cookies: bool,
    },
    /// As static files that call an API on another origin.
    Direct {
        /// Whether the API is certainly on another site, so that browsers block its cookies.
        cross_site: bool,
        /// Whether the config allows the session token as a `Bearer` header.
        allow_bearer: bool,
    },
    /// In a way that can't work: plain http on another host than localhost, or an invalid API address.
    Invalid,
}
