//! The gateway's own error responses, in the API's form, so that the portal reads them as it reads the API's.

use axum::{
    Extension, Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use portal_api::{ErrorBody, ErrorDetails, Meta, RequestId};
use portal_upstream::{API_UNREACHABLE, UpstreamError};

use super::request_id::new_request_id;

/// Why the gateway answers a request itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum GatewayError {
    /// The request doesn't come from one of the portal's own pages.
    CrossSite,
    /// The request's body isn't JSON.
    UnsupportedMediaType,
    /// The request's body comes in chunks, without a length.
    ChunkedBody,
    /// More than one `Host`.
    MultipleHosts,
    /// No `Host`, or one that is no host.
    InvalidHost,
    /// The request line names a host other than the portal's.
    WrongHost,
    /// The request's `Idempotency-Key` isn't one, or there are several.
    InvalidIdempotencyKey,
    /// The request's `Expected-Key-Expires` is no time, or there are several.
    InvalidExpectedExpiry,
    /// The request's body is too large.
    BodyTooLarge,
    /// The request's body didn't arrive in time, or not whole.
    BodyTimeout,
    /// No session cookie, or one that holds no token.
    NoSessionCookie,
    /// No connection to the upstream, or one that broke.
    UpstreamUnreachable,
    /// The upstream took too long.
    UpstreamTimeout,
    /// The upstream's response is too large, a redirect, or a success that can't be read.
    UpstreamInvalidResponse,
    /// The upstream answered with an error, but not in the API's form: its status is kept.
    UpstreamUnreadableError(StatusCode),
    /// The request was sent before, and its answer can't be sent again.
    AnswerLost,
    /// The key to rotate doesn't expire when the page believes. Nothing was forwarded.
    KeyChanged,
    /// Too many requests or connections are in progress.
    Overloaded,
    /// The client has sent too many requests. Nothing was forwarded.
    RateLimited {
        /// When it may send the next one, in seconds.
        retry_after: u32,
    },
}

/// The start of `type` in errors that the API has, too.
const API_ERRORS: &str = "https://unkey.com/docs/errors/unkey";

impl From<UpstreamError> for GatewayError {
    fn from(error: UpstreamError) -> Self {
        match error {
            UpstreamError::Unreachable(_) | UpstreamError::Interrupted(_) => Self::UpstreamUnreachable,
            UpstreamError::TooLarge => Self::UpstreamInvalidResponse,
            UpstreamError::Timeout => Self::UpstreamTimeout,
        }
    }
}

