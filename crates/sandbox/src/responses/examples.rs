//! The contract's examples that the API itself answers with.

use super::reply::Reply;

/// An example of `crates/api/fixtures/answers.json`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Example {
    /// A body over the size limit.
    BodyTooLarge,
    /// No cookie.
    CookieMissing,
    /// No root key.
    RootKeyMissing,
    /// An `Authorization` header that isn't `Bearer …`.
    MalformedAuthorization,
    /// An `Authorization` header where only the cookie is accepted.
    AuthorizationBesideCookie,
    /// An empty token in the cookie.
    TokenEmpty,
    /// A token without an open session.
    TokenRefused,
    /// A session id that can't be exchanged.
    SessionIdRefused,
    /// `createSession` for an unknown portal, API version `session`.
    PortalNotFoundSession,
    /// The same, API versions `code` and `code-v2`.
    PortalNotFoundCode,
    /// `createSession` while the portal is disabled.
    PortalDisabled,
    /// `rerollKey` for an unknown key.
    KeyGone,
    /// `getVerifications` with more keys than one response holds.
    TooManyKeys,
}

impl Example {
    #[cfg(test)]
    const ALL: [Self; 13] = [
        Self::BodyTooLarge,
        Self::CookieMissing,
        Self::RootKeyMissing,
        Self::MalformedAuthorization,
        Self::AuthorizationBesideCookie,
        Self::TokenEmpty,
        Self::TokenRefused,
        Self::SessionIdRefused,
        Self::PortalNotFoundSession,
        Self::PortalNotFoundCode,
        Self::PortalDisabled,
        Self::KeyGone,
        Self::TooManyKeys,
    ];

    /// Its name in the fixtures.
    const fn case(self) -> &'static str {
        match self {
            Self::BodyTooLarge => "body too large",
            Self::CookieMissing => "cookie missing, found by the request check",
            Self::RootKeyMissing => "request check wants a root key",
            Self::MalformedAuthorization => "malformed Authorization header",
            Self::AuthorizationBesideCookie => "Authorization header beside the cookie",
            Self::TokenEmpty => "token empty, as served",
            Self::TokenRefused => "token refused",
            Self::SessionIdRefused => "session ID refused at the exchange",
            Self::PortalNotFoundSession => "portal not set up, version session",
            Self::PortalNotFoundCode => "portal not set up, version code",
            Self::PortalDisabled => "portal disabled",
            Self::KeyGone => "key gone",
            Self::TooManyKeys => "too many keys in one answer",
        }
    }
}

/// The example as a response, with a new request id.
pub(crate) fn example(example: Example) -> Reply {
    let case = example.case();
    // A test has all of them.
    Reply::from_example(case).unwrap_or_else(|| Reply::plain(500, &format!("no example is called {case}\n")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_example_is_in_the_fixtures() {
        for example in Example::ALL {
            assert!(Reply::from_example(example.case()).is_some(), "{example:?}");
        }
    }
}
