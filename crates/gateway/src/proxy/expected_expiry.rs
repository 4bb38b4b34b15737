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

    /// Asks the API for the key, if there is something to compare. It can't always tell: then the rotation goes on. Otherwise
    /// this gives the answer in place of the rotation.
    pub(super) async fn refusal(
        self,
        proxy: &ApiProxy,
        token: &SessionToken,
        body: &Bytes,
        client: &Client,
    ) -> Option<Answer> {
        let expected = match self {
            Self::Any => return None,
            Self::Never => None,
            Self::At(time) => Some(time),
        };
        let RotatedKey { key_id } = serde_json::from_slice(body).ok()?;
        // On the servers seen, the cursor is the ID of the page's first key.
        let question = ListKeysRequest { limit: Some(1), cursor: Some(key_id.clone()) };
        let question = serde_json::to_vec(&question).ok()?;
        let asked = proxy.send(Route::ListKeys, Some(token), question.into(), client);
        let asked = tokio::time::timeout(proxy.limits.check_timeout, asked).await;
        let response = match asked.unwrap_or(Err(GatewayError::UpstreamTimeout)) {
            Ok(response) => response,
            Err(error) => return Some(Err(error)),
        };
        match Finding::read(&response, &key_id) {
            Finding::Expiry(found) if found != expected => {
                tracing::warn!("a rotation is not forwarded: its key doesn't expire when the page believes");
                Some(Err(GatewayError::KeyChanged))
            }
            Finding::Expiry(_) | Finding::Nothing => None,
            // The rotation would have met it, too, or it passes. Nothing was forwarded.
            Finding::Failure => Some(Ok(ClientResponse::from_error_or_replacement(&response))),
        }
    }
}

/// What the API says of the key.
enum Finding {
    /// When it expires.
    Expiry(Option<ServerTime>),
    /// It doesn't tell.
    Nothing,
    /// The question failed.
    Failure,
}

impl Finding {
    fn read(response: &UpstreamResponse, key_id: &KeyId) -> Self {
        if response.status.is_success() {
            let list: Option<ApiResponse<Vec<Key>>> = ClientResponse::parse_success(response).ok();
            let first = list.and_then(|list| list.data.into_iter().next());
            return first.filter(|key| key.key_id == *key_id).map_or(Self::Nothing, |key| Self::Expiry(key.expires));
        }
        match response.status {
            // The server takes no such cursor.
            StatusCode::BAD_REQUEST | StatusCode::NOT_FOUND => Self::Nothing,
            _ if lacks_permission(response) => Self::Nothing,
            _ => Self::Failure,
        }
    }
}

fn lacks_permission(response: &UpstreamResponse) -> bool {
    let head = ResponseHead::read(response.status.as_u16(), |_| None);
    let read = portal_api::read::<ApiResponse<Vec<Key>>>(&head, &response.body);
    read.is_err_and(|failure| failure.cause == Cause::NotAllowed)
}
