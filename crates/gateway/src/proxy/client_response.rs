//! The response that the browser gets: only what the contract's types hold, serialized anew, so that no other field of the
//! upstream's response passes. The operator's own data of keys is not among it. Lists have a shorter way: `key_list`.

#[cfg(test)]
mod tests;

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
