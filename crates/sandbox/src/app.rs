//! "Acme", an app with a backend: shows who is signed in, and opens a portal session for them as a real backend would, over
//! HTTP with the root key.

use std::sync::Arc;

use axum::{
    Router,
    body::{Body, Bytes},
    extract::{RawQuery, State},
    http::{HeaderMap, HeaderName, HeaderValue, Request, Response, StatusCode, header},
    response::{Html, IntoResponse},
    routing::{get, post},
};
use http_body_util::{BodyExt, Full, Limited};
use hyper_util::{client::legacy::Client, rt::TokioExecutor};
use portal_api::{
    ApiResponse, CreateCodeSessionRequest, CreateSessionRequest, CreatedCodeSession, CreatedSession, ErrorBody,
    Permission, Route, Secret,
};

use crate::{
    api::{PORTAL, ROOT_KEY},
    command::Form,
    world::Sandbox,
};

/// Users that stand to choose; any other can be typed.
const USERS: [(&str, &str); 3] =
    [("user_123", "a dozen keys of every kind"), ("user_none", "no keys"), ("user_many", "10,000 keys")];

/// Remembers who is signed in, for whoever comes back from the portal.
const USER_COOKIE: &str = "acme_user";

const STYLE: &str = include_str!("app.css");

/// The app's routes.
pub(crate) fn router(sandbox: Arc<Sandbox>) -> Router {
    Router::new()
        .route("/open", post(open))
        .route("/app.css", get(|| async { ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], STYLE) }))
        // Whatever the operator names as the return address.
        .fallback(get(page))
        .with_state(sandbox)
}

/// What the page shows.
struct Shown<'a> {
    user: &'a str,
    permissions: &'a [Permission],
    notice: Option<String>,
}

async fn page(State(sandbox): State<Arc<Sandbox>>, RawQuery(query): RawQuery, headers: HeaderMap) -> Response<Body> {
    let query = query.unwrap_or_default();
    let field = |name: &str| {
        form_urlencoded::parse(query.as_bytes()).find(|(found, _)| found == name).map(|(_, value)| value.into_owned())
    };
    let user = field("user").or_else(|| remembered_user(&headers)).unwrap_or_else(|| "user_123".to_owned());
    let notice = (field("reason").as_deref() == Some("session_expired"))
        .then(|| "Your key portal session has ended. Open your API keys again to go on.".to_owned());
    let shown = Shown { user: &user, permissions: &Permission::ALL, notice };
    with_headers(&sandbox, StatusCode::OK, &shown)
}

async fn open(State(sandbox): State<Arc<Sandbox>>, body: Bytes) -> Response<Body> {
    let fields: Vec<(String, String)> = form_urlencoded::parse(&body).into_owned().collect();
    let field = |name: &str| fields.iter().find(|(found, value)| found == name && !value.trim().is_empty());
    let user = field("other").or_else(|| field("user")).map_or("user_123", |(_, value)| value.trim());
    let chosen =
        |permission: &Permission| fields.iter().any(|(name, value)| name == "permission" && value == permission.name());
    let permissions: Vec<Permission> = Permission::ALL.into_iter().filter(chosen).collect();
    match create_session(&sandbox, user, permissions.clone()).await {
        Ok(url) => redirect(&url, user),
        Err(problem) => {
            let notice = Some(format!("The session could not be opened: {problem}"));
            with_headers(&sandbox, StatusCode::BAD_GATEWAY, &Shown { user, permissions: &permissions, notice })
        }
    }
}

fn redirect(url: &Secret, user: &str) -> Response<Body> {
    let (Ok(location), Ok(cookie)) = (
        HeaderValue::try_from(url.expose()),
        HeaderValue::try_from(format!("{USER_COOKIE}={}; Path=/; HttpOnly; SameSite=Lax", encoded(user))),
    ) else {
        return StatusCode::BAD_GATEWAY.into_response();
    };
    let headers = [
        (header::LOCATION, location),
        (header::SET_COOKIE, cookie),
        // The address holds the session ID.
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    ];
    (StatusCode::FOUND, headers).into_response()
}

