//! The requests of a check, and what their answers mean.

use std::time::SystemTime;

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use bytes::Bytes;
use portal_api::{
    ApiResponse, ApiVersion, Cause, CreateCodeSessionRequest, CreateSessionRequest, CreatedCodeSession, CreatedSession,
    ErrorBody, ExchangeCodeRequest, ExchangeSessionRequest, ExchangedSession, Failure, Key, ListKeysRequest, Meaning,
    ResponseHead, Route, Secret, ServerTime, read,
};
use portal_core::{
    session::cookies::{SESSION_COOKIE, UPSTREAM_SESSION_COOKIE},
    url::{Origin, WebUrl},
};
use serde::{Serialize, de::DeserializeOwned};

use super::{Backend, clock::Clock, exchange_route};
use crate::{
    cookies::Token,
    forward::server_time,
    trouble::Trouble,
    upstream::{Said, Upstream},
};

/// As who to ask.
pub(super) enum Like {
    /// As the gateway asks the API.
    Gateway,
    /// As a browser on a page of this origin asks the gateway.
    Browser(Origin),
}

impl Like {
    fn headers(&self) -> HeaderMap {
        let mut headers = HeaderMap::new();
        if let Self::Browser(origin) = self {
            headers.insert(HeaderName::from_static("sec-fetch-site"), HeaderValue::from_static("same-origin"));
            if let Ok(origin) = HeaderValue::try_from(origin.as_str()) {
                headers.insert(header::ORIGIN, origin);
            }
        }
        headers
    }
}

/// The answer to an exchange.
pub(super) struct Heard {
    pub(super) meaning: Meaning<ApiResponse<ExchangedSession>>,
    pub(super) headers: HeaderMap,
    /// The other side's clock, or this machine's where it tells none.
    pub(super) server_time: ServerTime,
    sent: SystemTime,
    received: SystemTime,
}

impl Heard {
    /// The two clocks; none where the other side told no time.
    pub(super) fn clock(&self) -> Option<Clock> {
        let date = httpdate::parse_http_date(self.headers.get(header::DATE)?.to_str().ok()?).ok()?;
        Some(Clock::new(date, self.sent, self.received))
    }
}

/// Exchanges a session ID as the portal does: where the route isn't there, by the other form's. Gives the form that
/// answered.
pub(super) async fn exchange(
    at: &Upstream,
    form: ApiVersion,
    id: &Secret,
    like: &Like,
) -> Result<(ApiVersion, Heard), Trouble> {
    let heard = exchange_by(at, form, id, like).await?;
    let is_no_route =
        matches!(&heard.meaning, Err(failure) if failure.cause == Cause::Misconfigured && !failure.from_api);
    if !is_no_route {
        return Ok((form, heard));
    }
    let other = if form == ApiVersion::Session { ApiVersion::Code } else { ApiVersion::Session };
    Ok((other, exchange_by(at, other, id, like).await?))
}

async fn exchange_by(at: &Upstream, form: ApiVersion, id: &Secret, like: &Like) -> Result<Heard, Trouble> {
    let body = match form {
        ApiVersion::Session => json(&ExchangeSessionRequest { session_id: id.clone() }),
        ApiVersion::Code | ApiVersion::CodeV2 => json(&ExchangeCodeRequest { code: id.clone() }),
    };
    let sent = SystemTime::now();
    let said = at.post(exchange_route(form), like.headers(), body).await?;
    let received = SystemTime::now();
    let server_time = server_time(&said.headers);
    Ok(Heard { meaning: meaning(&said), headers: said.headers, server_time, sent, received })
}

/// The user's first page of keys.
pub(super) async fn list(at: &Upstream, like: &Like, token: &Token) -> Result<Meaning<ApiResponse<Vec<Key>>>, Trouble> {
    let mut headers = like.headers();
    let name = match like {
        Like::Gateway => UPSTREAM_SESSION_COOKIE,
        Like::Browser(_) => SESSION_COOKIE,
    };
    headers.extend(token.cookie(name, "").map(|cookie| (header::COOKIE, cookie)));
    Ok(meaning(&at.post(Route::ListKeys, headers, json(&ListKeysRequest::page(None))).await?))
}

/// What createSession gives, in either form.
pub(super) struct Created {
    pub(super) id: Secret,
    pub(super) url: Secret,
}

/// The answer to createSession.
pub(super) struct Creation {
    pub(super) meaning: Meaning<Created>,
    /// What the request check refused, in the API's words.
    pub(super) refused: Option<String>,
}

/// Makes a session ID, as an app's backend does.
pub(super) async fn create(
    at: &Upstream,
    form: ApiVersion,
    backend: &Backend,
    return_url: Option<&WebUrl>,
) -> Result<Creation, Trouble> {
    let Backend { root_key, portal, external_id, permissions } = backend;
    let mut headers = HeaderMap::new();
    // It was checked to be fit for a header.
    if let Ok(mut key) = HeaderValue::try_from(format!("Bearer {}", root_key.expose())) {
        key.set_sensitive(true);
        headers.insert(header::AUTHORIZATION, key);
    }
    let body = match form {
        ApiVersion::Session => json(&CreateSessionRequest {
            slug: portal.clone(),
            external_id: external_id.clone(),
            permissions: permissions.clone(),
            preview: false,
        }),
        ApiVersion::Code | ApiVersion::CodeV2 => json(&CreateCodeSessionRequest {
            portal: portal.clone(),
            external_id: external_id.clone(),
            scopes: permissions.clone(),
            preview: false,
            return_url: return_url.map(ToString::to_string),
        }),
    };
    let said = at.post(Route::CreateSession, headers, body).await?;
    let meaning = match form {
        ApiVersion::Session => meaning::<ApiResponse<CreatedSession>>(&said)
            .map(|ApiResponse { data: CreatedSession { session_id, url }, .. }| Created { id: session_id, url }),
        ApiVersion::Code | ApiVersion::CodeV2 => meaning::<ApiResponse<CreatedCodeSession>>(&said)
            .map(|ApiResponse { data: CreatedCodeSession { id, url }, .. }| Created { id, url }),
    };
    Ok(Creation { meaning, refused: refused(&said) })
}

fn refused(said: &Said) -> Option<String> {
    let body: ErrorBody = serde_json::from_slice(&said.body).ok()?;
    let refused = body.error.errors?.into_iter().next()?;
    Some(format!("{}: {}", refused.location, refused.message))
}

/// Whether a failure is the API's own, of that name.
pub(super) fn names(failure: &Failure, name: &str) -> bool {
    failure.from_api && failure.code.as_ref().is_some_and(|code| code.name() == name)
}

fn meaning<T: DeserializeOwned>(said: &Said) -> Meaning<T> {
    let header = |name: &str| said.headers.get(name)?.to_str().ok().map(str::to_owned);
    read(&ResponseHead::read(said.status.as_u16(), header), &said.body)
}

/// These shapes can always be written.
fn json<T: Serialize>(body: &T) -> Bytes {
    serde_json::to_vec(body).unwrap_or_default().into()
}
