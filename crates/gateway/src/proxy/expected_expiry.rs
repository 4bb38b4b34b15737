//! `Expected-Key-Expires`: a rotation is forwarded only if the key still expires when the page believes. A first request whose
//! answer was lost has changed that, and the gateway finds it out without having to know of that request.

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, HeaderName, StatusCode, request::Parts},
};
use bytes::Bytes;
use portal_api::{ApiResponse, Cause, Key, KeyId, ListKeysRequest, ResponseHead, Route, ServerTime};
use portal_upstream::{SessionToken, UpstreamResponse};
use serde::Deserialize;

use super::{
    api_proxy::ApiProxy,
    client_response::ClientResponse,
    header_values::{Values, values_of},
    repeats::Answer,
};
use crate::{clients::Client, http::GatewayError};

const EXPECTED_KEY_EXPIRES: HeaderName = HeaderName::from_static("expected-key-expires");

/// Extractor for when the page believes that the key expires.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ExpectedExpiry {
    /// It doesn't say.
    Any,
    Never,
    At(ServerTime),
}

impl<S: Sync> FromRequestParts<S> for ExpectedExpiry {
    type Rejection = GatewayError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, GatewayError> {
        Self::read(&parts.headers).ok_or(GatewayError::InvalidExpectedExpiry)
    }
}

/// The part of a rotation's body that is needed here.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RotatedKey {
    key_id: KeyId,
}

impl ExpectedExpiry {
    /// `never`, or Unix milliseconds in digits.
    fn read(headers: &HeaderMap) -> Option<Self> {
        match values_of(headers, &EXPECTED_KEY_EXPIRES) {
            Values::None => Some(Self::Any),
            Values::One(b"never") => Some(Self::Never),
            Values::One(digits) if digits.iter().all(u8::is_ascii_digit) => {
                let millis = std::str::from_utf8(digits).ok()?.parse().ok()?;
                Some(Self::At(ServerTime::from_millis(millis)))
            }
            Values::One(_) | Values::Several => None,
        }
    }

    /// Asks the API for the key, if there is something to compare. It can't always tell: then the rotation goes on.
    ///
    /// # Errors
    /// The response in place of the rotation.
    pub(super) async fn check(
        self,
        proxy: &ApiProxy,
        token: &SessionToken,
        body: &Bytes,
        client: &Client,
    ) -> Result<(), Answer> {
        let expected = match self {
            Self::Any => return Ok(()),
            Self::Never => None,
            Self::At(time) => Some(time),
        };
        let Ok(RotatedKey { key_id }) = serde_json::from_slice(body) else { return Ok(()) };
        // On the servers seen, the cursor is the ID of the page's first key.
        let question = ListKeysRequest { limit: Some(1), cursor: Some(key_id.clone()) };
        let question = serde_json::to_vec(&question).map_err(|_| Err(GatewayError::UpstreamInvalidResponse))?;
        let asked = proxy.send(Route::ListKeys, Some(token), question.into(), client);
        let asked = tokio::time::timeout(proxy.limits.check_timeout, asked).await;
        let response = asked.unwrap_or(Err(GatewayError::UpstreamTimeout)).map_err(Err)?;
        if let Some(found) = expiry_in(&response, &key_id)?
            && found != expected
        {
            tracing::warn!("a rotation is not forwarded: its key doesn't expire when the page believes");
            return Err(Err(GatewayError::KeyChanged));
        }
        Ok(())
    }
}

/// When the key expires; `None` if the response doesn't tell.
///
/// # Errors
/// A failure that the rotation would have met as well, or whose cause may pass. It is passed on: nothing was forwarded.
fn expiry_in(response: &UpstreamResponse, key_id: &KeyId) -> Result<Option<Option<ServerTime>>, Answer> {
    if response.status.is_success() {
        let list: Option<ApiResponse<Vec<Key>>> = ClientResponse::parse_success(response).ok();
        let first = list.and_then(|list| list.data.into_iter().next());
        return Ok(first.filter(|key| key.key_id == *key_id).map(|key| key.expires));
    }
    // The server takes no such cursor, or the session may not list keys.
    let is_no_answer =
        matches!(response.status, StatusCode::BAD_REQUEST | StatusCode::NOT_FOUND) || lacks_permission(response);
    if is_no_answer {
        return Ok(None);
    }
    Err(Ok(ClientResponse::from_error_or_replacement(response)))
}

fn lacks_permission(response: &UpstreamResponse) -> bool {
    let head = ResponseHead::read(response.status.as_u16(), |_| None);
    let read = portal_api::read::<ApiResponse<Vec<Key>>>(&head, &response.body);
    read.is_err_and(|failure| failure.cause == Cause::NotAllowed)
}
