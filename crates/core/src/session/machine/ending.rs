//! The ways in which a session ends, or never starts.

/// Why there is no session. Each value has its own screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ending {
    /// The user opened the portal directly, without a link from the app.
    NeverStarted,
    /// The link was used, by whomever, or is older than 15 minutes: the API doesn't tell.
    LinkUsed,
    /// The link's session ID is missing, incomplete or altered.
    LinkDamaged,
    /// The session reached its expiry, or the app revoked it.
    Expired,
    /// The session cookie disappeared before the session expired.
    CookieCleared,
    /// The browser accepts no cookies from this site.
    CookiesBlocked,
    /// The browser accepts cookies, but not those of the exchange: a proxy has changed or removed them.
    CookiesChanged,
    /// The API is on another site, and the browser blocks that site's cookies.
    CrossSite,
    /// Another session was opened in this browser.
    Replaced,
    /// The user signed out, in this tab or another.
    SignedOut,
    /// The operator's portal or workspace is disabled.
    PortalDisabled,
    /// The deployment is configured wrongly.
    Misconfigured,
    /// The session has no permission for anything that this portal shows.
    NoPermissions,
}

impl Ending {
    /// Whether a session existed and is over: the link back to the app then has `reason=session_expired`.
    pub const fn is_session_over(self) -> bool {
        match self {
            Self::LinkUsed | Self::Expired | Self::CookieCleared | Self::Replaced => true,
            Self::NeverStarted
            | Self::LinkDamaged
            | Self::CookiesBlocked
            | Self::CookiesChanged
            | Self::CrossSite
            | Self::SignedOut
            | Self::PortalDisabled
            | Self::Misconfigured
            | Self::NoPermissions => false,
        }
    }

    /// Whether the page may return to the app automatically, if the config says so. Not after an ending that the user
    /// chose, or that the app would only repeat.
    pub const fn allows_auto_return(self) -> bool {
        match self {
            Self::LinkUsed | Self::Expired | Self::CookieCleared => true,
            Self::NeverStarted
            | Self::LinkDamaged
            | Self::CookiesBlocked
            | Self::CookiesChanged
            | Self::CrossSite
            | Self::Replaced
            | Self::SignedOut
            | Self::PortalDisabled
            | Self::Misconfigured
            | Self::NoPermissions => false,
        }
    }

    /// Whether everything of the session is wiped at once, a new key that nobody has saved included: the user wanted it, or the
    /// next session may be another user's.
    pub const fn wipes_everything(self) -> bool {
        matches!(self, Self::Replaced | Self::SignedOut)
    }

    /// Whether this tab continues with a session that another tab opens. Not after signing out, or after a session was
    /// replaced: the new one may be another user's.
    pub(super) const fn resumes_when_reopened(self) -> bool {
        match self {
            Self::NeverStarted | Self::Expired => true,
            Self::LinkUsed
            | Self::LinkDamaged
            | Self::CookieCleared
            | Self::CookiesBlocked
            | Self::CookiesChanged
            | Self::CrossSite
            | Self::Replaced
            | Self::SignedOut
            | Self::PortalDisabled
            | Self::Misconfigured
            | Self::NoPermissions => false,
        }
    }
}
