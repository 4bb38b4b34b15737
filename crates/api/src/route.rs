//! The routes of the portal API, and its versions.

/// Which version of the portal API a server speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ApiVersion {
    /// Landing URL `/?session=…`, route `exchangeSession`: the publicly documented version.
    Session,
    /// Landing URL `/?code=…`, route `exchangeCode`.
    Code,
    /// Like [`Self::Code`], but `getVerifications` responds by key.
    CodeV2,
    /// Like [`Self::CodeV2`], but `rerollKey` can leave the old key as it is, and the app's backend can end sessions.
    CodeV3,
}

impl ApiVersion {
    /// The route that exchanges a session ID.
    ///
    /// ```
    /// use portal_api::{ApiVersion, Route};
    ///
    /// assert_eq!(ApiVersion::CodeV3.exchange_route(), Route::ExchangeCode);
    /// ```
    pub const fn exchange_route(self) -> Route {
        match self {
            Self::Session => Route::ExchangeSession,
            Self::Code | Self::CodeV2 | Self::CodeV3 => Route::ExchangeCode,
        }
    }
}

/// A route of the portal API: `POST`, with a JSON request and a JSON response.
///
/// ```
/// use portal_api::Route;
///
/// assert_eq!(Route::ListKeys.path(), "/v2/portal.listKeys");
/// assert!(!Route::BROWSER_ROUTES.contains(&Route::CreateSession));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Route {
    /// Creates a session. Only an app's backend calls it, with its root key.
    CreateSession,
    /// Exchanges a session ID for a session: [`ApiVersion::Session`].
    ExchangeSession,
    /// Exchanges a code for a session: [`ApiVersion::Code`] and later.
    ExchangeCode,
    /// Lists the user's keys, page by page.
    ListKeys,
    /// Rotates a key.
    RerollKey,
    /// Returns how often the user's keys were verified, in time buckets.
    GetVerifications,
    /// Lists the users with sessions in a portal: [`ApiVersion::CodeV3`]. For root keys.
    ListSessions,
    /// Ends a user's sessions in a portal: [`ApiVersion::CodeV3`]. For root keys.
    RevokeSession,
}

impl Route {
    /// The routes that a browser may call. The gateway forwards no others.
    pub const BROWSER_ROUTES: [Self; 5] =
        [Self::ExchangeSession, Self::ExchangeCode, Self::ListKeys, Self::RerollKey, Self::GetVerifications];

    /// The routes for root keys. Only an app's backend may call them.
    pub const BACKEND_ROUTES: [Self; 3] = [Self::CreateSession, Self::ListSessions, Self::RevokeSession];

    /// The URL path.
    pub const fn path(self) -> &'static str {
        match self {
            Self::CreateSession => "/v2/portal.createSession",
            Self::ExchangeSession => "/v2/portal.exchangeSession",
            Self::ExchangeCode => "/v2/portal.exchangeCode",
            Self::ListKeys => "/v2/portal.listKeys",
            Self::RerollKey => "/v2/portal.rerollKey",
            Self::GetVerifications => "/v2/portal.getVerifications",
            Self::ListSessions => "/v2/portal.listSessions",
            Self::RevokeSession => "/v2/portal.revokeSession",
        }
    }

    /// The name without the version prefix, such as `portal.listKeys`: for logs and support.
    pub fn name(self) -> &'static str {
        self.path().trim_start_matches("/v2/")
    }
}
