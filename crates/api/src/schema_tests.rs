//! `fixtures/schema.json`: the types of the newest API version as JSON Schema, which `make contract` compares with the
//! official SDK. The test fails when a type changes; `UPDATE_SCHEMA=1 cargo test -p portal-api schema` rewrites the file.

use std::{borrow::Cow, path::Path};

use schemars::{JsonSchema, Schema, SchemaGenerator, generate::SchemaSettings};
use serde_json::{Map, Value, json};

use crate::{
    ApiResponse, CreateCodeSessionRequest, CreatedCodeSession, ErrorBody, ExchangeCodeRequest, ExchangedSession,
    GetVerificationsRequest, ListKeysRequest, ListSessionsRequest, OperatorKey, RerollKeyRequest, RerolledKey,
    RevokeSessionRequest, RevokedSessions, Route, Secret, UserSessions, Verifications,
};

impl JsonSchema for Secret {
    fn schema_name() -> Cow<'static, str> {
        "Secret".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        String::json_schema(generator)
    }
}

/// The schema of what a type is serialized to.
fn schema<T: JsonSchema>() -> Value {
    let settings = SchemaSettings::draft2020_12().for_serialize().with(|settings| settings.inline_subschemas = true);
    let mut schema = settings.into_generator().into_root_schema_for::<T>().to_value();
    strip(&mut schema);
    schema
}

/// Removes prose and number formats, and `null` where a field is left out instead.
fn strip(schema: &mut Value) {
    let Value::Object(keywords) = schema else { return };
    for name in ["$schema", "title", "description", "format", "minimum", "maximum", "default"] {
        keywords.remove(name);
    }
    let required = keywords.get("required").cloned().unwrap_or_default();
    let is_required = |name: &str| required.as_array().is_some_and(|names| names.iter().any(|found| found == name));
    if let Some(Value::Object(properties)) = keywords.get_mut("properties") {
        for (name, property) in properties {
            strip(property);
            let kinds = property.get_mut("type").filter(|_| !is_required(name));
            let kind = kinds.as_ref().and_then(|kinds| kinds.as_array()?.iter().find(|kind| *kind != "null").cloned());
            if let (Some(kinds), Some(kind)) = (kinds, kind) {
                *kinds = kind;
            }
        }
    }
    for (_, inner) in keywords.iter_mut().filter(|(name, _)| *name != "properties") {
        match inner {
            Value::Array(items) => items.iter_mut().for_each(strip),
            inner => strip(inner),
        }
    }
}

fn route<Request: JsonSchema, Response: JsonSchema>() -> Value {
    json!({ "request": schema::<Request>(), "response": schema::<Response>() })
}

/// The types of a route; `None` if the newest version doesn't have it.
fn types_of(name: Route) -> Option<Value> {
    Some(match name {
        Route::CreateSession => route::<CreateCodeSessionRequest, ApiResponse<CreatedCodeSession>>(),
        Route::ExchangeSession => return None,
        Route::ExchangeCode => route::<ExchangeCodeRequest, ApiResponse<ExchangedSession>>(),
        Route::ListKeys => route::<ListKeysRequest, ApiResponse<Vec<OperatorKey>>>(),
        Route::RerollKey => route::<RerollKeyRequest, ApiResponse<RerolledKey>>(),
        Route::GetVerifications => {
            let mut types = route::<GetVerificationsRequest, Verifications>();
            // The other variant is that of earlier versions.
            let by_key = |schema: &Value| schema.pointer("/properties/keys").is_some();
            let variants = types.pointer("/response/anyOf").and_then(Value::as_array);
            types["response"] = variants.and_then(|all| all.iter().find(|schema| by_key(schema)).cloned())?;
            types
        }
        Route::ListSessions => route::<ListSessionsRequest, ApiResponse<Vec<UserSessions>>>(),
        Route::RevokeSession => route::<RevokeSessionRequest, ApiResponse<RevokedSessions>>(),
    })
}

#[test]
fn the_schema_is_that_of_the_types() {
    let names = Route::BACKEND_ROUTES.into_iter().chain(Route::BROWSER_ROUTES);
    let routes: Map<String, Value> = names.filter_map(|name| Some((name.path().to_owned(), types_of(name)?))).collect();
    let current = json!({ "routes": routes, "error": schema::<ErrorBody>() });
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/schema.json");
    if std::env::var_os("UPDATE_SCHEMA").is_some() {
        std::fs::write(&file, format!("{current:#}\n")).unwrap();
    }
    let stored: Value = serde_json::from_slice(&std::fs::read(&file).unwrap_or_default()).unwrap_or_default();
    assert_eq!(stored, current, "UPDATE_SCHEMA=1 cargo test -p portal-api schema");
}
