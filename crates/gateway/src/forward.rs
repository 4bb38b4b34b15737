//! The five routes that a browser may call, handed on to the API.

use std::sync::Arc;

use axum::{
    body::Body,
    extract::State,
    http::{HeaderMap, HeaderValue, Request, Response, header},
};
use bytes::Bytes;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use portal_api::{
    ApiResponse, ExchangeCodeRequest, ExchangeSessionRequest, ExchangedSession, Route, Secret, ServerTime,
};
use portal_core::session::marker::{SessionMarker, SessionTag};
use sha2::{Digest, Sha256};

use crate::{
    access_log::Noted,
    answer::{self, Passed},
    cookies::{self, Token},
    gateway::Gateway,
    guard,
    refusal::Refusal,
    settings::Limits,
    upstream::{Said, Upstream},
};

/// Hands a request on, or says why not.
pub(crate) async fn forward(
    State(gateway): State<Arc<Gateway>>,
    upstream: Upstream,
    route: Route,
    request: Request<Body>,
) -> Response<Body> {
    match try_forward(gateway, upstream, route, request).await {
        Ok(response) => response,
        Err(refusal) => refusal.response(),
    }
}

async fn try_forward(
    gateway: Arc<Gateway>,
    upstream: Upstream,
    route: Route,
    request: Request<Body>,
) -> Result<Response<Body>, Refusal> {
    let (head, body) = request.into_parts();
    guard::check(&head.headers, &gateway.public_origin)?;
    let exchange = matches!(route, Route::ExchangeSession | Route::ExchangeCode);
    // An exchange needs no session; the others are refused here without one, as the API would, so that nobody without a
    // session can make the gateway work for them.
    let token = if exchange { None } else { Some(cookies::session(&head.headers).ok_or(Refusal::NoSession)?) };
    let body = read_body(body, &gateway.limits).await?;
    let permit = Arc::clone(&gateway.under_way).try_acquire_owned().map_err(|_| Refusal::Busy)?;
    let tasks = gateway.tasks.clone();
    let work = async move {
        let _permit = permit;
        let said = upstream.send(route, token.as_ref(), body.clone()).await?;
        if exchange {
            hand_over(route, &body, said)
        } else {
            Ok(respond(answer::data(route, gateway.show, &said)?, &said.headers))
        }
    };
    if exchange || route == Route::RerollKey {
        // A browser that leaves drops its request. These two change something at the API: they are seen through
        // nevertheless, so that no request of theirs is torn in the middle. (The answer is lost all the same; an exchange's
        // ID is used up then, and the user has to come from the app once more.)
        tasks.spawn(work).await.unwrap_or(Err(Refusal::UpstreamDown))
    } else {
        work.await
    }
}

async fn read_body(body: Body, limits: &Limits) -> Result<Bytes, Refusal> {
    let whole = Limited::new(body, limits.body_bytes).collect();
    match tokio::time::timeout(limits.body, whole).await {
        Ok(Ok(body)) => Ok(body.to_bytes()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Err(Refusal::BodyTooLarge),
        Ok(Err(_)) | Err(_) => Err(Refusal::BodyMissing),
    }
}

/// The end of an exchange: the token becomes a cookie, and the browser gets the answer without it.
fn hand_over(route: Route, request: &[u8], said: Said) -> Result<Response<Body>, Refusal> {
    let ApiResponse { meta, data, pagination } = match answer::exchanged(&said) {
        Ok(answer) => answer,
        Err(other) => return Ok(respond((*other)?, &said.headers)),
    };
    let token = data.token.and_then(Token::new).ok_or_else(|| unfit("no token that could be a cookie"))?;
    let session_id = session_id(route, request).ok_or_else(|| unfit("a session for a request that names no ID"))?;
    let expires_at = data.expires_at;
    let marker =
        SessionMarker { expires_at, tag: SessionTag::from_sha256(&Sha256::digest(session_id.expose()).into()) };
    let begun = cookies::begin(&token, marker, server_time(&said.headers)).ok_or(Refusal::UpstreamOdd)?;
    let answer = ApiResponse { meta, data: ExchangedSession { token: None, expires_at }, pagination };
    let passed = answer::succeeded(said.status, &answer, &answer.meta.request_id)?;
    let mut response = respond(passed, &said.headers);
    set_cookies(response.headers_mut(), begun);
    Ok(response)
}

fn unfit(what: &'static str) -> Refusal {
    tracing::warn!(what, "the upstream's exchange can't be used");
    Refusal::UpstreamOdd
}

/// The session ID that the browser sent.
fn session_id(route: Route, request: &[u8]) -> Option<Secret> {
    match route {
        Route::ExchangeSession => Some(serde_json::from_slice::<ExchangeSessionRequest>(request).ok()?.session_id),
        Route::ExchangeCode => Some(serde_json::from_slice::<ExchangeCodeRequest>(request).ok()?.code),
        _ => None,
    }
}

/// The upstream's time, by which `expiresAt` is meant; the gateway's own where it tells none.
pub(crate) fn server_time(headers: &HeaderMap) -> ServerTime {
    let told = headers.get(header::DATE).and_then(|date| httpdate::parse_http_date(date.to_str().ok()?).ok());
    let time = told.unwrap_or_else(std::time::SystemTime::now);
    let since = time.duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    ServerTime::from_millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

/// Adds cookies to an answer.
pub(crate) fn set_cookies(headers: &mut HeaderMap, cookies: [HeaderValue; 2]) {
    for cookie in cookies {
        headers.append(header::SET_COOKIE, cookie);
    }
}

fn respond(passed: Passed, from: &HeaderMap) -> Response<Body> {
    let mut response = Response::new(Body::from(passed.body));
    *response.status_mut() = passed.status;
    answer::keep_headers(from, response.headers_mut());
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(passed.content_type));
    if let Some(id) = passed.request_id {
        Noted::request(&mut response, id);
    }
    response
}
