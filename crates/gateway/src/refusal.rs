//! Answers of the gateway's own, in the API's form, so that the portal reads them as it reads the API's.

use axum::{
    body::Body,
    http::{HeaderValue, Response, StatusCode, header},
};
use portal_api::{ErrorBody, ErrorDetails, Meta, RequestId};

use crate::access_log::Noted;

/// Why the gateway itself answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// The request doesn't come from the portal's own pages.
    CrossSite,
    /// Not JSON.
    MediaType,
    /// The request's body comes in pieces, without a length.
    Chunked,
    /// More than one `Host`.
    SeveralHosts,
    /// An address that names another host than the portal's.
    OtherHost,
    /// The request's body is too large.
    BodyTooLarge,
    /// The request's body didn't come in time, or not whole.
    BodyMissing,
    /// No session cookie, or one that holds no token.
    NoSession,
    /// No connection to the upstream, or one that broke.
    UpstreamDown,
    /// The upstream took too long.
    UpstreamSlow,
    /// The upstream's answer is too large, a redirect, or a success that can't be read.
    UpstreamOdd,
    /// The upstream refused, but not in the API's form: its status is kept.
    UpstreamRefused(StatusCode),
    /// More requests under way than the gateway takes.
    Busy,
}

/// The sentence of [`Refusal::UpstreamDown`].
pub(crate) const API_DOWN: &str = "The API could not be reached.";

/// What stands in `type` of errors that the API knows too.
const API_ERRORS: &str = "https://unkey.com/docs/errors/unkey";

impl Refusal {
    /// The answer's status.
    pub(crate) fn status(self) -> StatusCode {
        match self {
            Self::CrossSite => StatusCode::FORBIDDEN,
            Self::MediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Chunked => StatusCode::LENGTH_REQUIRED,
            Self::SeveralHosts => StatusCode::BAD_REQUEST,
            Self::OtherHost => StatusCode::MISDIRECTED_REQUEST,
            Self::BodyTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::BodyMissing => StatusCode::REQUEST_TIMEOUT,
            Self::NoSession => StatusCode::UNAUTHORIZED,
            Self::UpstreamDown | Self::UpstreamOdd => StatusCode::BAD_GATEWAY,
            Self::UpstreamSlow => StatusCode::GATEWAY_TIMEOUT,
            Self::UpstreamRefused(status) => status,
            Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    /// Those that the API has a name for carry it. The others are named `gateway/…`, which tells support who refused, and
    /// never `forbidden`, which would read as "switched off".
    fn type_url(self) -> String {
        let api = |kind: &str| format!("{API_ERRORS}/{kind}");
        let own = |name: &str| format!("/errors/gateway/request/{name}");
        match self {
            Self::CrossSite => own("cross_site"),
            Self::MediaType => own("unsupported_media_type"),
            Self::Chunked => own("length_required"),
            Self::SeveralHosts => own("several_hosts"),
            Self::OtherHost => own("other_host"),
            Self::BodyTooLarge => own("body_too_large"),
            Self::BodyMissing => own("body_missing"),
            Self::NoSession => api("authentication/portal_token_missing"),
            Self::UpstreamDown | Self::UpstreamSlow | Self::UpstreamOdd | Self::Busy => {
                api("application/service_unavailable")
            }
            Self::UpstreamRefused(_) => "/errors/gateway/upstream/unreadable".to_owned(),
        }
    }

    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::CrossSite => (
                "Forbidden",
                "This address answers the portal's own pages only. If they are what asked, --public-origin of the gateway \
                 is not the origin that browsers see.",
            ),
            Self::MediaType => ("Unsupported Media Type", "The request's Content-Type must be application/json."),
            Self::Chunked => (
                "Length Required",
                "The request must carry its length (Content-Length), not come in chunks (Transfer-Encoding).",
            ),
            Self::SeveralHosts => ("Bad Request", "The request names its host more than once."),
            Self::OtherHost => ("Misdirected Request", "The request is for another host."),
            Self::BodyTooLarge => ("Payload Too Large", "The request's body is larger than 64 KiB."),
            Self::BodyMissing => ("Request Timeout", "The request's body did not arrive in time."),
            Self::NoSession => ("Unauthorized", "The request carries no session cookie."),
            Self::UpstreamDown => ("Bad Gateway", API_DOWN),
            Self::UpstreamSlow => ("Gateway Timeout", "The API did not answer in time."),
            Self::UpstreamOdd => ("Bad Gateway", "The API's answer could not be read."),
            Self::UpstreamRefused(_) => ("Refused", "The API, or something before it, refused without saying why."),
            Self::Busy => ("Service Unavailable", "Too many requests are under way."),
        }
    }

