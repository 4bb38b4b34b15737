//! `portal.createSession`: how an app's backend opens a session.

use serde::{Deserialize, Serialize};

use crate::{Permission, Secret};

/// What a backend sends to a server of the first form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CreateSessionRequest {
    /// The portal's name: 3–64 of `[a-z0-9-]`, no leading, trailing or doubled hyphen.
    pub slug: String,
    /// The end user in the operator's own terms: 1–256 characters.
    pub external_id: String,
    /// At least one.
    pub permissions: Vec<Permission>,
    /// Whether the operator is only looking; default false.
    #[serde(default)]
    pub preview: bool,
}

/// What a backend sends to a server of the second or third form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CreateCodeSessionRequest {
    /// The portal's name: 3–255 of `[a-zA-Z0-9_-]`.
    pub portal: String,
    /// The end user in the operator's own terms: 1–256 characters.
    pub external_id: String,
    /// At least one.
    pub scopes: Vec<Permission>,
    /// Whether the operator is only looking; default false.
    #[serde(default)]
    pub preview: bool,
    /// At most 500 characters. The second form stores anything, `javascript:` included; the third wants absolute https.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub return_url: Option<String>,
}

/// The answer of the first form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CreatedSession {
    /// One use, 15 minutes.
    #[serde(serialize_with = "Secret::expose_to_serializer")]
    pub session_id: Secret,
    /// Where to redirect the browser; holds the session ID.
    #[serde(serialize_with = "Secret::expose_to_serializer")]
    pub url: Secret,
}

/// The answer of the second and third form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CreatedCodeSession {
    /// One use, 15 minutes.
    #[serde(serialize_with = "Secret::expose_to_serializer")]
    pub id: Secret,
    /// Where to redirect the browser; holds the session ID.
    #[serde(serialize_with = "Secret::expose_to_serializer")]
    pub url: Secret,
}
