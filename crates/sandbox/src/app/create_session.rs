//! The app's backend creates a portal session for a user, as `examples/backend/portal-routes.mjs` does.

use axum::http::StatusCode;
use portal_api::{
    ApiResponse, CreateCodeSessionRequest, CreateSessionRequest, CreatedCodeSession, CreatedSession, Permission, Route,
    Secret,
};

use super::api_client::{Answer, ApiClient};
use crate::{command::ApiVersion, data::PORTAL, state::Sandbox};

/// Creates a session and gives the URL to redirect to: the portal's own origin with the session ID or the code of the
/// response's URL, and what the page can't know otherwise: the account's name, and that keys can't be rotated.
///
/// # Errors
/// A sentence for the page.
pub(super) async fn create_session(
    sandbox: &Sandbox,
    user: &str,
    permissions: Vec<Permission>,
) -> Result<Secret, String> {
    let by_session = sandbox.options.api_version == ApiVersion::Session;
    let mut answer = request(sandbox.api_port, by_session, user, &permissions).await;
    // The portal was changed at the same moment: once more.
    if answer.as_ref().is_some_and(|answer| answer.status == StatusCode::CONFLICT) {
        answer = request(sandbox.api_port, by_session, user, &permissions).await;
    }
    let Some(answer) = answer else { return Err(FAILED.to_owned()) };
    let url = if by_session {
        answer.read::<ApiResponse<CreatedSession>>().map(|created| created.data.url)
    } else {
        answer.read::<ApiResponse<CreatedCodeSession>>().map(|created| created.data.url)
    };
    let portal = sandbox.options.portal_url.trim_end_matches('/');
    let can_rotate = permissions.contains(&Permission::KeysReroll);
    url.and_then(|url| landing_url(portal, url.expose(), account_name(user), can_rotate))
        .ok_or_else(|| sentence(&answer))
}

async fn request(api_port: u16, by_session: bool, user: &str, permissions: &[Permission]) -> Option<Answer> {
    let client = ApiClient::new(api_port);
    if by_session {
        let body = CreateSessionRequest {
            slug: PORTAL.to_owned(),
            external_id: user.to_owned(),
            permissions: permissions.to_vec(),
            preview: false,
        };
        client.post(Route::CreateSession, &body).await
    } else {
        let body = CreateCodeSessionRequest {
            portal: PORTAL.to_owned(),
            external_id: user.to_owned(),
            scopes: permissions.to_vec(),
            preview: false,
            // Must be https, which the sandbox is not: the portal takes its own config's instead.
            return_url: None,
        };
        client.post(Route::CreateSession, &body).await
    }
}

const FAILED: &str = "Your API keys can’t be opened right now. Please try again.";

/// For a response without a link. A 400 depends on what was chosen on the page, so the API's own words are added.
fn sentence(answer: &Answer) -> String {
    match answer.status {
        StatusCode::BAD_REQUEST => match answer.detail() {
            Some(detail) => format!("The API refused to create this session: {detail}"),
            None => FAILED.to_owned(),
        },
        StatusCode::FORBIDDEN => "Your API keys are not available at the moment. Please contact support.".to_owned(),
        StatusCode::NOT_FOUND => "Your API keys are not set up correctly. Please contact support.".to_owned(),
        StatusCode::CONFLICT => "Your API keys are being moved at the moment. Please try again in a minute.".to_owned(),
        StatusCode::TOO_MANY_REQUESTS => {
            "Too many people are opening their API keys right now. Please try again in a minute.".to_owned()
        }
        _ => FAILED.to_owned(),
    }
}

/// What the app calls the user's account.
fn account_name(user: &str) -> &str {
    match user {
        "user_123" => "Northwind Traders",
        "user_none" => "Blank Slate Ltd",
        "user_many" => "Contoso Warehouse",
        other => other,
    }
}

/// The link to the portal with the session ID or code of the API's URL, whatever that URL's origin.
fn landing_url(portal: &str, url: &str, account: &str, can_rotate: bool) -> Option<Secret> {
    let query = url.split('#').next()?.split_once('?')?.1;
    let (name, value) = form_urlencoded::parse(query.as_bytes())
        .find(|(name, value)| matches!(&**name, "session" | "code") && !value.is_empty())?;
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair(&name, &value).append_pair("label", account);
    if !can_rotate {
        query.append_pair("rotation", "false");
    }
    Some(Secret::new(format!("{portal}/?{}", query.finish())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_session_id_or_code_is_taken_from_the_url_whatever_its_origin() {
        for (url, link) in [
            ("https://portal.unkey.com/?code=pst_1", Some("https://keys.example.com/?code=pst_1&label=A+B")),
            (
                "https://portal.unkey.com/acme?lang=en&code=pst_1#top",
                Some("https://keys.example.com/?code=pst_1&label=A+B"),
            ),
            ("https://portal.unkey.com/?session=pst_1", Some("https://keys.example.com/?session=pst_1&label=A+B")),
            ("https://portal.unkey.com/?code=", None),
            ("https://portal.unkey.com/#?code=pst_1", None),
            ("https://portal.unkey.com/", None),
        ] {
            let landing = landing_url("https://keys.example.com", url, "A B", true);
            assert_eq!(landing.as_ref().map(Secret::expose), link, "{url}");
        }
    }

    #[test]
    fn the_link_says_that_a_session_rotates_no_keys() {
        let link = landing_url("https://keys.example.com", "https://x/?session=pst_1", "A & B", false);
        let expected = "https://keys.example.com/?session=pst_1&label=A+%26+B&rotation=false";
        assert_eq!(link.as_ref().map(Secret::expose), Some(expected));
    }
}
