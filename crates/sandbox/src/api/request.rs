//! A request to a route, and its credentials.

use axum::http::{HeaderMap, header};
use portal_api::{ApiVersion, Route};

use crate::command::Options;

/// A request to a route.
pub(super) struct ApiRequest<'a> {
    /// The route.
    pub(super) route: Route,
    /// The version of the API that the server speaks.
    pub(super) version: ApiVersion,
    /// The request's headers.
    pub(super) headers: &'a HeaderMap,
    /// The body's bytes.
    pub(super) body: &'a [u8],
    /// The server's options.
    pub(super) options: &'a Options,
}

impl ApiRequest<'_> {
    /// The session's token: from the `Authorization` header where that is accepted, otherwise from the cookie. May be empty.
    pub(super) fn token(&self) -> Option<String> {
        if let Some(bearer) = self.bearer().filter(|_| self.options.accepts_bearer) {
            return Some(bearer.to_owned());
        }
        let cookies = self.headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
        cookies.flat_map(|line| line.split(';')).find_map(|pair| {
            let (name, value) = pair.trim().split_once('=')?;
            (name == "portal_session").then(|| value.to_owned())
        })
    }

    /// The token of `Authorization: Bearer …`.
    pub(super) fn bearer(&self) -> Option<&str> {
        self.headers.get(header::AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ")
    }

    /// Whether there is an `Authorization` header of any kind.
    pub(super) fn has_authorization(&self) -> bool {
        self.headers.contains_key(header::AUTHORIZATION)
    }
}
