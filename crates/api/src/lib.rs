//! The contract of the portal API: request and response types, and what every response means.
//!
//! The crate knows the wire format and nothing else: no I/O, no clock, no browser, no screens. [`read`] turns status,
//! headers and body of a response into one [`Meaning`]; no other code decides by a status code.

mod key;
mod null_default;
mod permission;
mod response;
mod route;
mod routes;
#[cfg(test)]
mod schema_tests;
mod secret;
mod time;
mod token_format;

pub use key::{Credits, Identity, Key, KeyId, KeyOwner, KeyStatus, OperatorKey, RateLimit, Refill, RefillInterval};
pub use permission::Permission;
pub use response::{
    ApiResponse, Cause, ErrorBody, ErrorCode, ErrorDetails, ErrorKind, Failure, Meaning, Meta, Pagination, Quota,
    RequestId, ResponseHead, ValidationError, no_response, read, replace_lone_surrogates,
};
pub use route::{ApiVersion, Route};
pub use routes::{
    CreateCodeSessionRequest, CreateSessionRequest, CreatedCodeSession, CreatedSession, ExchangeCodeRequest,
    ExchangeSessionRequest, ExchangedSession, GetVerificationsRequest, KeyVerifications, ListKeysRequest,
    ListSessionsRequest, ListedSession, RerollKeyRequest, RerolledKey, RevokeSessionRequest, RevokedSessions,
    SessionStatus, UserSessions, VerificationPoint, Verifications,
};
pub use secret::Secret;
pub use time::{DAY, HOUR, MINUTE, SECOND, ServerTime};
pub use token_format::is_token;
