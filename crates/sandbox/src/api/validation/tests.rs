//! The bounds of the contract, route by route.

use axum::http::{HeaderMap, HeaderValue, header};
use portal_api::{ApiVersion, Route};
use serde_json::{Value, json};

use super::{ValidBody, parse, schema};

const CODE_VERSIONS: [ApiVersion; 3] = [ApiVersion::Code, ApiVersion::CodeV2, ApiVersion::CodeV3];
const VERSIONS: [ApiVersion; 4] = [ApiVersion::Session, ApiVersion::Code, ApiVersion::CodeV2, ApiVersion::CodeV3];

fn check_text(route: Route, version: ApiVersion, json: &str) -> Result<ValidBody, String> {
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json; charset=utf-8"));
    parse(route, version, &headers, json.as_bytes()).map_err(|reply| {
        assert_eq!(reply.status, 400);
        String::from_utf8_lossy(&reply.body).into_owned()
    })
}

/// Whether the body is valid, or the location of the first problem.
fn check(route: Route, version: ApiVersion, json: &Value) -> Result<(), String> {
    check_text(route, version, &json.to_string()).map(drop).map_err(|message| {
        let body: Value = serde_json::from_str(&message).unwrap();
        body["error"]["errors"][0]["location"].as_str().unwrap().to_owned()
    })
}

/// `base` with one field replaced.
fn with(base: &Value, field: &str, value: &Value) -> Value {
    let mut body = base.clone();
    body[field] = value.clone();
    body
}

fn bodies(version: ApiVersion) -> Vec<(Route, Value)> {
    let create = if version == ApiVersion::Session {
        json!({"slug": "acme", "externalId": "u", "permissions": ["keys:read"]})
    } else {
        json!({"portal": "acme", "externalId": "u", "scopes": ["keys:read"], "returnUrl": "https://acme.example/"})
    };
    vec![
        (Route::CreateSession, create),
        (Route::ExchangeSession, json!({"sessionId": "pst_1"})),
        (Route::ExchangeCode, json!({"code": "pst_1"})),
        (Route::ListKeys, json!({"limit": 100, "cursor": "key_1"})),
        (Route::RerollKey, json!({"keyId": "key_1", "expiration": 0})),
        (Route::GetVerifications, json!({"startTime": 0, "endTime": 5, "keyId": "key_1"})),
        (Route::ListSessions, json!({"portal": "acme", "limit": 1, "cursor": "u", "search": "u"})),
        (Route::RevokeSession, json!({"portal": "acme", "externalId": "u"})),
    ]
}

#[test]
fn null_is_refused_in_every_field_of_every_version() {
    for version in VERSIONS {
        for (route, body) in bodies(version) {
            assert_eq!(check(route, version, &body), Ok(()), "{route:?} {version:?}");
            for field in body.as_object().unwrap().keys() {
                let is_allowed = version == ApiVersion::CodeV3 && field == "expiration";
                let expected = if is_allowed { Ok(()) } else { Err("/type".to_owned()) };
                assert_eq!(check(route, version, &with(&body, field, &Value::Null)), expected, "{field} {version:?}");
            }
        }
    }
}

#[test]
fn a_value_of_another_type_is_refused_in_every_field() {
    for version in VERSIONS {
        for (route, body) in bodies(version) {
            for field in body.as_object().unwrap().keys() {
                for value in [json!(true), json!(1.5), json!(5.0), json!([1]), json!({})] {
                    let found = check(route, version, &with(&body, field, &value));
                    assert_eq!(found, Err("/type".to_owned()), "{route:?} {field} {value}");
                }
            }
            for whole in [json!([]), json!("text"), json!(null)] {
                assert_eq!(check(route, version, &whole), Err("/type".to_owned()), "{route:?} {whole}");
            }
        }
    }
}

#[test]
fn only_reroll_key_accepts_unknown_fields() {
    for version in VERSIONS {
        for (route, body) in bodies(version) {
            let expected = if route == Route::RerollKey { Ok(()) } else { Err("/additionalProperties".to_owned()) };
            for value in [json!(1), Value::Null] {
                let found = check(route, version, &with(&body, "extra", &value));
                assert_eq!(found.is_ok(), expected.is_ok(), "{route:?}");
            }
            assert_eq!(check(route, version, &with(&body, "extra", &json!(1))), expected, "{route:?}");
        }
    }
}

#[test]
fn texts_and_lists_have_the_lengths_of_the_contract() {
    let text = |length: usize| json!("x".repeat(length));
    let (too_few, enough) = (json!([]), json!(["keys:read"]));
    for version in VERSIONS {
        let (_, create) = bodies(version).remove(0);
        let (name, longest, scopes) =
            if version == ApiVersion::Session { ("slug", 64, "permissions") } else { ("portal", 255, "scopes") };
        for (field, value, valid) in [
            (name, text(2), false),
            (name, text(3), true),
            (name, text(longest), true),
            (name, text(longest + 1), false),
            ("externalId", text(0), false),
            ("externalId", text(256), true),
            // Characters, not bytes.
            ("externalId", json!("ü".repeat(256)), true),
            ("externalId", text(257), false),
            (scopes, too_few.clone(), false),
            (scopes, enough.clone(), true),
            (scopes, json!(["api.*.read_key"]), false),
        ] {
            let found = check(Route::CreateSession, version, &with(&create, field, &value));
            assert_eq!(found.is_ok(), valid, "{field} {version:?} {value}");
        }
    }
    assert!(check(Route::ExchangeSession, ApiVersion::Session, &json!({"sessionId": ""})).is_err());
    assert!(check(Route::ExchangeCode, ApiVersion::Code, &json!({"code": ""})).is_err());
    assert!(check(Route::RevokeSession, ApiVersion::CodeV3, &json!({"portal": "acme", "externalId": ""})).is_err());
}

