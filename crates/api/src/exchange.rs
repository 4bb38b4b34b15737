//! `portal.exchangeSession` and `portal.exchangeCode`: the session ID becomes a session, once.

use serde::{Deserialize, Serialize};

use crate::{Secret, ServerTime};

/// The request of the first form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ExchangeSessionRequest {
    /// From the landing URL's `session`.
    #[serde(serialize_with = "Secret::expose_to_serializer")]
    pub session_id: Secret,
}

/// The request of the second and third form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExchangeCodeRequest {
    /// From the landing URL's `code`.
    #[serde(serialize_with = "Secret::expose_to_serializer")]
    pub code: Secret,
}

/// The `data` of either exchange's answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ExchangedSession {
    /// The session token: `token` of the first form, `accessToken` of the others, absent behind a gateway that keeps it.
    #[serde(
        default,
        alias = "accessToken",
        serialize_with = "Secret::expose_option",
        skip_serializing_if = "Option::is_none"
    )]
    pub token: Option<Secret>,
    /// When the session ends: 24 hours on.
    pub expires_at: ServerTime,
}
