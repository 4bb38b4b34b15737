//! The response that the browser gets: only what the contract's types hold, serialized anew, so that no other field of the
//! upstream's response passes. The operator's own data of keys is not among it. Lists have a shorter way: `key_list`.

use axum::{
    Extension,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use portal_api::{ErrorBody, RequestId, replace_lone_surrogates};
use portal_upstream::UpstreamResponse;
use serde::{Serialize, de::DeserializeOwned};

use super::response_headers::{forwarded_headers, retry_after};
use crate::http::{GatewayError, new_request_id};

/// The response that the browser gets.
#[derive(Clone)]
pub(crate) struct ClientResponse {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    /// `None` for plain text, which has none.
    request_id: Option<RequestId>,
}

const JSON: HeaderValue = HeaderValue::from_static("application/json");
const PROBLEM_JSON: HeaderValue = HeaderValue::from_static("application/problem+json");
const TEXT: HeaderValue = HeaderValue::from_static("text/plain; charset=utf-8");

/// The longest plain text that is forwarded, in characters.
const MAX_TEXT_CHARS: usize = 200;

impl IntoResponse for ClientResponse {
    fn into_response(self) -> Response {
        let mut response = self.body.into_response();
        *response.status_mut() = self.status;
        *response.headers_mut() = self.headers;
        match self.request_id {
            Some(id) => (Extension(id), response).into_response(),
            None => response,
        }
    }
}

impl ClientResponse {
    /// A success or an error of a data route. `edit` changes the success and returns its request id.
    ///
    /// # Errors
    /// A success that can't be read, and what is neither success nor error.
    pub(super) fn from_upstream<T: Serialize + DeserializeOwned>(
        response: &UpstreamResponse,
        edit: impl FnOnce(&mut T) -> RequestId,
    ) -> Result<Self, GatewayError> {
        if !response.status.is_success() {
            return Self::from_error(response);
        }
        let mut body: T = Self::parse_success(response)?;
        let request_id = edit(&mut body);
        Self::from_success(response, &body, request_id)
    }

    /// [`Self::from_upstream`], with [`Self::replacement`] in place of an error.
    pub(super) fn from_upstream_or_replacement<T: Serialize + DeserializeOwned>(
        response: &UpstreamResponse,
        edit: impl FnOnce(&mut T) -> RequestId,
    ) -> Self {
        Self::from_upstream(response, edit).unwrap_or_else(|error| Self::replacement(error, response))
    }

    /// [`Self::from_error`], with [`Self::replacement`] in place of what is no error of the API.
    pub(super) fn from_error_or_replacement(response: &UpstreamResponse) -> Self {
        Self::from_error(response).unwrap_or_else(|error| Self::replacement(error, response))
    }

    /// The body of a success. The parser's message is not logged: it quotes what it couldn't read.
    pub(super) fn parse_success<T: DeserializeOwned>(response: &UpstreamResponse) -> Result<T, GatewayError> {
        parse(&response.body).map_err(|error| {
            let (bytes, line, column) = (response.body.len(), error.line(), error.column());
            tracing::warn!(bytes, line, column, kind = ?error.classify(), "the upstream's success can't be read");
            GatewayError::UpstreamInvalidResponse
        })
    }

    /// A success with this body.
    pub(super) fn from_success<T: Serialize>(
        response: &UpstreamResponse,
        body: &T,
        request_id: RequestId,
    ) -> Result<Self, GatewayError> {
        let body = serde_json::to_vec(body).map_err(|_| GatewayError::UpstreamInvalidResponse)?;
        Ok(Self::from_json(response, body, request_id))
    }

    /// A success with this JSON.
    pub(super) fn from_json(response: &UpstreamResponse, json: Vec<u8>, request_id: RequestId) -> Self {
        Self::new(response.status, JSON, json, Some(request_id), response)
    }

    /// An error in the API's form, or one of the two plain texts with which the API answers unknown routes. Nothing else is
    /// forwarded: neither an HTML page of a proxy nor a redirect.
    pub(super) fn from_error(response: &UpstreamResponse) -> Result<Self, GatewayError> {
        let status = status_for_browser(response.status);
        if !(status.is_client_error() || status.is_server_error()) {
            tracing::warn!(status = status.as_u16(), "the upstream answered with neither success nor error");
            return Err(GatewayError::UpstreamInvalidResponse);
        }
        if let Some(mut body) = parse::<ErrorBody>(&response.body).ok().filter(ErrorBody::is_from_api) {
            if status != response.status {
                body.error.status = status.as_u16();
            }
            if body.meta.request_id.as_str().is_empty() {
                body.meta.request_id = new_request_id();
            }
            let is_problem = media_type(&response.headers) == b"application/problem+json";
            let content_type = if is_problem { PROBLEM_JSON } else { JSON };
            let json = serde_json::to_vec(&body).map_err(|_| GatewayError::UpstreamInvalidResponse)?;
            return Ok(Self::new(status, content_type, json, Some(body.meta.request_id), response));
        }
        let is_unknown_route = matches!(status, StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED);
        if is_unknown_route && matches!(media_type(&response.headers), b"text/plain" | b"") {
            let text = String::from_utf8_lossy(&response.body);
            let text: String = text.chars().filter(|c| !c.is_control() || *c == '\n').take(MAX_TEXT_CHARS).collect();
            return Ok(Self::new(status, TEXT, text.into_bytes(), None, response));
        }
        Err(GatewayError::UpstreamUnreadableError(status_of_foreign(status, response)))
    }

    /// The gateway's own error in place of what the upstream sent, of which only [`retry_after`] is kept: a firewall or a proxy
    /// before the API sends it with a page of its own.
    pub(super) fn replacement(error: GatewayError, response: &UpstreamResponse) -> Self {
        let request_id = new_request_id();
        let body = serde_json::to_vec(&error.body(request_id.clone())).unwrap_or_default();
        let mut headers = retry_after(&response.headers);
        headers.insert(header::CONTENT_TYPE, JSON);
        Self { status: error.status(), headers, body: body.into(), request_id: Some(request_id) }
    }

    fn new(
        status: StatusCode,
        content_type: HeaderValue,
        body: Vec<u8>,
        request_id: Option<RequestId>,
        response: &UpstreamResponse,
    ) -> Self {
        let mut headers = forwarded_headers(&response.headers);
        headers.insert(header::CONTENT_TYPE, content_type);
        Self { status, headers, body: body.into(), request_id }
    }

    pub(super) fn with_cookies(mut self, cookies: [HeaderValue; 2]) -> Self {
        for cookie in cookies {
            self.headers.append(header::SET_COOKIE, cookie);
        }
        self
    }
}

/// After some statuses browsers repeat a request by themselves, a rotation or an exchange too: 408 on a reused connection,
/// 421, 425, and 407 with a proxy's credentials. The statuses in their place mean a temporary failure to the portal.
fn status_for_browser(status: StatusCode) -> StatusCode {
    match status {
        StatusCode::REQUEST_TIMEOUT => StatusCode::GATEWAY_TIMEOUT,
        StatusCode::MISDIRECTED_REQUEST | StatusCode::TOO_EARLY | StatusCode::PROXY_AUTHENTICATION_REQUIRED => {
            StatusCode::BAD_GATEWAY
        }
        status => status,
    }
}

/// The status of an error that the API hasn't written. Where it would blame the session or the request, or say that nothing was
/// done, it becomes a 502: a login or a firewall before the API doesn't know, and may have kept back the API's answer. An answer
/// without content may be the API's.
fn status_of_foreign(status: StatusCode, response: &UpstreamResponse) -> StatusCode {
    let media_type = media_type(&response.headers);
    let has_content =
        !response.body.trim_ascii().is_empty() || !(media_type.is_empty() || media_type.ends_with(b"json"));
    let is_foreign = has_content || response.headers.contains_key(header::WWW_AUTHENTICATE);
    match status.as_u16() {
        404 | 405 | 429 | 500.. => status,
        _ if is_foreign => StatusCode::BAD_GATEWAY,
        _ => status,
    }
}

/// Bytes that aren't UTF-8 and halves of surrogate pairs become U+FFFD: they cost a name, and not the list that it is in.
pub(super) fn parse<T: DeserializeOwned>(body: &[u8]) -> serde_json::Result<T> {
    serde_json::from_slice(&replace_lone_surrogates(String::from_utf8_lossy(body).as_bytes()))
}

fn media_type(headers: &HeaderMap) -> &[u8] {
    let value = headers.get(header::CONTENT_TYPE).map_or(&b""[..], HeaderValue::as_bytes);
    value.split(|byte| *byte == b';').next().unwrap_or_default().trim_ascii()
}

#[cfg(test)]
mod tests {
    use portal_api::{ApiResponse, ExchangedSession, Key, RerolledKey, Verifications};
    use proptest::prelude::*;

    use super::*;

    fn upstream(status: u16, content_type: &'static str, body: impl Into<Bytes>) -> UpstreamResponse {
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
        UpstreamResponse { status: StatusCode::from_u16(status).unwrap(), headers, body: body.into() }
    }

    fn forwarded<T: Serialize + DeserializeOwned>(response: &UpstreamResponse) -> Result<ClientResponse, GatewayError> {
        ClientResponse::from_upstream(response, |_: &mut T| new_request_id())
    }

    #[test]
    fn fields_that_the_contract_does_not_have_are_left_out() {
        let body = r#"{"meta":{"requestId":"req_1"},"data":[{"keyId":"k","start":"s","enabled":true,"createdAt":1,
            "meta":{"plan":"secret"},"identity":{"id":"secret"},"roles":["secret"],
            "permissions":["secret"],"new":"secret"}],"pagination":{"hasMore":true,"cursor":"k2"}}"#;
        let response = forwarded::<ApiResponse<Vec<Key>>>(&upstream(200, "application/json", body)).ok().unwrap();
        let text = String::from_utf8(response.body.to_vec()).unwrap();
        assert!(!text.contains("secret"), "{text}");
        assert!(text.contains(r#""cursor":"k2""#) && text.contains("req_1"), "{text}");
    }

    #[test]
    fn a_success_that_cannot_be_read_is_the_upstreams_fault() {
        for body in ["", "<html>", "{}", r#"{"meta":{"requestId":"r"},"data":{}}"#] {
            let response = upstream(200, "application/json", body);
            for error in [
                forwarded::<ApiResponse<Vec<Key>>>(&response).err(),
                forwarded::<ApiResponse<RerolledKey>>(&response).err(),
                forwarded::<Verifications>(&response).err(),
                forwarded::<ApiResponse<ExchangedSession>>(&response).err(),
            ] {
                assert_eq!(error, Some(GatewayError::UpstreamInvalidResponse), "{body}");
            }
        }
    }

    #[test]
    fn a_plain_text_404_stays_one() {
        let response = ClientResponse::from_error(&upstream(404, "text/plain; charset=utf-8", "404 page not found\n"));
        let response = response.ok().unwrap();
        assert_eq!((response.status.as_u16(), response.body.as_ref()), (404, &b"404 page not found\n"[..]));
        assert_eq!(response.headers["content-type"], "text/plain; charset=utf-8");
        let long = ClientResponse::from_error(&upstream(405, "text/plain", "x".repeat(5_000))).ok().unwrap();
        assert_eq!(long.body.len(), MAX_TEXT_CHARS);
    }

    #[test]
    fn an_error_page_of_a_proxy_is_not_forwarded() {
        for (status, content_type, body) in
            [(404, "text/html", "<h1>x"), (502, "text/html", "<h1>x"), (500, "text/plain", "trace"), (403, "", "")]
        {
            let error = ClientResponse::from_error(&upstream(status, content_type, body)).err();
            assert_eq!(error.map(GatewayError::status).map(|status| status.as_u16()), Some(status));
        }
        let redirect = ClientResponse::from_error(&upstream(302, "text/html", "")).err();
        assert_eq!(redirect, Some(GatewayError::UpstreamInvalidResponse));
    }

    #[test]
    fn a_login_before_the_api_ends_no_session() {
        let status_of = |status, content_type, body: &'static str| {
            let error = ClientResponse::from_error(&upstream(status, content_type, body)).err();
            error.map(|error| error.status().as_u16())
        };
        for (status, content_type, body) in [
            (401, "text/html", "<title>Sign in</title>"),
            (401, "text/html", ""),
            (401, "application/json", r#"{"error":{"message":"login required"}}"#),
            (400, "text/html", "<h1>Bad request"),
            (403, "text/html", "<h1>Blocked"),
            (407, "text/plain", "proxy"),
        ] {
            assert_eq!(status_of(status, content_type, body), Some(502), "{status} {body}");
        }
        // Without a sign of anybody else.
        assert_eq!(status_of(401, "", ""), Some(401));
        let mut basic = upstream(401, "", "");
        basic.headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Basic"));
        assert_eq!(ClientResponse::from_error(&basic).err().map(|error| error.status().as_u16()), Some(502));
    }

    #[test]
    fn an_error_of_the_api_is_forwarded_with_its_request_id() {
        let body =
            r#"{"meta":{"requestId":"req_x"},"error":{"title":"t","detail":"d","status":412,"type":"a/b/c"},"x":1}"#;
        let response = ClientResponse::from_error(&upstream(412, "application/problem+json", body)).ok().unwrap();
        assert_eq!(response.headers["content-type"], "application/problem+json");
        assert_eq!(response.request_id.unwrap().as_str(), "req_x");
        assert!(!String::from_utf8(response.body.to_vec()).unwrap().contains(r#""x""#));
    }

    proptest! {
        #[test]
        fn any_response_is_handled(status in 100u16..1000, body in proptest::collection::vec(any::<u8>(), 0..300)) {
            let response = upstream(status, "text/plain", body);
            let _ = forwarded::<ApiResponse<Vec<Key>>>(&response);
            let _ = forwarded::<ApiResponse<RerolledKey>>(&response);
            let _ = forwarded::<Verifications>(&response);
            let _ = forwarded::<ApiResponse<ExchangedSession>>(&response);
        }
    }
}
