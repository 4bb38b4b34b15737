//! `portal.listSessions` and `portal.revokeSession`: what an app's backend can do about its users' sessions. A browser never
//! calls these routes. [`ApiVersion::CodeV3`](crate::ApiVersion::CodeV3) only.

use serde::{Deserialize, Serialize};

use crate::ServerTime;

/// Request body of `portal.listSessions`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ListSessionsRequest {
    /// The portal's name: 3–255 of `[a-zA-Z0-9_-]`.
    pub portal: String,
    /// Maximum number of users in the response: 1–100; the API uses 100 when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u8>,
    /// [`Pagination::cursor`](crate::Pagination::cursor) of the previous page; absent for the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// Only users whose `externalId` starts with this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub search: Option<String>,
}

/// One item of the response's `data`: a user with sessions that could be revoked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct UserSessions {
    /// The end user's ID in the app.
    pub external_id: String,
    /// The newest first.
    pub sessions: Vec<ListedSession>,
}

/// A session that could be revoked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ListedSession {
    /// `ps_…`, as in [`CreatedCodeSession::id`](crate::CreatedCodeSession::id). Not a credential.
    pub id: String,
    /// Whether it has been exchanged.
    pub status: SessionStatus,
    /// When it was created.
    pub created_at: ServerTime,
    /// When it expires; for [`SessionStatus::Pending`], when its code does.
    pub expires_at: ServerTime,
    /// Its permissions, those that a newer API has too.
    pub scopes: Vec<String>,
}

/// Whether a session has been exchanged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum SessionStatus {
    /// Created; the user has not opened the link yet.
    Pending,
    /// Exchanged.
    Active,
}

/// Request body of `portal.revokeSession`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RevokeSessionRequest {
    /// The portal's name: 3–255 of `[a-zA-Z0-9_-]`.
    pub portal: String,
    /// The end user's ID in the app: 1–256 characters. All sessions of this user in the portal end, those that have not
    /// been exchanged too. The server may take up to 5 minutes.
    pub external_id: String,
}

/// `data` of the response to [`RevokeSessionRequest`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct RevokedSessions {
    /// How many sessions were ended; 0 if there were none.
    pub sessions_revoked: u64,
}
