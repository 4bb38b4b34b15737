//! The portal API's contract as types, and what every answer means.
//!
//! This room knows the wire and nothing else: no I/O, no clock, no browser, no screen. Whoever has an answer's status,
//! headers and bytes gets from [`read`] one value that says what it means; nobody else looks at a status code.

mod absent;
mod create_session;
mod error_body;
mod exchange;
mod head;
mod key;
mod list_keys;
mod meaning;
mod permission;
mod reroll_key;
mod route;
mod secret;
mod time;
mod verifications;

pub use create_session::{CreateCodeSessionRequest, CreateSessionRequest, CreatedCodeSession, CreatedSession};
pub use error_body::{ErrorBody, ErrorCode, ErrorDetails, ErrorKind, RequestId, ValidationError};
pub use exchange::{ExchangeCodeRequest, ExchangeSessionRequest, ExchangedSession};
pub use head::{Quota, ResponseHead};
pub use key::{Credits, Identity, Key, KeyId, KeyStatus, OperatorKey, RateLimit, Refill, RefillInterval};
pub use list_keys::{ListKeysRequest, Pagination};
pub use meaning::{Cause, Failure, Meaning, no_response, read};
pub use permission::Permission;
pub use reroll_key::{RerollKeyRequest, RerolledKey};
pub use route::{ApiVersion, Route};
pub use secret::Secret;
pub use time::{DAY, HOUR, MINUTE, SECOND, ServerTime};
pub use verifications::{GetVerificationsRequest, KeyVerifications, VerificationPoint, Verifications};

use serde::{Deserialize, Serialize};

/// What every JSON answer carries, success or error.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Meta {
    /// For the operator's support to find the request by.
    pub request_id: RequestId,
}

/// A successful answer: what was asked for, under `data`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ApiResponse<T> {
    /// Carries the request id.
    pub meta: Meta,
    /// What was asked for.
    pub data: T,
    /// On lists only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pagination: Option<Pagination>,
}
