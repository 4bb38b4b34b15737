//! The parts of a JSON schema that the routes' bodies share.

use portal_api::Route;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::responses::{Reply, validation_error};

/// A rule: its location, whether it is met, and its message.
pub(super) type Rule<'a> = (&'a str, bool, &'a str);

/// Reads an object. No field may be `null` but those that `nullable` names.
///
/// # Errors
/// The response that reports the first problem.
pub(super) fn deserialize<T: DeserializeOwned>(route: Route, json: Value, nullable: &[&str]) -> Result<T, Reply> {
    // serde would accept arrays as well, and `null` for every optional field.
    let Value::Object(fields) = &json else {
        return Err(validation_error(route.path(), "/type", "want object"));
    };
    if let Some((field, _)) = fields.iter().find(|(name, value)| value.is_null() && !nullable.contains(&name.as_str()))
    {
        return Err(validation_error(route.path(), "/type", &format!("'{field}' is null")));
    }
    serde_json::from_value(json).map_err(|error| {
        let message = error.to_string().replace('`', "'");
        let field = message.split('\'').nth(1).unwrap_or_default();
        let (location, message) = match message.as_str() {
            text if text.starts_with("missing field") => ("/required", format!("missing property '{field}'")),
            text if text.starts_with("unknown field") => {
                ("/additionalProperties", format!("additional properties '{field}' not allowed"))
            }
            text if text.starts_with("unknown variant") => ("/enum", message),
            _ => ("/type", message),
        };
        validation_error(route.path(), location, &message)
    })
}

/// # Errors
/// The response that reports the first rule that isn't met.
pub(super) fn require(route: Route, rules: &[Rule<'_>]) -> Result<(), Reply> {
    match rules.iter().find(|(_, met, _)| !met) {
        Some((location, _, message)) => Err(validation_error(route.path(), location, message)),
        None => Ok(()),
    }
}

/// The rules for a portal's name, from version `code` on.
pub(super) fn portal_name(name: &str) -> Rule<'static> {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    let is_valid = (3..=255).contains(&name.len()) && name.bytes().all(allowed);
    ("/pattern", is_valid, "portal is 3 to 255 of [a-zA-Z0-9_-]")
}

/// The rule for a portal's slug: lower-case letters, digits and single hyphens between them.
pub(super) fn slug(slug: &str) -> Rule<'static> {
    let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    let is_valid =
        (3..=64).contains(&slug.len()) && slug.bytes().all(allowed) && slug.split('-').all(|part| !part.is_empty());
    ("/pattern", is_valid, "slug is 3 to 64 of [a-z0-9-]")
}

/// The rule for a user's id.
pub(super) fn external_id(id: &str) -> Rule<'static> {
    ("/maxLength", (1..=256).contains(&id.chars().count()), "externalId is 1 to 256 characters")
}

/// The rule for the size of a page.
pub(super) fn limit(limit: Option<u8>) -> Rule<'static> {
    ("/maximum", limit.is_none_or(|limit| (1..=100).contains(&limit)), "limit is 1 to 100")
}

/// Whether a URL is absolute, https, and names a host.
pub(super) fn is_https_url(url: &str) -> bool {
    let Some((scheme, rest)) = url.split_once("://") else { return false };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let is_plain = |letter: char| !letter.is_whitespace() && !letter.is_control();
    scheme.eq_ignore_ascii_case("https") && !host.is_empty() && url.chars().all(is_plain)
}
