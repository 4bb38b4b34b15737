//! What a user may hand to support: enough to find the failure, and nothing that opens anything.

use portal_api::{ErrorCode, Failure, RequestId, Route, ServerTime};

/// A failure as support wants it. None of its parts can hold a token, a session ID, a key or anybody's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SupportDetails {
    /// When, by the server's time.
    pub at: Option<ServerTime>,
    /// Which route was asked.
    pub route: Option<Route>,
    /// The HTTP status; absent when no answer came.
    pub status: Option<u16>,
    /// The API's name of the error.
    pub code: Option<ErrorCode>,
    /// The API's or the gateway's name of the request.
    pub request_id: Option<RequestId>,
}

impl From<&Failure> for SupportDetails {
    /// Leaves out title and detail: they are somebody's text.
    fn from(failure: &Failure) -> Self {
        Self {
            at: failure.at,
            route: failure.route,
            status: failure.status,
            code: failure.code.clone(),
            request_id: failure.request_id.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use portal_api::no_response;

    use super::*;

    #[test]
    fn the_apis_text_is_left_out() {
        let failure = Failure { title: "pst_secret".into(), detail: "ps_secret".into(), ..no_response() };
        assert!(!format!("{:?}", SupportDetails::from(&failure)).contains("secret"));
    }
}
