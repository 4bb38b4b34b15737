//! The check that comes before everything else: credentials are there, the body is JSON and fits its route. Only the first
//! failure is told.

use axum::http::{HeaderMap, header};
use portal_api::{
    ApiVersion, CreateCodeSessionRequest, CreateSessionRequest, ExchangeCodeRequest, ExchangeSessionRequest,
    GetVerificationsRequest, ListKeysRequest, RerollKeyRequest, Route,
};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::answers::{Answer, check_failed, example};

/// A body that fits its route.
#[derive(Debug)]
pub(crate) enum Checked {
    /// createSession, in the words of the first form.
    Create(CreateSessionRequest),
    /// An exchange: the session ID.
    Exchange(String),
    /// listKeys.
    List(ListKeysRequest),
    /// rerollKey.
    Reroll(RerollKeyRequest),
    /// getVerifications.
    Verifications(GetVerificationsRequest),
}

/// Whether the credentials that the route wants are there at all.
pub(crate) fn credentials(route: Route, cookie: bool, authorization: bool) -> Option<Answer> {
    match route {
        Route::CreateSession if !authorization => Some(example("request check wants a root key")),
        Route::ListKeys | Route::RerollKey | Route::GetVerifications if !cookie => {
            Some(example("cookie missing, found by the request check"))
        }
        _ => None,
    }
}

/// Reads the body.
pub(crate) fn body(route: Route, form: ApiVersion, headers: &HeaderMap, bytes: &[u8]) -> Result<Checked, Answer> {
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if !content_type.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/json") {
        return Err(check_failed(route.path(), "requestBody", "content type must be application/json"));
    }
    let json: Value =
        serde_json::from_slice(bytes).map_err(|error| check_failed(route.path(), "requestBody", &error.to_string()))?;
    match (route, form) {
        (Route::CreateSession, ApiVersion::Session) => {
            let body: CreateSessionRequest = shaped(route, json)?;
            bounds(
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
            Ok(Checked::Create(body))
        }
        (Route::CreateSession, _) => {
            let CreateCodeSessionRequest { portal, external_id, scopes, preview, return_url } = shaped(route, json)?;
            let allowed =
                |url: &String| url.chars().count() <= 500 && (form == ApiVersion::Code || url.starts_with("https://"));
            let reads = scopes.contains(&portal_api::Permission::KeysRead);
            let rerolls = scopes.contains(&portal_api::Permission::KeysReroll);
            bounds(
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
                    ("/scopes", form == ApiVersion::Code || reads || !rerolls, "keys:reroll needs keys:read"),
                ],
            )?;
            Ok(Checked::Create(CreateSessionRequest { slug: portal, external_id, permissions: scopes, preview }))
        }
        (Route::ExchangeSession, _) => {
            let body: ExchangeSessionRequest = shaped(route, json)?;
            let id = body.session_id.expose();
            bounds(route, &[("/minLength", !id.is_empty(), "sessionId is empty")])?;
            Ok(Checked::Exchange(id.to_owned()))
        }
        (Route::ExchangeCode, _) => {
            let body: ExchangeCodeRequest = shaped(route, json)?;
            let id = body.code.expose();
            bounds(route, &[("/minLength", !id.is_empty(), "code is empty")])?;
            Ok(Checked::Exchange(id.to_owned()))
        }
        (Route::ListKeys, _) => {
            let body: ListKeysRequest = shaped(route, json)?;
            bounds(
                route,
                &[("/maximum", body.limit.is_none_or(|limit| (1..=100).contains(&limit)), "limit is 1 to 100")],
            )?;
            Ok(Checked::List(body))
        }
        (Route::RerollKey, _) => {
            let body: RerollKeyRequest = shaped(route, json)?;
            let fits = (0..=RerollKeyRequest::MAX_EXPIRATION_MS).contains(&body.expiration);
            bounds(route, &[("/maximum", fits, "expiration is 0 to 4102444800000")])?;
            Ok(Checked::Reroll(body))
        }
        (Route::GetVerifications, _) => {
            let body: GetVerificationsRequest = shaped(route, json)?;
            bounds(route, &[("/minimum", body.start_time.millis() >= 0, "startTime is negative")])?;
            Ok(Checked::Verifications(body))
        }
    }
}

fn shaped<T: DeserializeOwned>(route: Route, json: Value) -> Result<T, Answer> {
    serde_json::from_value(json).map_err(|error| {
        let message = error.to_string().replace('`', "'");
        let field = message.split('\'').nth(1).unwrap_or_default().to_owned();
        if message.starts_with("missing field") {
            check_failed(route.path(), "/required", &format!("missing property '{field}'"))
        } else if message.starts_with("unknown field") {
            check_failed(route.path(), "/additionalProperties", &format!("additional properties '{field}' not allowed"))
        } else {
            check_failed(route.path(), "/type", &message)
        }
    })
}

fn bounds(route: Route, rules: &[(&str, bool, &str)]) -> Result<(), Answer> {
    match rules.iter().find(|(_, kept, _)| !kept) {
        Some((location, _, message)) => Err(check_failed(route.path(), location, message)),
        None => Ok(()),
    }
}

fn is_slug(slug: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    (3..=64).contains(&slug.len()) && slug.bytes().all(plain) && slug.split('-').all(|part| !part.is_empty())
}

fn is_portal_name(name: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    (3..=255).contains(&name.len()) && name.bytes().all(plain)
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn check(route: Route, form: ApiVersion, json: &str) -> Result<Checked, String> {
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json; charset=utf-8"));
        body(route, form, &headers, json.as_bytes())
            .map_err(|answer| String::from_utf8_lossy(&answer.body).into_owned())
    }

    #[test]
    fn a_slug_has_no_stray_hyphens() {
        for (slug, taken) in [
            ("acme", true),
            ("a-b", true),
            ("ab", false),
            ("-ab", false),
            ("ab-", false),
            ("a--b", false),
            ("Acme", false),
        ] {
            assert_eq!(is_slug(slug), taken, "{slug}");
        }
    }

    #[test]
    fn unknown_fields_are_refused_but_by_reroll() {
        assert!(check(Route::ListKeys, ApiVersion::Session, r#"{"search":"x"}"#).is_err());
        assert!(check(Route::RerollKey, ApiVersion::Session, r#"{"keyId":"key_1","expiration":0,"extra":1}"#).is_ok());
    }

    #[test]
    fn times_are_whole_numbers() {
        assert!(check(Route::RerollKey, ApiVersion::Session, r#"{"keyId":"key_1","expiration":86400000.0}"#).is_err());
        assert!(check(Route::GetVerifications, ApiVersion::Session, r#"{"startTime":-1,"endTime":5}"#).is_err());
    }

    #[test]
    fn what_is_missing_is_named_as_the_contract_does() {
        let said = check(Route::ExchangeSession, ApiVersion::Session, "{}").unwrap_err();
        assert!(said.contains("/required") && said.contains("missing property 'sessionId'"), "{said}");
    }

    #[test]
    fn permissions_as_the_documentation_names_them_are_refused() {
        let json = r#"{"slug":"acme","externalId":"u","permissions":["api.*.read_key"]}"#;
        assert!(check(Route::CreateSession, ApiVersion::Session, json).is_err());
    }

    #[test]
    fn return_urls_are_checked_by_the_third_form_alone() {
        let json = r#"{"portal":"acme","externalId":"u","scopes":["keys:read"],"returnUrl":"javascript:x"}"#;
        assert!(check(Route::CreateSession, ApiVersion::Code, json).is_ok());
        assert!(check(Route::CreateSession, ApiVersion::CodeV2, json).is_err());
    }
}