#[test]
fn numbers_have_the_bounds_of_the_contract() {
    for (route, field, value, valid) in [
        (Route::ListKeys, "limit", json!(0), false),
        (Route::ListKeys, "limit", json!(1), true),
        (Route::ListKeys, "limit", json!(101), false),
        (Route::ListKeys, "limit", json!(1_000), false),
        (Route::ListSessions, "limit", json!(0), false),
        (Route::ListSessions, "limit", json!(101), false),
        (Route::RerollKey, "expiration", json!(-1), false),
        (Route::RerollKey, "expiration", json!(4_102_444_800_000_i64), true),
        (Route::RerollKey, "expiration", json!(4_102_444_800_001_i64), false),
        (Route::RerollKey, "expiration", json!(86_400_000.0), false),
        (Route::GetVerifications, "startTime", json!(-1), false),
        (Route::GetVerifications, "endTime", json!(-1), false),
    ] {
        let version = ApiVersion::CodeV3;
        let (_, body) = bodies(version).into_iter().find(|(of, _)| *of == route).unwrap();
        assert_eq!(check(route, version, &with(&body, field, &value)).is_ok(), valid, "{route:?} {field} {value}");
    }
}

#[test]
fn a_slug_has_no_stray_hyphens() {
    for (slug, valid) in [
        ("acme", true),
        ("a-b", true),
        ("-ab", false),
        ("ab-", false),
        ("a--b", false),
        ("Acme", false),
        ("a_b", false),
    ] {
        assert_eq!(schema::slug(slug).1, valid, "{slug}");
    }
}

#[test]
fn a_missing_field_is_reported_as_in_the_contract() {
    let message = check_text(Route::ExchangeSession, ApiVersion::Session, "{}").unwrap_err();
    assert!(message.contains("/required") && message.contains("missing property 'sessionId'"), "{message}");
    for body in [json!({"keyId": "key_1"}), json!({"expiration": 0})] {
        assert_eq!(check(Route::RerollKey, ApiVersion::CodeV3, &body), Err("/required".to_owned()));
    }
}

#[test]
fn only_version_code_accepts_any_return_url() {
    let create = &bodies(ApiVersion::Code).remove(0).1;
    for (url, is_https) in [
        ("https://acme.example/keys?tab=1#top", true),
        ("HTTPS://acme.example", true),
        ("javascript:x", false),
        ("", false),
        ("http://acme.example/", false),
        ("/keys", false),
        ("https://", false),
        ("https:///keys", false),
        ("https://acme.example/a b", false),
    ] {
        for version in CODE_VERSIONS {
            let found = check(Route::CreateSession, version, &with(create, "returnUrl", &json!(url)));
            assert_eq!(found.is_ok(), is_https || version == ApiVersion::Code, "{url} {version:?}");
        }
    }
    for version in CODE_VERSIONS {
        for (length, valid) in [(500, true), (501, false)] {
            let url = format!("https://a/{}", "x".repeat(length - 10));
            let found = check(Route::CreateSession, version, &with(create, "returnUrl", &json!(url)));
            assert_eq!(found.is_ok(), valid, "{length} {version:?}");
        }
    }
}

#[test]
fn the_scopes_that_need_keys_read_depend_on_the_version() {
    let create = &bodies(ApiVersion::Code).remove(0).1;
    for (scopes, valid_in) in [
        (json!(["keys:read", "keys:reroll", "analytics:read"]), [true, true, true]),
        (json!(["keys:reroll"]), [true, false, false]),
        (json!(["analytics:read"]), [true, true, false]),
        (json!(["keys:create"]), [true, true, false]),
        (json!(["keys:read", "keys:create"]), [true, true, false]),
    ] {
        for (version, valid) in CODE_VERSIONS.into_iter().zip(valid_in) {
            let found = check(Route::CreateSession, version, &with(create, "scopes", &scopes));
            assert_eq!(found.is_ok(), valid, "{scopes} {version:?}");
        }
    }
}

#[test]
fn version_code_v3_has_no_preview() {
    for version in VERSIONS {
        let (_, create) = bodies(version).remove(0);
        for preview in [false, true] {
            let found = check(Route::CreateSession, version, &with(&create, "preview", &json!(preview)));
            assert_eq!(found.is_ok(), version != ApiVersion::CodeV3, "{version:?}");
        }
        assert!(check(Route::CreateSession, version, &with(&create, "preview", &Value::Null)).is_err());
    }
}
