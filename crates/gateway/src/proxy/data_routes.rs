//! The routes that read: keys and usage. A request without a session cookie is refused here, as the API
//! would, so that nobody without a session can make the gateway send requests.

use std::sync::Arc;

use axum::{Extension, extract::State};
use portal_api::{Route, Verifications};

use super::{
    api_proxy::ApiProxy, client_response::ClientResponse, cookies::SessionCookie, csrf::SameOriginJson, key_list,
    request_body::RequestBody,
};
use crate::{clients::Client, http::GatewayError};

/// `POST /v2/portal.listKeys`: a page of keys, without what the operator doesn't show.
pub(crate) async fn list_keys(
    State(proxy): State<Arc<ApiProxy>>,
    _: SameOriginJson,
    SessionCookie(token): SessionCookie,
    Extension(client): Extension<Client>,
    RequestBody(body): RequestBody,
) -> Result<ClientResponse, GatewayError> {
    let response = proxy.send(Route::ListKeys, Some(&token), body, &client).await?;
    Ok(key_list::client_response(&response, proxy.show))
}

/// `POST /v2/portal.getVerifications`: how often keys were used.
pub(crate) async fn get_verifications(
    State(proxy): State<Arc<ApiProxy>>,
    _: SameOriginJson,
    SessionCookie(token): SessionCookie,
    Extension(client): Extension<Client>,
    RequestBody(body): RequestBody,
) -> Result<ClientResponse, GatewayError> {
    let response = proxy.send(Route::GetVerifications, Some(&token), body, &client).await?;
    Ok(ClientResponse::from_upstream_or_replacement(&response, |answer: &mut Verifications| {
        let (Verifications::Combined { meta, .. } | Verifications::ByKey { meta, .. }) = answer;
        meta.request_id.clone()
    }))
}
