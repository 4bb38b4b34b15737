//! "Acme", an app with a backend: shows who is signed in, and opens a portal session as a real backend does, over HTTP with
//! the root key.

mod api_client;
mod create_session;
mod end_sessions;
mod page;

use std::sync::Arc;

use axum::{
    Router,
    body::{Body, Bytes},
    extract::{RawQuery, State},
    http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode, header},
    response::{Html, IntoResponse},
    routing::{get, post},
};
use portal_api::{Permission, Secret};

use crate::state::Sandbox;
use page::Page;

/// Keeps who is signed in, for users who come back from the portal.
const USER_COOKIE: &str = "acme_user";

/// Signed in at the first visit.
const DEFAULT_USER: &str = "user_123";

/// The query of the page after a sign-out.
const SIGNED_OUT: &str = "portal=signed-out";

const STYLESHEET: &str = include_str!("app.css");

/// The app's routes.
pub(crate) fn router(sandbox: Arc<Sandbox>) -> Router {
    Router::new()
        .route("/open", post(open))
        .route("/portal-signed-out", get(end_portal_sessions))
        .route("/app.css", get(|| async { ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], STYLESHEET) }))
        // Any path: operators choose the return URL.
        .fallback(get(show))
        .with_state(sandbox)
}

async fn show(State(sandbox): State<Arc<Sandbox>>, RawQuery(query): RawQuery, headers: HeaderMap) -> Response<Body> {
    let query = query.unwrap_or_default();
    let field = |name: &str| {
        form_urlencoded::parse(query.as_bytes()).find(|(found, _)| found == name).map(|(_, value)| value.into_owned())
    };
    let user = field("user").or_else(|| remembered_user(&headers)).unwrap_or_else(|| DEFAULT_USER.to_owned());
    let notice = if field("reason").as_deref() == Some("session_expired") {
        Some("Your key portal session has ended. Open your API keys again to go on.".to_owned())
    } else {
        (query == SIGNED_OUT).then(|| "You are signed out of the key portal, in all browsers.".to_owned())
    };
    let offered = Permission::of(sandbox.options.api_version.into());
    let page = Page { user: &user, offered, permissions: offered, notice };
    respond(&sandbox, StatusCode::OK, &page)
}

/// The form's target: redirects to the portal with a new session.
async fn open(State(sandbox): State<Arc<Sandbox>>, body: Bytes) -> Response<Body> {
    let fields: Vec<(String, String)> = form_urlencoded::parse(&body).into_owned().collect();
    let field = |name: &str| fields.iter().find(|(found, value)| found == name && !value.trim().is_empty());
    let user = field("other").or_else(|| field("user")).map_or(DEFAULT_USER, |(_, value)| value.trim());
    let chosen =
        |permission: &Permission| fields.iter().any(|(name, value)| name == "permission" && value == permission.name());
    let offered = Permission::of(sandbox.options.api_version.into());
    let permissions: Vec<Permission> = offered.iter().copied().filter(chosen).collect();
    match create_session::create_session(&sandbox, user, permissions.clone()).await {
        Ok(url) => redirect(&url, user),
        Err(sentence) => {
            let page = Page { user, offered, permissions: &permissions, notice: Some(sentence) };
            respond(&sandbox, StatusCode::BAD_GATEWAY, &page)
        }
    }
}

/// The config's `signOutUrl`: ends the portal sessions of the signed-in user, and does nothing else, since any page can link
/// here. Takes no parameters.
async fn end_portal_sessions(State(sandbox): State<Arc<Sandbox>>, headers: HeaderMap) -> Response<Body> {
    let user = remembered_user(&headers).unwrap_or_else(|| DEFAULT_USER.to_owned());
    match end_sessions::end_sessions(&sandbox, &user).await {
        Ok(()) => {
            let headers =
                [(header::LOCATION, format!("/?{SIGNED_OUT}")), (header::CACHE_CONTROL, "no-store".to_owned())];
            (StatusCode::SEE_OTHER, headers).into_response()
        }
        Err(sentence) => {
            let permissions = Permission::of(sandbox.options.api_version.into());
            let page = Page { user: &user, offered: permissions, permissions, notice: Some(sentence.to_owned()) };
            respond(&sandbox, StatusCode::BAD_GATEWAY, &page)
        }
    }
}

fn redirect(url: &Secret, user: &str) -> Response<Body> {
    let user: String = form_urlencoded::byte_serialize(user.as_bytes()).collect();
    let (Ok(location), Ok(cookie)) = (
        HeaderValue::try_from(url.expose()),
        HeaderValue::try_from(format!("{USER_COOKIE}={user}; Path=/; HttpOnly; SameSite=Lax")),
    ) else {
        return StatusCode::BAD_GATEWAY.into_response();
    };
    let headers = [
        (header::LOCATION, location),
        (header::SET_COOKIE, cookie),
        // The URL contains the session id.
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    ];
    (StatusCode::FOUND, headers).into_response()
}

fn remembered_user(headers: &HeaderMap) -> Option<String> {
    let cookies = headers.get(header::COOKIE)?.to_str().ok()?;
    let value = cookies.split(';').find_map(|pair| pair.trim().strip_prefix(USER_COOKIE)?.strip_prefix('='))?;
    form_urlencoded::parse(format!("u={value}").as_bytes()).next().map(|(_, user)| user.into_owned())
}

fn respond(sandbox: &Sandbox, status: StatusCode, page: &Page<'_>) -> Response<Body> {
    // `form-action` applies to the redirect after a form too, and that leads to the portal.
    let portal = sandbox.options.portal_url.trim_end_matches('/');
    let policy = format!(
        "default-src 'none'; style-src 'self'; form-action 'self' {portal}; base-uri 'none'; frame-ancestors 'none'"
    );
    let policy = HeaderValue::try_from(policy).unwrap_or_else(|_| HeaderValue::from_static("default-src 'none'"));
    let headers: [(HeaderName, HeaderValue); 4] = [
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (header::REFERRER_POLICY, HeaderValue::from_static("same-origin")),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    ];
    (status, headers, Html(page.html())).into_response()
}
