//! What a response means for the user. The mapping is total: any status with any body has exactly one meaning.

use serde::de::DeserializeOwned;

use crate::{ErrorBody, ErrorCode, ErrorDetails, RequestId, ResponseHead, Route, ServerTime, replace_lone_surrogates};

/// What a response means: the requested data, or why it did not come.
pub type Meaning<T> = Result<T, Failure>;

/// Why a request failed, in terms of what the user can do about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Cause {
    /// The request carried no session. The user has to return through the app.
    NoSession,
    /// The session ID or the session is unknown, used, expired or revoked. The user has to return through the app.
    SessionEnded,
    /// The session lacks the permission; it stays open.
    NotAllowed,
    /// The operator's portal or workspace is disabled.
    PortalDisabled,
    /// The deployment is configured wrongly. Only the operator can fix it.
    Misconfigured,
    /// The key does not exist, or belongs to somebody else.
    KeyNotFound,
    /// The requested time window exceeds what the server retains.
    WindowTooLarge {
        /// Days that the server retains, if it says so.
        days: Option<u32>,
    },
    /// No network, overload, a proxy's refusal, a server error: try again.
    Temporary,
    /// The request itself is wrong; a retry fails again.
    InvalidRequest,
}

/// A failed request: its cause, and the details to show or to give to support. No field comes from a session token, a
/// session ID or a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// What it means for the user.
    pub cause: Cause,
    /// The requested route; set by the caller of [`read`].
    pub route: Option<Route>,
    /// When it failed, by the caller's estimate of the server's clock; set by the caller of [`read`].
    pub at: Option<ServerTime>,
    /// HTTP status code; `None` without a response.
    pub status: Option<u16>,
    /// `None` if the response had none, such as a plain-text error.
    pub request_id: Option<RequestId>,
    /// The API's error code, such as `err:unkey:authentication:portal_token_missing`.
    pub code: Option<ErrorCode>,
    /// The API's heading; may be empty.
    pub title: Box<str>,
    /// The API's sentence; may be empty.
    pub detail: Box<str>,
    /// Seconds to wait before a retry: see [`ResponseHead::wait_s`].
    pub wait_s: Option<u32>,
    /// Whether the body had the API's error format. `false` for a plain-text 404, which means that the route does not
    /// exist.
    pub from_api: bool,
}

impl Failure {
    /// Whether something in between answered in the API's place, such as a login or a firewall. A person can pass it by
    /// loading the page anew, where it can show itself.
    pub const fn is_foreign(&self) -> bool {
        !self.from_api && self.status.is_some()
    }
}

/// The failure of a request without a response: no network, aborted, connection dropped.
pub fn no_response() -> Failure {
    Failure {
        cause: Cause::Temporary,
        route: None,
        at: None,
        status: None,
        request_id: None,
        code: None,
        title: Box::default(),
        detail: Box::default(),
        wait_s: None,
        from_api: false,
    }
}

/// Reads a response. `T` is the type of the route's successful response.
///
/// ```
/// use portal_api::{ApiResponse, Cause, Key, ResponseHead, read};
///
/// let head = |status| ResponseHead { status, ..ResponseHead::default() };
/// let body = br#"{"meta":{"requestId":"req_1"},"data":[]}"#;
/// assert!(read::<ApiResponse<Vec<Key>>>(&head(200), body).unwrap().data.is_empty());
///
/// let body = br#"{"error":{"type":"https://unkey.com/docs/errors/unkey/authentication/portal_token_missing"}}"#;
/// let failure = read::<ApiResponse<Vec<Key>>>(&head(401), body).unwrap_err();
/// assert_eq!(failure.cause, Cause::NoSession);
///
/// let failure = read::<ApiResponse<Vec<Key>>>(&head(502), b"<html>Bad gateway</html>").unwrap_err();
/// assert_eq!(failure.cause, Cause::Temporary);
/// ```
///
/// # Errors
/// A [`Failure`] for every response that is not a success of type `T`.
pub fn read<T: DeserializeOwned>(head: &ResponseHead, body: &[u8]) -> Meaning<T> {
    let body = &replace_lone_surrogates(body);
    if (200..300).contains(&head.status) {
        // Temporary: a captive portal's page, or a response that was cut short.
        serde_json::from_slice(body).map_err(|_| Failure {
            status: Some(head.status),
            wait_s: head.wait_s(),
            ..no_response()
        })
    } else {
        Err(read_failure(head, body))
    }
}

