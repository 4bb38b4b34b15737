//! The rotation of a key, which the API repeats as often as it is asked.

use std::sync::Arc;

use axum::{Extension, extract::State};
use bytes::Bytes;
use portal_api::{ApiResponse, RerolledKey, Route};
use portal_upstream::SessionToken;

use super::{
    api_proxy::ApiProxy,
    client_response::ClientResponse,
    cookies::SessionCookie,
    csrf::SameOriginJson,
    expected_expiry::ExpectedExpiry,
    repeats::{Answer, Fingerprint, OptionalKey, Outcome},
    request_body::RequestBody,
};
use crate::clients::Client;

/// `POST /v2/portal.rerollKey`: a new key in place of an old one.
pub(crate) async fn reroll_key(
    State(proxy): State<Arc<ApiProxy>>,
    _: SameOriginJson,
    SessionCookie(token): SessionCookie,
    OptionalKey(key): OptionalKey,
    expected: ExpectedExpiry,
    Extension(client): Extension<Client>,
    RequestBody(body): RequestBody,
) -> Answer {
    let fingerprint = key.map(|key| Fingerprint::new(Route::RerollKey, token.expose().as_bytes(), key));
    let request = rotate(Arc::clone(&proxy), token, expected, body.clone(), client);
    proxy.send_once(Route::RerollKey, fingerprint, &body, request).await
}

async fn rotate(
    proxy: Arc<ApiProxy>,
    token: SessionToken,
    expected: ExpectedExpiry,
    body: Bytes,
    client: Client,
) -> Outcome {
    if let Some(answer) = expected.refusal(&proxy, &token, &body, &client).await {
        return Outcome::not_sent(answer);
    }
    let sent = proxy.send(Route::RerollKey, Some(&token), body, &client).await;
    Outcome::of(sent, |response| {
        ClientResponse::from_upstream_or_replacement(response, |answer: &mut ApiResponse<RerolledKey>| {
            answer.meta.request_id.clone()
        })
    })
}
