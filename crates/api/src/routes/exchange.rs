//! `portal.exchangeSession` and `portal.exchangeCode`: a session ID is exchanged, once, for a session.

use serde::{Deserialize, Serialize};

use crate::{Secret, ServerTime};

/// Request body of `portal.exchangeSession`.
///
/// A secret is serialized only where its field says so; printing the request shows nothing of it.
///
/// ```
/// use portal_api::{ExchangeSessionRequest, Secret};
///
/// let request = ExchangeSessionRequest { session_id: Secret::new("pst_1".to_owned()) };
/// assert_eq!(serde_json::to_string(&request).unwrap(), r#"{"sessionId":"pst_1"}"#);
/// assert!(!format!("{request:?}").contains("pst_1"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ExchangeSessionRequest {
    /// The landing URL's `session` parameter.
    #[serde(serialize_with = "Secret::expose_to_serializer")]
    pub session_id: Secret,
}

/// Request body of `portal.exchangeCode`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ExchangeCodeRequest {
    /// The landing URL's `code` parameter.
    #[serde(serialize_with = "Secret::expose_to_serializer")]
    pub code: Secret,
}

/// `data` of the response to either exchange.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ExchangedSession {
    /// The session token: `token` from `exchangeSession`, `accessToken` from `exchangeCode`. Absent behind the gateway,
    /// which turns it into a cookie.
    #[serde(
        default,
        alias = "accessToken",
        serialize_with = "Secret::expose_option",
        skip_serializing_if = "Option::is_none"
    )]
    pub token: Option<Secret>,
    /// When the session expires: 24 hours after the exchange.
    pub expires_at: ServerTime,
}