    /// The body, under a request id of its own.
    pub(crate) fn body(self, request_id: RequestId) -> ErrorBody {
        let (title, detail) = self.words();
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

    /// The whole answer.
    pub(crate) fn response(self) -> Response<Body> {
        let request_id = new_request_id();
        let mut response = json(self.status(), "application/json", &self.body(request_id.clone()));
        if self == Self::Busy {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
        }
        Noted::request(&mut response, request_id);
        response
    }
}

/// A JSON answer. What can't be written as JSON (nothing here can't) would go out as an empty 500.
pub(crate) fn json<T: serde::Serialize>(status: StatusCode, content_type: &'static str, body: &T) -> Response<Body> {
    let (status, body) = match serde_json::to_vec(body) {
        Ok(body) => (status, body),
        Err(_) => (StatusCode::INTERNAL_SERVER_ERROR, Vec::new()),
    };
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    response
}

/// A short answer for whoever reads it without the portal.
pub(crate) fn text(status: StatusCode, text: impl Into<Body>) -> Response<Body> {
    let mut response = Response::new(text.into());
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    response
}

/// A wrong method, in plain text as the API says it.
pub(crate) fn method_not_allowed(allowed: &'static str) -> Response<Body> {
    let mut response = text(StatusCode::METHOD_NOT_ALLOWED, "method not allowed\n");
    response.headers_mut().insert(header::ALLOW, HeaderValue::from_static(allowed));
    response
}

/// `req_` and 9 characters, as the API's.
pub(crate) fn new_request_id() -> RequestId {
    const DIGITS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let mut random = [0; 9];
    // Without randomness ids would repeat, which harms support alone.
    let _ = getrandom::fill(&mut random);
    let digit = |byte: &u8| DIGITS.get(usize::from(byte % 32)).copied().map_or('0', char::from);
    RequestId::new(&["req_".to_owned(), random.iter().map(digit).collect()].concat())
}

#[cfg(test)]
mod tests {
    use portal_api::{ApiResponse, Cause, Key, ResponseHead, read};

    use super::*;

    fn cause(refusal: Refusal) -> Cause {
        let body = serde_json::to_vec(&refusal.body(new_request_id())).unwrap();
        let head = ResponseHead::read(refusal.status().as_u16(), |_| None);
        let failure = read::<ApiResponse<Vec<Key>>>(&head, &body).unwrap_err();
        assert!(failure.from_api && failure.request_id.is_some() && failure.code.is_some(), "{refusal:?}");
        failure.cause
    }

    #[test]
    fn the_portal_reads_each_refusal_as_what_it_is() {
        use Refusal::{
            BodyMissing, BodyTooLarge, Busy, Chunked, CrossSite, MediaType, NoSession, OtherHost, SeveralHosts,
            UpstreamDown, UpstreamOdd, UpstreamSlow,
        };
        assert_eq!(cause(NoSession), Cause::NoSession);
        for refusal in [MediaType, Chunked, SeveralHosts, OtherHost, BodyTooLarge] {
            assert_eq!(cause(refusal), Cause::InvalidRequest, "{refusal:?}");
        }
        for refusal in [CrossSite, BodyMissing, UpstreamDown, UpstreamSlow, UpstreamOdd, Busy] {
            assert_eq!(cause(refusal), Cause::Temporary, "{refusal:?}");
        }
    }

    #[test]
    fn a_refusal_in_another_form_keeps_what_its_status_means() {
        let refused = |status| cause(Refusal::UpstreamRefused(StatusCode::from_u16(status).unwrap()));
        assert_eq!(refused(403), Cause::Temporary);
        assert_eq!(refused(429), Cause::Temporary);
        assert_eq!(refused(503), Cause::Temporary);
        assert_eq!(refused(401), Cause::SessionEnded);
        assert_eq!(refused(400), Cause::InvalidRequest);
    }

    #[test]
    fn request_ids_look_like_the_apis() {
        let id = new_request_id();
        assert_eq!((id.as_str().len(), id.as_str().get(..4)), (13, Some("req_")));
        assert_ne!(id, new_request_id());
    }
}
