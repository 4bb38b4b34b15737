//! The requests of the check, and what their responses mean.

use std::time::SystemTime;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, header};
use portal_api::{
    ApiResponse, ApiVersion, Cause, CreateCodeSessionRequest, CreateSessionRequest, CreatedCodeSession, CreatedSession,
    ErrorBody, ExchangeCodeRequest, ExchangeSessionRequest, ExchangedSession, Failure, Key, ListKeysRequest, Meaning,
    ResponseHead, RevokeSessionRequest, RevokedSessions, Route, Secret, ServerTime, read,
};
use portal_core::{
    session::{
        cookies::{SESSION_COOKIE, UPSTREAM_SESSION_COOKIE},
        landing::Landing,
    },
    url::{Origin, WebUrl},
};
use portal_upstream::{SessionToken, Upstream, UpstreamError, UpstreamResponse};
use serde::{Serialize, de::DeserializeOwned};

use crate::{clock::ClockDifference, plan::Backend};

/// Has the form of a session ID and was never issued.
pub(crate) const UNKNOWN_SESSION_ID: &str = "pst_this_is_portal_gateway_check";

/// The longest return URL that createSession accepts, in characters.
const MAX_RETURN_URL: usize = 500;

/// A user whom no app has.
const NOBODY: &str = "portal_gateway_check_nobody";

/// Which client's requests to send.
pub(crate) enum Client {
    /// The gateway's requests to the API.
    Gateway,
    /// The requests to the gateway of a browser on a page of this origin.
    Browser(Origin),
}

