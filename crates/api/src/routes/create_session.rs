//! `portal.createSession`: an app's backend opens a session with its root key. A browser never calls this route.

use std::ops::Not;

use serde::{Deserialize, Serialize};

use crate::{Permission, Secret};

/// Request body for [`ApiVersion::Session`](crate::ApiVersion::Session).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CreateSessionRequest {
    /// The portal's slug: 3–64 of `[a-z0-9-]`, no leading, trailing or doubled hyphen.
    pub slug: String,
    /// The end user's ID in the app: 1–256 characters.
    pub external_id: String,
    /// At least one permission.
    pub permissions: Vec<Permission>,
    /// Whether the operator only previews the portal. Sent only if true.
    #[serde(default, skip_serializing_if = "Not::not")]
    pub preview: bool,
}

/// Request body from [`ApiVersion::Code`](crate::ApiVersion::Code) on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CreateCodeSessionRequest {
    /// The portal's name: 3–255 of `[a-zA-Z0-9_-]`.
    pub portal: String,
    /// The end user's ID in the app: 1–256 characters.
    pub external_id: String,
    /// At least one permission. From `CodeV2` on `keys:reroll` needs `keys:read`, in `CodeV3` also `analytics:read` does.
    /// `CodeV3` refuses `keys:create`.
    pub scopes: Vec<Permission>,
    /// Whether the operator only previews the portal. Sent only if true: `CodeV3` refuses the field.
    #[serde(default, skip_serializing_if = "Not::not")]
    pub preview: bool,
    /// At most 500 characters. `Code` stores any text, `javascript:` included; later versions require an absolute https
    /// URL.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub return_url: Option<String>,
}

/// `data` of the response to [`CreateSessionRequest`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CreatedSession {
    /// The session ID: valid for one exchange, within 15 minutes.
    #[serde(serialize_with = "Secret::expose_to_serializer")]
    pub session_id: Secret,
    /// The landing URL to redirect the browser to; contains the session ID.
    #[serde(serialize_with = "Secret::expose_to_serializer")]
    pub url: Secret,
}

/// `data` of the response to [`CreateCodeSessionRequest`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct CreatedCodeSession {
    /// `ps_…`: identifies the session's record. Not a credential: an exchange refuses it.
    pub id: String,
    /// The landing URL (`?code=pst_…`): the only place of the code, which is valid for one exchange, within 15 minutes.
    #[serde(serialize_with = "Secret::expose_to_serializer")]
    pub url: Secret,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn preview_is_sent_only_where_it_is_asked_for() {
        for preview in [false, true] {
            let scopes = vec![Permission::KeysRead];
            let (portal, external_id) = ("acme".to_owned(), "user_123".to_owned());
            let request = CreateCodeSessionRequest { portal, external_id, scopes, preview, return_url: None };
            let (slug, external_id) = ("acme".to_owned(), "user_123".to_owned());
            let permissions = vec![Permission::KeysRead];
            let first = CreateSessionRequest { slug, external_id, permissions, preview };
            for json in [serde_json::to_value(request), serde_json::to_value(first)] {
                let sent = json.ok().and_then(|json| json.get("preview").and_then(serde_json::Value::as_bool));
                assert_eq!(sent, preview.then_some(true));
            }
        }
    }
}
