//! The details of a failure that a user can copy for support. They identify the failure and grant access to nothing.

use portal_api::{ErrorCode, Failure, RequestId, Route, ServerTime};

/// A failure without the parts that may contain a token, a session ID, a key or free text.
///
/// ```
/// use portal_api::{Failure, Route, no_response};
/// use portal_core::support::SupportDetails;
///
/// let failure = Failure { route: Some(Route::ListKeys), detail: "free text".into(), ..no_response() };
/// let details = SupportDetails::from(&failure);
/// assert_eq!(details.route, Some(Route::ListKeys));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SupportDetails {
    /// When the request failed.
    pub at: Option<ServerTime>,
    /// The requested route.
    pub route: Option<Route>,
    /// HTTP status code; `None` without a response.
    pub status: Option<u16>,
    /// The API's error code.
    pub code: Option<ErrorCode>,
    /// The request ID of the API or the gateway.
    pub request_id: Option<RequestId>,
}

impl From<&Failure> for SupportDetails {
    /// Leaves out title and detail, which are free text.
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
    fn the_apis_free_text_is_left_out() {
        let failure = Failure { title: "pst_secret".into(), detail: "ps_secret".into(), ..no_response() };
        assert!(!format!("{:?}", SupportDetails::from(&failure)).contains("secret"));
    }
}