impl Client {
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

/// The response to an exchange.
pub(crate) struct ExchangeReply {
    pub(crate) meaning: Meaning<ApiResponse<ExchangedSession>>,
    pub(crate) headers: HeaderMap,
    /// The server's clock; this machine's where the response has no `Date`.
    pub(crate) server_time: ServerTime,
    sent: SystemTime,
    received: SystemTime,
}

impl ExchangeReply {
    /// `None` where the response has no `Date`.
    pub(crate) fn clock_difference(&self) -> Option<ClockDifference> {
        let date = httpdate::parse_http_date(self.headers.get(header::DATE)?.to_str().ok()?).ok()?;
        Some(ClockDifference::new(date, self.sent, self.received))
    }
}

/// Exchanges a session ID as the portal does: if the route doesn't exist, by the other version's. Returns the version whose
/// route exists.
pub(crate) async fn exchange(
    upstream: &Upstream,
    version: ApiVersion,
    id: &Secret,
    client: &Client,
) -> Result<(ApiVersion, ExchangeReply), UpstreamError> {
    let reply = exchange_by(upstream, version, id, client).await?;
    let is_no_route =
        matches!(&reply.meaning, Err(failure) if failure.cause == Cause::Misconfigured && !failure.from_api);
    if !is_no_route {
        return Ok((version, reply));
    }
    let other = if version == ApiVersion::Session { ApiVersion::Code } else { ApiVersion::Session };
    Ok((other, exchange_by(upstream, other, id, client).await?))
}

async fn exchange_by(
    upstream: &Upstream,
    version: ApiVersion,
    id: &Secret,
    client: &Client,
) -> Result<ExchangeReply, UpstreamError> {
    let body = match version {
        ApiVersion::Session => json(&ExchangeSessionRequest { session_id: id.clone() }),
        ApiVersion::Code | ApiVersion::CodeV2 | ApiVersion::CodeV3 => json(&ExchangeCodeRequest { code: id.clone() }),
    };
    let sent = SystemTime::now();
    let response = upstream.post(version.exchange_route(), client.headers(), body).await?;
    let received = SystemTime::now();
    let server_time = response.server_time();
    Ok(ExchangeReply { meaning: meaning(&response), headers: response.headers, server_time, sent, received })
}

/// The user's first page of keys.
pub(crate) async fn list(
    upstream: &Upstream,
    client: &Client,
    token: &SessionToken,
) -> Result<Meaning<ApiResponse<Vec<Key>>>, UpstreamError> {
    let mut headers = client.headers();
    let name = match client {
        Client::Gateway => UPSTREAM_SESSION_COOKIE,
        Client::Browser(_) => SESSION_COOKIE,
    };
    headers.extend(token.cookie(name, "").map(|cookie| (header::COOKIE, cookie)));
    Ok(meaning(&upstream.post(Route::ListKeys, headers, json(&ListKeysRequest::page(None))).await?))
}

/// The `data` of createSession, of any version.
pub(crate) struct Created {
    /// What the exchange takes: the session ID or, from version `code` on, the code of the URL. `None` if the URL has none.
    pub(crate) id: Option<Secret>,
    /// The landing URL, on the origin that is set at the API.
    pub(crate) url: Secret,
}

/// The response to createSession.
pub(crate) struct CreateReply {
    pub(crate) meaning: Meaning<Created>,
    /// The first violation that the API's request validation names, in its words.
    pub(crate) violation: Option<String>,
}

/// Creates a session, as an app's backend does.
pub(crate) async fn create(
    upstream: &Upstream,
    version: ApiVersion,
    backend: &Backend,
    return_url: Option<&WebUrl>,
) -> Result<CreateReply, UpstreamError> {
    let Backend { portal, external_id, permissions, .. } = backend;
    let body = match version {
        ApiVersion::Session => json(&CreateSessionRequest {
            slug: portal.clone(),
            external_id: external_id.clone(),
            permissions: permissions.clone(),
            preview: false,
        }),
        ApiVersion::Code | ApiVersion::CodeV2 | ApiVersion::CodeV3 => json(&CreateCodeSessionRequest {
            portal: portal.clone(),
            external_id: external_id.clone(),
            scopes: permissions.clone(),
            preview: false,
            return_url: return_url.and_then(accepted_return_url),
        }),
    };
    let response = upstream.post(Route::CreateSession, root_key_headers(backend), body).await?;
    let meaning = match version {
        ApiVersion::Session => meaning::<ApiResponse<CreatedSession>>(&response)
            .map(|ApiResponse { data: CreatedSession { session_id, url }, .. }| Created { id: Some(session_id), url }),
        ApiVersion::Code | ApiVersion::CodeV2 | ApiVersion::CodeV3 => {
            meaning::<ApiResponse<CreatedCodeSession>>(&response)
                .map(|ApiResponse { data: CreatedCodeSession { url, .. }, .. }| Created { id: code_in(&url), url })
        }
    };
    Ok(CreateReply { meaning, violation: violation(&response) })
}

/// Ends the sessions of a user who has none.
pub(crate) async fn revoke(
    upstream: &Upstream,
    backend: &Backend,
) -> Result<Meaning<ApiResponse<RevokedSessions>>, UpstreamError> {
    let body = RevokeSessionRequest { portal: backend.portal.clone(), external_id: NOBODY.to_owned() };
    Ok(meaning(&upstream.post(Route::RevokeSession, root_key_headers(backend), json(&body)).await?))
}

fn root_key_headers(backend: &Backend) -> HeaderMap {
    let mut headers = HeaderMap::new();
    // `read_root_key` takes visible ASCII characters only.
    if let Ok(mut key) = HeaderValue::try_from(format!("Bearer {}", backend.root_key.expose())) {
        key.set_sensitive(true);
        headers.insert(header::AUTHORIZATION, key);
    }
    headers
}

/// A return URL that every version of the API accepts. Others are for this portal alone, whose backend need not send any.
fn accepted_return_url(url: &WebUrl) -> Option<String> {
    Some(url.to_string()).filter(|text| url.origin().is_https() && text.chars().count() <= MAX_RETURN_URL)
}

/// The code in a landing URL, read as the portal reads it.
fn code_in(url: &Secret) -> Option<Secret> {
    let query = url.expose().split('#').next()?.split_once('?')?.1;
    let ticket = Landing::read("/", query, "").ticket?;
    (ticket.version == ApiVersion::Code).then_some(ticket.id)
}

fn violation(response: &UpstreamResponse) -> Option<String> {
    let body: ErrorBody = serde_json::from_slice(&response.body).ok()?;
    let first = body.error.errors?.into_iter().next()?;
    Some(format!("{}: {}", first.location, first.message))
}

/// Whether a failure is an error of the API with that name.
pub(crate) fn is_api_error(failure: &Failure, name: &str) -> bool {
    failure.from_api && failure.code.as_ref().is_some_and(|code| code.name() == name)
}

fn meaning<T: DeserializeOwned>(response: &UpstreamResponse) -> Meaning<T> {
    let header = |name: &str| response.headers.get(name)?.to_str().ok().map(str::to_owned);
    read(&ResponseHead::read(response.status.as_u16(), header), &response.body)
}

/// These types can always be serialized.
fn json<T: Serialize>(body: &T) -> Bytes {
    serde_json::to_vec(body).unwrap_or_default().into()
}
