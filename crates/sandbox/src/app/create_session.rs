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

/// Creates a session and gives the URL to redirect to: the portal's own origin with the session ID, or from version `code` on
/// with the code of the response's URL.
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
    let unreadable = |error: serde_json::Error| format!("the API's response can't be read ({error})");
    let portal = sandbox.options.portal_url.trim_end_matches('/');
    if by_session {
        let response: ApiResponse<CreatedSession> = serde_json::from_slice(&bytes).map_err(unreadable)?;
        return Ok(landing_url(portal, "session", response.data.session_id.expose()));
    }
    let response: ApiResponse<CreatedCodeSession> = serde_json::from_slice(&bytes).map_err(unreadable)?;
    let code = code_in(response.data.url.expose()).ok_or("the API's response has no code in its URL")?;
    Ok(landing_url(portal, "code", &code))
}

fn landing_url(portal: &str, parameter: &str, value: &str) -> Secret {
    let value: String = form_urlencoded::byte_serialize(value.as_bytes()).collect();
    Secret::new(format!("{portal}/?{parameter}={value}"))
}

/// The query parameter `code` of a URL, if it isn't empty.
fn code_in(url: &str) -> Option<String> {
    let query = url.split('#').next()?.split_once('?')?.1;
    let (_, code) =
        form_urlencoded::parse(query.as_bytes()).find(|(name, value)| name == "code" && !value.is_empty())?;
    Some(code.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_is_taken_from_the_url_whatever_its_origin() {
        for (url, code) in [
            ("https://portal.unkey.com/?code=pst_1", Some("pst_1")),
            ("https://portal.unkey.com/acme?lang=en&code=pst_1#top", Some("pst_1")),
            ("https://portal.unkey.com/?code=", None),
            ("https://portal.unkey.com/?session=pst_1", None),
            ("https://portal.unkey.com/#?code=pst_1", None),
            ("https://portal.unkey.com/", None),
        ] {
            assert_eq!(code_in(url).as_deref(), code, "{url}");
        }
        assert_eq!(
            landing_url("https://keys.example.com", "code", "pst_1").expose(),
            "https://keys.example.com/?code=pst_1"
        );
    }
}
