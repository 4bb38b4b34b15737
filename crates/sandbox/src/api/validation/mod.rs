//! Schema validation of request bodies. Only the first problem is reported, as by the real server.

mod schema;
#[cfg(test)]
mod tests;

use axum::http::{HeaderMap, header};
use portal_api::{
    ApiVersion, CreateCodeSessionRequest, CreateSessionRequest, ExchangeCodeRequest, ExchangeSessionRequest,
    GetVerificationsRequest, ListKeysRequest, ListSessionsRequest, Permission, RerollKeyRequest, RevokeSessionRequest,
    Route,
};
use serde_json::Value;

use crate::responses::{Reply, validation_error};
use schema::{deserialize, external_id, is_https_url, limit, portal_name, require, slug};

/// A valid body, by route.
#[derive(Debug)]
pub(super) enum ValidBody {
    /// `createSession` of any version, with the names of `session`.
    CreateSession(CreateSessionRequest),
    /// The session id of `exchangeSession` or `exchangeCode`.
    ExchangeSession(String),
    /// `listKeys`.
    ListKeys(ListKeysRequest),
    /// `rerollKey`.
    RerollKey(RerollKeyRequest),
    /// `getVerifications`.
    GetVerifications(GetVerificationsRequest),
    /// `listSessions`.
    ListSessions(ListSessionsRequest),
    /// `revokeSession`.
    RevokeSession(RevokeSessionRequest),
}

/// Parses and validates a body.
///
/// # Errors
/// The response that reports the first problem.
pub(super) fn parse(route: Route, version: ApiVersion, headers: &HeaderMap, bytes: &[u8]) -> Result<ValidBody, Reply> {
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if !content_type.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/json") {
        return Err(validation_error(route.path(), "requestBody", "content type must be application/json"));
    }
    let json: Value = serde_json::from_slice(bytes)
        .map_err(|error| validation_error(route.path(), "requestBody", &error.to_string()))?;
    match route {
        Route::CreateSession => {
            let body = if version == ApiVersion::Session {
                create_session(json)?
            } else {
                create_code_session(version, json)?
            };
            Ok(ValidBody::CreateSession(body))
        }
        Route::ExchangeSession => {
            let body: ExchangeSessionRequest = deserialize(route, json, &[])?;
            let id = body.session_id.expose();
            require(route, &[("/minLength", !id.is_empty(), "sessionId is empty")])?;
            Ok(ValidBody::ExchangeSession(id.to_owned()))
        }
        Route::ExchangeCode => {
            let body: ExchangeCodeRequest = deserialize(route, json, &[])?;
            let id = body.code.expose();
            require(route, &[("/minLength", !id.is_empty(), "code is empty")])?;
            Ok(ValidBody::ExchangeSession(id.to_owned()))
        }
        Route::ListKeys => {
            let body: ListKeysRequest = deserialize(route, json, &[])?;
            require(route, &[limit(body.limit)])?;
            Ok(ValidBody::ListKeys(body))
        }
        Route::RerollKey => Ok(ValidBody::RerollKey(reroll_key(version, json)?)),
        Route::GetVerifications => {
            let body: GetVerificationsRequest = deserialize(route, json, &[])?;
            let is_positive = body.start_time.millis() >= 0 && body.end_time.millis() >= 0;
            require(route, &[("/minimum", is_positive, "startTime and endTime are at least 0")])?;
            Ok(ValidBody::GetVerifications(body))
        }
        Route::ListSessions => {
            let body: ListSessionsRequest = deserialize(route, json, &[])?;
            require(route, &[portal_name(&body.portal), limit(body.limit)])?;
            Ok(ValidBody::ListSessions(body))
        }
        Route::RevokeSession => {
            let body: RevokeSessionRequest = deserialize(route, json, &[])?;
            require(route, &[portal_name(&body.portal), external_id(&body.external_id)])?;
            Ok(ValidBody::RevokeSession(body))
        }
    }
}

/// `createSession` of version `session`.
fn create_session(json: Value) -> Result<CreateSessionRequest, Reply> {
    let route = Route::CreateSession;
    let body: CreateSessionRequest = deserialize(route, json, &[])?;
    require(
        route,
        &[
            slug(&body.slug),
            external_id(&body.external_id),
            ("/minItems", !body.permissions.is_empty(), "permissions has at least one item"),
        ],
    )?;
    Ok(body)
}

/// `createSession` from version `code` on.
fn create_code_session(version: ApiVersion, json: Value) -> Result<CreateSessionRequest, Reply> {
    let route = Route::CreateSession;
    if version == ApiVersion::CodeV3 && json.get("preview").is_some() {
        let message = "additional properties 'preview' not allowed";
        return Err(validation_error(route.path(), "/additionalProperties", message));
    }
    let CreateCodeSessionRequest { portal, external_id: user, scopes, preview, return_url } =
        deserialize(route, json, &[])?;
    let has = |scope: Permission| scopes.contains(&scope);
    let is_known = scopes.iter().all(|scope| Permission::of(version).contains(scope));
    let (rerolls, analyses) = match version {
        ApiVersion::Session | ApiVersion::Code => (false, false),
        ApiVersion::CodeV2 => (has(Permission::KeysReroll), false),
        ApiVersion::CodeV3 => (has(Permission::KeysReroll), has(Permission::AnalyticsRead)),
    };
    let reads = has(Permission::KeysRead);
    let is_short = return_url.as_ref().is_none_or(|url| url.chars().count() <= 500);
    let is_url = version == ApiVersion::Code || return_url.as_deref().is_none_or(is_https_url);
    require(
        route,
        &[
            portal_name(&portal),
            external_id(&user),
            ("/minItems", !scopes.is_empty(), "scopes has at least one item"),
            ("/enum", is_known, "scopes are 'keys:read', 'keys:reroll' and 'analytics:read'"),
            ("/maxLength", is_short, "returnUrl is at most 500 characters"),
            ("/format", is_url, "returnUrl is an absolute https URL"),
            ("/scopes", reads || !rerolls, "keys:reroll needs keys:read"),
            ("/scopes", reads || !analyses, "analytics:read needs keys:read"),
        ],
    )?;
    Ok(CreateSessionRequest { slug: portal, external_id: user, permissions: scopes, preview })
}

/// `rerollKey`, the only route that accepts unknown fields.
fn reroll_key(version: ApiVersion, json: Value) -> Result<RerollKeyRequest, Reply> {
    let route = Route::RerollKey;
    let known = |name: &str| matches!(name, "keyId" | "expiration");
    let json = match json {
        Value::Object(fields) => fields.into_iter().filter(|(name, _)| known(name)).collect(),
        other => other,
    };
    let nullable: &[&str] = if version == ApiVersion::CodeV3 { &["expiration"] } else { &[] };
    let body: RerollKeyRequest = deserialize(route, json, nullable)?;
    let fits = body.expiration.is_none_or(|period| (0..=RerollKeyRequest::MAX_EXPIRATION_MS).contains(&period));
    require(route, &[("/maximum", fits, "expiration is 0 to 4102444800000")])?;
    Ok(body)
}