impl IntoResponse for GatewayError {
    fn into_response(self) -> Response {
        let request_id = new_request_id();
        let body = self.body(request_id.clone());
        let mut response = (self.status(), Extension(request_id), Json(body)).into_response();
        let retry_after = match self {
            Self::Overloaded => Some(1),
            Self::RateLimited { retry_after } => Some(retry_after),
            _ => None,
        };
        if let Some(seconds) = retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

impl GatewayError {
    pub(crate) fn status(self) -> StatusCode {
        match self {
            Self::CrossSite => StatusCode::FORBIDDEN,
            Self::UnsupportedMediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::ChunkedBody => StatusCode::LENGTH_REQUIRED,
            // Not 421 for the wrong host: browsers repeat such a request by themselves.
            Self::MultipleHosts
            | Self::InvalidHost
            | Self::WrongHost
            | Self::InvalidIdempotencyKey
            | Self::InvalidExpectedExpiry => StatusCode::BAD_REQUEST,
            Self::BodyTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::NoSessionCookie => StatusCode::UNAUTHORIZED,
            Self::UpstreamUnreachable | Self::UpstreamInvalidResponse => StatusCode::BAD_GATEWAY,
            // To the portal a 4xx means that nothing happened, and a 502 that the list tells what did.
            Self::AnswerLost | Self::KeyChanged => StatusCode::BAD_GATEWAY,
            // Browsers may repeat it by themselves, which is harmless here: nothing was forwarded, and the request's
            // `Idempotency-Key` is as good as new.
            Self::BodyTimeout => StatusCode::REQUEST_TIMEOUT,
            Self::UpstreamTimeout => StatusCode::GATEWAY_TIMEOUT,
            Self::UpstreamUnreadableError(status) => status,
            Self::Overloaded => StatusCode::SERVICE_UNAVAILABLE,
            Self::RateLimited { .. } => StatusCode::TOO_MANY_REQUESTS,
        }
    }

    /// The API's own type where it has one. The others are named `gateway/…`, which tells support who answered; none is
    /// named `forbidden`, which the portal would read as "switched off".
    fn type_url(self) -> String {
        let api = |kind: &str| format!("{API_ERRORS}/{kind}");
        let own = |name: &str| format!("/errors/gateway/request/{name}");
        match self {
            Self::CrossSite => own("cross_site"),
            Self::UnsupportedMediaType => own("unsupported_media_type"),
            Self::ChunkedBody => own("length_required"),
            Self::MultipleHosts => own("several_hosts"),
            Self::InvalidHost => own("host_missing"),
            Self::WrongHost => own("other_host"),
            Self::InvalidIdempotencyKey => own("idempotency_key_invalid"),
            Self::InvalidExpectedExpiry => own("expected_key_expires_invalid"),
            Self::AnswerLost => own("answer_lost"),
            Self::KeyChanged => own("key_changed"),
            Self::BodyTooLarge => own("body_too_large"),
            Self::BodyTimeout => own("body_missing"),
            Self::NoSessionCookie => api("authentication/portal_token_missing"),
            Self::UpstreamUnreachable | Self::UpstreamTimeout | Self::UpstreamInvalidResponse | Self::Overloaded => {
                api("application/service_unavailable")
            }
            Self::RateLimited { .. } => own("too_many_requests"),
            Self::UpstreamUnreadableError(_) => "/errors/gateway/upstream/unreadable".to_owned(),
        }
    }

    /// Title and detail.
    fn texts(self) -> (&'static str, &'static str) {
        match self {
            Self::CrossSite => (
                "Forbidden",
                "This address answers the portal's own pages only. If they are what asked, --public-origin of the gateway \
                 is not the origin that browsers see.",
            ),
            Self::UnsupportedMediaType => {
                ("Unsupported Media Type", "The request's Content-Type must be application/json.")
            }
            Self::ChunkedBody => (
                "Length Required",
                "The request must carry its length (Content-Length), not come in chunks (Transfer-Encoding).",
            ),
            Self::MultipleHosts => ("Bad Request", "The request names its host more than once."),
            Self::InvalidHost => ("Bad Request", "The request must name its host (Host)."),
            Self::WrongHost => ("Bad Request", "The request is for another host."),
            Self::InvalidIdempotencyKey => {
                ("Bad Request", "Idempotency-Key must be 32 lower-case hexadecimal digits, once.")
            }
            Self::InvalidExpectedExpiry => {
                ("Bad Request", "Expected-Key-Expires must be Unix milliseconds or \"never\", once.")
            }
            Self::AnswerLost => ("Bad Gateway", "This request was sent before, and its answer can't be sent again."),
            Self::KeyChanged => {
                ("Bad Gateway", "The key's expiry has changed since it was listed: it was not rotated again.")
            }
            Self::BodyTooLarge => ("Payload Too Large", "The request's body is larger than 64 KiB."),
            Self::BodyTimeout => ("Request Timeout", "The request's body did not arrive in time."),
            Self::NoSessionCookie => ("Unauthorized", "The request carries no session cookie."),
            Self::UpstreamUnreachable => ("Bad Gateway", API_UNREACHABLE),
            Self::UpstreamTimeout => ("Gateway Timeout", "The API did not answer in time."),
            Self::UpstreamInvalidResponse => ("Bad Gateway", "The API's answer could not be read."),
            Self::UpstreamUnreadableError(_) => {
                ("Refused", "The API, or something before it, refused without saying why.")
            }
            Self::Overloaded => ("Service Unavailable", "Too many requests are in progress."),
            Self::RateLimited { .. } => ("Too Many Requests", "This network address has sent too many requests."),
        }
    }

    pub(crate) fn body(self, request_id: RequestId) -> ErrorBody {
        let (title, detail) = self.texts();
        ErrorBody {
            meta: Meta { request_id },
            error: ErrorDetails {
                title: title.to_owned(),
                detail: detail.to_owned(),
                status: self.status().as_u16(),
                type_url: self.type_url(),
                errors: None,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use portal_api::{ApiResponse, Cause, Key, ResponseHead, read};

    use super::*;

    fn cause(error: GatewayError) -> Cause {
        let body = serde_json::to_vec(&error.body(new_request_id())).unwrap();
        let head = ResponseHead::read(error.status().as_u16(), |_| None);
        let failure = read::<ApiResponse<Vec<Key>>>(&head, &body).unwrap_err();
        assert!(failure.from_api && failure.request_id.is_some() && failure.code.is_some(), "{error:?}");
        failure.cause
    }

    #[test]
    fn the_portal_reads_each_error_as_what_it_is() {
        use GatewayError::{
            AnswerLost, BodyTimeout, BodyTooLarge, ChunkedBody, CrossSite, InvalidExpectedExpiry, InvalidHost,
            InvalidIdempotencyKey, KeyChanged, MultipleHosts, NoSessionCookie, Overloaded, RateLimited,
            UnsupportedMediaType, UpstreamInvalidResponse, UpstreamTimeout, UpstreamUnreachable, WrongHost,
        };
        assert_eq!(cause(NoSessionCookie), Cause::NoSession);
        for error in [
            UnsupportedMediaType,
            ChunkedBody,
            MultipleHosts,
            InvalidHost,
            WrongHost,
            BodyTooLarge,
            InvalidIdempotencyKey,
            InvalidExpectedExpiry,
        ] {
            assert_eq!(cause(error), Cause::InvalidRequest, "{error:?}");
        }
        let limited = RateLimited { retry_after: 3 };
        for error in [
            CrossSite,
            BodyTimeout,
            UpstreamUnreachable,
            UpstreamTimeout,
            UpstreamInvalidResponse,
            Overloaded,
            AnswerLost,
            KeyChanged,
            limited,
        ] {
            assert_eq!(cause(error), Cause::Temporary, "{error:?}");
        }
    }

    #[test]
    fn an_error_in_another_form_keeps_what_its_status_means() {
        let cause_of = |status| cause(GatewayError::UpstreamUnreadableError(StatusCode::from_u16(status).unwrap()));
        assert_eq!(cause_of(403), Cause::Temporary);
        assert_eq!(cause_of(429), Cause::Temporary);
        assert_eq!(cause_of(503), Cause::Temporary);
        assert_eq!(cause_of(401), Cause::SessionEnded);
        assert_eq!(cause_of(400), Cause::InvalidRequest);
    }
}
