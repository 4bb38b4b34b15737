//! The app's backend: creates a portal session with one request to the API. The root key never reaches the browser.

use axum::{
    body::Bytes,
    http::{Request, header},
};
use http_body_util::{BodyExt, Full, Limited};
use hyper_util::{client::legacy::Client, rt::TokioExecutor};
use portal_api::{
    ApiResponse, CreateCodeSessionRequest, CreateSessionRequest, CreatedCodeSession, CreatedSession, ErrorBody,
    Permission, Route, Secret,
};

use crate::{
    command::ApiVersion,
    data::{PORTAL, ROOT_KEY},
    state::Sandbox,
};

/// The largest response body, in bytes.
const MAX_RESPONSE: usize = 65_536;

/// Creates a session and gives the portal's URL with it.
///
/// # Errors
/// A message for the page.
pub(super) async fn create_session(
    sandbox: &Sandbox,
    user: &str,
    permissions: Vec<Permission>,
) -> Result<Secret, String> {
    let by_session = sandbox.options.api_version == ApiVersion::Session;
    let body = if by_session {
        serde_json::to_vec(&CreateSessionRequest {
            slug: PORTAL.to_owned(),
            external_id: user.to_owned(),
            permissions,
            preview: false,
        })
    } else {
        serde_json::to_vec(&CreateCodeSessionRequest {
            portal: PORTAL.to_owned(),
            external_id: user.to_owned(),
            scopes: permissions,
            preview: false,
            // Must be https, which the sandbox is not: the portal takes its own config's instead.
            return_url: None,
        })
    };
    let request = Request::post(format!("http://127.0.0.1:{}{}", sandbox.api_port, Route::CreateSession.path()))
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::AUTHORIZATION, format!("Bearer {ROOT_KEY}"))
        .body(Full::new(Bytes::from(body.map_err(|error| error.to_string())?)))
        .map_err(|error| error.to_string())?;
    let client = Client::builder(TokioExecutor::new()).build_http();
    let response = client.request(request).await.map_err(|error| format!("the API can't be reached ({error})"))?;
    let status = response.status();
    let limited = Limited::new(response.into_body(), MAX_RESPONSE).collect().await;
    let bytes = limited.map_err(|_| "the API's response broke off".to_owned())?.to_bytes();
    if !status.is_success() {
        let detail = serde_json::from_slice::<ErrorBody>(&bytes).map(|body| body.error.detail);
        return Err(detail.unwrap_or_else(|_| format!("the API answered {status}")));
    }
    let url = if by_session {
        serde_json::from_slice::<ApiResponse<CreatedSession>>(&bytes).map(|response| response.data.url)
    } else {
        serde_json::from_slice::<ApiResponse<CreatedCodeSession>>(&bytes).map(|response| response.data.url)
    };
    url.map_err(|error| format!("the API's response can't be read ({error})"))
}
