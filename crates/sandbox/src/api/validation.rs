//! Schema validation of request bodies. Only the first problem is reported, as by the real server.

use axum::http::{HeaderMap, header};
use portal_api::{
    ApiVersion, CreateCodeSessionRequest, CreateSessionRequest, ExchangeCodeRequest, ExchangeSessionRequest,
    GetVerificationsRequest, ListKeysRequest, RerollKeyRequest, Route,
};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::responses::{Reply, validation_error};

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
    match (route, version) {
        (Route::CreateSession, ApiVersion::Session) => {
            let body: CreateSessionRequest = deserialize(route, json)?;
            require(
                route,
                &[
                    ("/pattern", is_slug(&body.slug), "slug is 3 to 64 of [a-z0-9-]"),
                    (
                        "/minLength",
                        (1..=256).contains(&body.external_id.chars().count()),
                        "externalId is 1 to 256 characters",
                    ),
                    ("/minItems", !body.permissions.is_empty(), "permissions has at least one item"),
                ],
            )?;
            Ok(ValidBody::CreateSession(body))
        }
        (Route::CreateSession, _) => {
            let CreateCodeSessionRequest { portal, external_id, scopes, preview, return_url } =
                deserialize(route, json)?;
            let allowed = |url: &String| {
                url.chars().count() <= 500 && (version == ApiVersion::Code || url.starts_with("https://"))
            };
            let reads = scopes.contains(&portal_api::Permission::KeysRead);
            let rerolls = scopes.contains(&portal_api::Permission::KeysReroll);
            require(
                route,
                &[
                    ("/pattern", is_portal_name(&portal), "portal is 3 to 255 of [a-zA-Z0-9_-]"),
                    (
                        "/minLength",
                        (1..=256).contains(&external_id.chars().count()),
                        "externalId is 1 to 256 characters",
                    ),
                    ("/minItems", !scopes.is_empty(), "scopes has at least one item"),
                    (
                        "/format",
                        return_url.as_ref().is_none_or(allowed),
                        "returnUrl is an absolute https URL of at most 500 characters",
                    ),
                    ("/scopes", version == ApiVersion::Code || reads || !rerolls, "keys:reroll needs keys:read"),
                ],
            )?;
            Ok(ValidBody::CreateSession(CreateSessionRequest {
                slug: portal,
                external_id,
                permissions: scopes,
                preview,
            }))
        }
        (Route::ExchangeSession, _) => {
            let body: ExchangeSessionRequest = deserialize(route, json)?;
            let id = body.session_id.expose();
            require(route, &[("/minLength", !id.is_empty(), "sessionId is empty")])?;
            Ok(ValidBody::ExchangeSession(id.to_owned()))
        }
        (Route::ExchangeCode, _) => {
            let body: ExchangeCodeRequest = deserialize(route, json)?;
            let id = body.code.expose();
            require(route, &[("/minLength", !id.is_empty(), "code is empty")])?;
            Ok(ValidBody::ExchangeSession(id.to_owned()))
        }
        (Route::ListKeys, _) => {
            let body: ListKeysRequest = deserialize(route, json)?;
            require(
                route,
                &[("/maximum", body.limit.is_none_or(|limit| (1..=100).contains(&limit)), "limit is 1 to 100")],
            )?;
            Ok(ValidBody::ListKeys(body))
        }
        (Route::RerollKey, _) => {
            let body: RerollKeyRequest = deserialize(route, json)?;
            let fits = (0..=RerollKeyRequest::MAX_EXPIRATION_MS).contains(&body.expiration);
            require(route, &[("/maximum", fits, "expiration is 0 to 4102444800000")])?;
            Ok(ValidBody::RerollKey(body))
        }
        (Route::GetVerifications, _) => {
            let body: GetVerificationsRequest = deserialize(route, json)?;
            require(route, &[("/minimum", body.start_time.millis() >= 0, "startTime is negative")])?;
            Ok(ValidBody::GetVerifications(body))
        }
    }
}

/// Turns serde's message into a location and a message of JSON Schema.
fn deserialize<T: DeserializeOwned>(route: Route, json: Value) -> Result<T, Reply> {
    serde_json::from_value(json).map_err(|error| {
        let message = error.to_string().replace('`', "'");
        let field = message.split('\'').nth(1).unwrap_or_default().to_owned();
        if message.starts_with("missing field") {
            validation_error(route.path(), "/required", &format!("missing property '{field}'"))
        } else if message.starts_with("unknown field") {
            validation_error(
                route.path(),
                "/additionalProperties",
                &format!("additional properties '{field}' not allowed"),
            )
        } else {
            validation_error(route.path(), "/type", &message)
        }
    })
}

/// Reports the first rule that isn't met. A rule is its location, whether it is met, and its message.
fn require(route: Route, rules: &[(&str, bool, &str)]) -> Result<(), Reply> {
    match rules.iter().find(|(_, met, _)| !met) {
        Some((location, _, message)) => Err(validation_error(route.path(), location, message)),
        None => Ok(()),
    }
}

/// Lower-case letters, digits and single hyphens between them.
fn is_slug(slug: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    (3..=64).contains(&slug.len()) && slug.bytes().all(allowed) && slug.split('-').all(|part| !part.is_empty())
}

fn is_portal_name(name: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    (3..=255).contains(&name.len()) && name.bytes().all(allowed)
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn check(route: Route, version: ApiVersion, json: &str) -> Result<ValidBody, String> {
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json; charset=utf-8"));
        parse(route, version, &headers, json.as_bytes())
            .map_err(|reply| String::from_utf8_lossy(&reply.body).into_owned())
    }

    #[test]
    fn a_slug_has_no_stray_hyphens() {
        for (slug, valid) in [
            ("acme", true),
            ("a-b", true),
            ("ab", false),
            ("-ab", false),
            ("ab-", false),
            ("a--b", false),
            ("Acme", false),
        ] {
            assert_eq!(is_slug(slug), valid, "{slug}");
        }
    }

    #[test]
    fn only_reroll_key_accepts_unknown_fields() {
        assert!(check(Route::ListKeys, ApiVersion::Session, r#"{"search":"x"}"#).is_err());
        assert!(check(Route::RerollKey, ApiVersion::Session, r#"{"keyId":"key_1","expiration":0,"extra":1}"#).is_ok());
    }

    #[test]
    fn times_are_non_negative_integers() {
        assert!(check(Route::RerollKey, ApiVersion::Session, r#"{"keyId":"key_1","expiration":86400000.0}"#).is_err());
        assert!(check(Route::GetVerifications, ApiVersion::Session, r#"{"startTime":-1,"endTime":5}"#).is_err());
    }

    #[test]
    fn a_missing_field_is_reported_as_in_the_contract() {
        let message = check(Route::ExchangeSession, ApiVersion::Session, "{}").unwrap_err();
        assert!(message.contains("/required") && message.contains("missing property 'sessionId'"), "{message}");
    }

    #[test]
    fn permission_names_of_the_documentation_are_refused() {
        let json = r#"{"slug":"acme","externalId":"u","permissions":["api.*.read_key"]}"#;
        assert!(check(Route::CreateSession, ApiVersion::Session, json).is_err());
    }

    #[test]
    fn only_version_code_v2_checks_return_urls() {
        let json = r#"{"portal":"acme","externalId":"u","scopes":["keys:read"],"returnUrl":"javascript:x"}"#;
        assert!(check(Route::CreateSession, ApiVersion::Code, json).is_ok());
        assert!(check(Route::CreateSession, ApiVersion::CodeV2, json).is_err());
    }
}