/// What a real backend does: one call with the root key, and the user never sees it.
async fn create_session(sandbox: &Sandbox, user: &str, permissions: Vec<Permission>) -> Result<Secret, String> {
    let first = sandbox.options.form == Form::First;
    let body = if first {
        let body =
            CreateSessionRequest { slug: PORTAL.to_owned(), external_id: user.to_owned(), permissions, preview: false };
        serde_json::to_vec(&body)
    } else {
        let (portal, external_id) = (PORTAL.to_owned(), user.to_owned());
        // Return URLs must be https, which nothing here is: the portal's own config names one.
        serde_json::to_vec(&CreateCodeSessionRequest {
            portal,
            external_id,
            scopes: permissions,
            preview: false,
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
    let limited = Limited::new(response.into_body(), 65_536).collect().await;
    let bytes = limited.map_err(|_| "the API's answer broke off".to_owned())?.to_bytes();
    if !status.is_success() {
        let said = serde_json::from_slice::<ErrorBody>(&bytes).map(|body| body.error.detail);
        return Err(said.unwrap_or_else(|_| format!("the API answered {status}")));
    }
    let url = if first {
        serde_json::from_slice::<ApiResponse<CreatedSession>>(&bytes).map(|answer| answer.data.url)
    } else {
        serde_json::from_slice::<ApiResponse<CreatedCodeSession>>(&bytes).map(|answer| answer.data.url)
    };
    url.map_err(|error| format!("the API's answer can't be read ({error})"))
}

fn remembered_user(headers: &HeaderMap) -> Option<String> {
    let cookies = headers.get(header::COOKIE)?.to_str().ok()?;
    let value = cookies.split(';').find_map(|pair| pair.trim().strip_prefix(USER_COOKIE)?.strip_prefix('='))?;
    form_urlencoded::parse(format!("u={value}").as_bytes()).next().map(|(_, user)| user.into_owned())
}

fn encoded(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

fn with_headers(sandbox: &Sandbox, status: StatusCode, shown: &Shown<'_>) -> Response<Body> {
    // Browsers hold a form's redirect to `form-action` too: it leads to the portal.
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
    (status, headers, Html(html(shown))).into_response()
}

fn html(shown: &Shown<'_>) -> String {
    let user = shown.user;
    let known = USERS.iter().any(|(name, _)| *name == user);
    let users: String = USERS
        .iter()
        .map(|(name, what)| {
            let checked = if *name == user { " checked" } else { "" };
            format!(r#"<label><input type="radio" name="user" value="{name}"{checked}> <b>{name}</b> <span>{what}</span></label>"#)
        })
        .collect();
    let permissions: String = Permission::ALL
        .iter()
        .map(|permission| {
            let checked = if shown.permissions.contains(permission) { " checked" } else { "" };
            let name = permission.name();
            format!(r#"<label><input type="checkbox" name="permission" value="{name}"{checked}> <code>{name}</code></label>"#)
        })
        .collect();
    let other = if known { String::new() } else { escaped(user) };
    let notice =
        shown.notice.as_ref().map(|notice| format!(r#"<p class="notice" role="status">{}</p>"#, escaped(notice)));
    format!(
        r#"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Acme</title>
<link rel="stylesheet" href="/app.css">
</head>
<body>
<main>
<h1>Acme</h1>
<p>You are signed in as <b>{}</b>. This page plays an app whose users have API keys.</p>
{}
<form method="post" action="/open">
<fieldset><legend>Who you are</legend>{users}
<label class="other"><span>Someone else (has three keys)</span> <input type="text" name="other" value="{other}" maxlength="256" autocomplete="off" spellcheck="false"></label>
</fieldset>
<fieldset><legend>What the session may do</legend>{permissions}</fieldset>
<button type="submit">Open my API keys</button>
</form>
</main>
</body>
</html>
"#,
        escaped(user),
        notice.unwrap_or_default(),
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hostile_user_name_is_text() {
        let page = html(&Shown { user: "\"><script>", permissions: &[], notice: Some("<b>".to_owned()) });
        assert!(!page.contains("<script>") && page.contains("&quot;&gt;&lt;script&gt;") && page.contains("&lt;b&gt;"));
    }
}
