//! The exchange of a session ID: the token in the API's response becomes a cookie, and the browser gets the response
//! without it. No session is needed for it.

use std::sync::Arc;

use axum::{Extension, extract::State};
use bytes::Bytes;
use portal_api::{ApiResponse, ExchangeCodeRequest, ExchangeSessionRequest, ExchangedSession, Route, Secret};
use portal_core::session::marker::{SessionMarker, SessionTag};
use portal_upstream::{SessionToken, UpstreamResponse};
use sha2::{Digest, Sha256};

use super::{
    api_proxy::ApiProxy,
    client_response::ClientResponse,
    cookies,
    csrf::SameOriginJson,
    repeats::{Answer, Fingerprint, IdempotencyKey, OptionalKey, Outcome},
    request_body::RequestBody,
};
use crate::{clients::Client, http::GatewayError};

/// `POST /v2/portal.exchangeSession`, as the API's documentation has it.
pub(crate) async fn exchange_session(
    State(proxy): State<Arc<ApiProxy>>,
    _: SameOriginJson,
    Extension(client): Extension<Client>,
    OptionalKey(key): OptionalKey,
    RequestBody(body): RequestBody,
) -> Answer {
    let session_id = serde_json::from_slice(&body).ok().map(|ExchangeSessionRequest { session_id }| session_id);
    exchange(proxy, Route::ExchangeSession, session_id, key, body, client).await
}

/// `POST /v2/portal.exchangeCode`, as newer servers have it.
pub(crate) async fn exchange_code(
    State(proxy): State<Arc<ApiProxy>>,
    _: SameOriginJson,
    Extension(client): Extension<Client>,
    OptionalKey(key): OptionalKey,
    RequestBody(body): RequestBody,
) -> Answer {
    let session_id = serde_json::from_slice(&body).ok().map(|ExchangeCodeRequest { code }| code);
    exchange(proxy, Route::ExchangeCode, session_id, key, body, client).await
}

async fn exchange(
    proxy: Arc<ApiProxy>,
    route: Route,
    session_id: Option<Secret>,
    key: Option<IdempotencyKey>,
    body: Bytes,
    client: Client,
) -> Answer {
    // A body without a session ID exchanges nothing, but its repeats are recognised, too.
    let credential = session_id.as_ref().map_or(body.as_ref(), |id| id.expose().as_bytes());
    let fingerprint = key.map(|key| Fingerprint::new(route, credential, key));
    let (proxy_of_request, body_of_request) = (Arc::clone(&proxy), body.clone());
    let request = async move {
        let sent = proxy_of_request.send(route, None, body_of_request, &client).await;
        Outcome::of(sent, |response| {
            let answer = set_session_cookie(session_id, response);
            answer.unwrap_or_else(|error| ClientResponse::replacement(error, response))
        })
    };
    proxy.send_once(route, fingerprint, &body, request).await
}

/// The response to the browser: two cookies instead of the token.
fn set_session_cookie(session_id: Option<Secret>, response: &UpstreamResponse) -> Result<ClientResponse, GatewayError> {
    if !response.status.is_success() {
        return ClientResponse::from_error(response);
    }
    let ApiResponse { meta, data, pagination }: ApiResponse<ExchangedSession> =
        ClientResponse::parse_success(response)?;
    let token = data.token.and_then(SessionToken::new).ok_or_else(|| unusable("no token that could be a cookie"))?;
    let session_id = session_id.ok_or_else(|| unusable("a session for a request without a session ID"))?;
    let expires_at = data.expires_at;
    let marker =
        SessionMarker { expires_at, tag: SessionTag::from_sha256(&Sha256::digest(session_id.expose()).into()) };
    let cookies = cookies::start_session(&token, marker, response.server_time());
    let answer = ApiResponse { meta, data: ExchangedSession { token: None, expires_at }, pagination };
    let request_id = answer.meta.request_id.clone();
    let success = ClientResponse::from_success(response, &answer, request_id)?;
    Ok(success.with_cookies(cookies.ok_or(GatewayError::UpstreamInvalidResponse)?))
}

fn unusable(what: &'static str) -> GatewayError {
    tracing::warn!(what, "the upstream's exchange response can't be used");
    GatewayError::UpstreamInvalidResponse
}
