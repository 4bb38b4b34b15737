//! Every address of the contract, once.

/// Which of the three contracts a server speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ApiVersion {
    /// `/?session=…` and `exchangeSession`: what the public documentation describes.
    Session,
    /// `/?code=…` and `exchangeCode`.
    Code,
    /// As the second; `getVerifications` answers by key.
    CodeV2,
}

/// A route of the portal API. All are `POST`, JSON in and JSON out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Route {
    /// For the app's backend only, with its root key.
    CreateSession,
    /// Turns a session ID into a session: first form.
    ExchangeSession,
    /// Turns a session ID into a session: second and third form.
    ExchangeCode,
    /// The user's keys, a page at a time.
    ListKeys,
    /// Replaces a key by a new one.
    RerollKey,
    /// What the user's keys were used for.
    GetVerifications,
}

impl Route {
    /// The routes that a browser may call.
    pub const BROWSER_ROUTES: [Self; 5] =
        [Self::ExchangeSession, Self::ExchangeCode, Self::ListKeys, Self::RerollKey, Self::GetVerifications];

    /// The path, from the origin's root.
    pub const fn path(self) -> &'static str {
        match self {
            Self::CreateSession => "/v2/portal.createSession",
            Self::ExchangeSession => "/v2/portal.exchangeSession",
            Self::ExchangeCode => "/v2/portal.exchangeCode",
            Self::ListKeys => "/v2/portal.listKeys",
            Self::RerollKey => "/v2/portal.rerollKey",
            Self::GetVerifications => "/v2/portal.getVerifications",
        }
    }

    /// The route's name alone, as support would say it.
    pub fn name(self) -> &'static str {
        self.path().trim_start_matches("/v2/")
    }
}