fn read_failure(head: &ResponseHead, body: &[u8]) -> Failure {
    let status = head.status;
    let parsed = serde_json::from_slice::<ErrorBody>(body).ok().filter(ErrorBody::is_from_api);
    let Some(ErrorBody { meta, error }) = parsed else {
        let is_foreign = head.is_foreign || !body.trim_ascii().is_empty();
        // What isn't the API's ends no session and blames no request. The API answers unknown routes in plain text.
        let cause = if is_foreign && !matches!(status, 404 | 405) { Cause::Temporary } else { cause(status, None) };
        return Failure { cause, status: Some(status), wait_s: head.wait_s(), ..no_response() };
    };
    Failure {
        cause: cause(status, Some(&error)),
        status: Some(status),
        request_id: Some(meta.request_id).filter(|id| !id.as_str().is_empty()),
        code: error.kind().code(),
        title: error.title.into(),
        detail: error.detail.into(),
        wait_s: head.wait_s(),
        from_api: true,
        ..no_response()
    }
}

/// The contract's rules, in order of precedence.
fn cause(status: u16, error: Option<&ErrorDetails>) -> Cause {
    let (category, name) = error.map_or(("", ""), |error| (error.kind().category, error.kind().name));
    match (status, category, name) {
        // Below 400: a redirect to something else, which is never followed. Browsers hide its status: 0.
        (..400 | 408 | 429 | 500.., _, _) => Cause::Temporary,
        (403, _, "insufficient_permissions") => Cause::NotAllowed,
        (403, _, "forbidden" | "workspace_disabled" | "key_disabled") => Cause::PortalDisabled,
        // None of the API's own refusals: a firewall, a proxy or a CDN.
        (403, _, _) => Cause::Temporary,
        (_, _, "portal_token_missing") => Cause::NoSession,
        (400 | 401, _, _) if let Some(missing) = error.and_then(missing_credential) => match missing {
            MissingCredential::Cookie => Cause::NoSession,
            MissingCredential::Other => Cause::Misconfigured,
        },
        (_, _, "portal_session_not_found") => Cause::SessionEnded,
        (_, "authentication", "missing" | "malformed") => Cause::Misconfigured,
        (401, _, _) => Cause::SessionEnded,
        (404, _, "key_not_found") => Cause::KeyNotFound,
        (404 | 405, _, _) => Cause::Misconfigured,
        (400, _, "query_range_exceeds_retention") => Cause::WindowTooLarge { days: error.and_then(window_days) },
        (400, _, _) if error.is_some_and(|error| error.detail.contains(WINDOW_TOO_LARGE)) => {
            Cause::WindowTooLarge { days: error.and_then(window_days) }
        }
        _ => Cause::InvalidRequest,
    }
}

/// Which credential the API's schema validation missed.
enum MissingCredential {
    Cookie,
    Other,
}

/// `None` unless the schema validation rejected the request's credentials. The API names the credential only in prose.
fn missing_credential(error: &ErrorDetails) -> Option<MissingCredential> {
    let rejected = error.errors.as_ref()?.iter().find(|rejected| rejected.location == "security")?;
    let texts = [Some(&rejected.message), rejected.fix.as_ref(), Some(&error.detail)];
    let names_cookie = texts.into_iter().flatten().any(|text| text.to_ascii_lowercase().contains("cookie"));
    Some(if names_cookie { MissingCredential::Cookie } else { MissingCredential::Other })
}

/// Part of the API's message where it has no error code for this.
const WINDOW_TOO_LARGE: &str = "time window is too large";

/// The number of days in a message such as "The maximum window is 7 days."
fn window_days(error: &ErrorDetails) -> Option<u32> {
    let mut words = error.detail.split_whitespace();
    let mut before = "";
    words.find_map(|word| {
        let days = if word.starts_with("day") { before.parse().ok() } else { None };
        before = word;
        days
    })
}
