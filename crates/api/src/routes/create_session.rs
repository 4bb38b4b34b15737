//! `portal.createSession`: an app's backend opens a session with its root key. A browser never calls this route.

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
    /// Whether the operator only previews the portal; default false.
    #[serde(default)]
    pub preview: bool,
}

/// Request body for [`ApiVersion::Code`](crate::ApiVersion::Code) and
/// [`ApiVersion::CodeV2`](crate::ApiVersion::CodeV2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CreateCodeSessionRequest {
    /// The portal's name: 3–255 of `[a-zA-Z0-9_-]`.
    pub portal: String,
    /// The end user's ID in the app: 1–256 characters.
    pub external_id: String,
    /// At least one permission.
    pub scopes: Vec<Permission>,
    /// Whether the operator only previews the portal; default false.
    #[serde(default)]
    pub preview: bool,
    /// At most 500 characters. `Code` stores any text, `javascript:` included; `CodeV2` requires an absolute https URL.
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
#[serde(rename_all = "camelCase")]
pub struct CreatedCodeSession {
    /// `ps_…`: identifies the session's record. Not a credential: an exchange refuses it.
    pub id: String,
    /// The landing URL (`?code=pst_…`): the only place of the code, which is valid for one exchange, within 15 minutes.
    #[serde(serialize_with = "Secret::expose_to_serializer")]
    pub url: Secret,
}
