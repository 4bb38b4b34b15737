//! The contract of the portal API: request and response types, and what every response means.
//!
//! The crate knows the wire format and nothing else: no I/O, no clock, no browser, no screens. [`read`] turns status,
//! headers and body of a response into one [`Meaning`]; no other code decides by a status code.

mod create_session;
mod error_body;
mod error_code;
mod exchange;
mod key;
mod list_keys;
mod meaning;
#[cfg(test)]
mod meaning_tests;
mod null_default;
mod permission;
mod request_id;
mod reroll_key;
mod response;
mod response_head;
mod route;
mod secret;
mod time;
mod token_format;
mod verifications;

pub use create_session::{CreateCodeSessionRequest, CreateSessionRequest, CreatedCodeSession, CreatedSession};
pub use error_body::{ErrorBody, ErrorDetails, ErrorKind, ValidationError};
pub use error_code::ErrorCode;
pub use exchange::{ExchangeCodeRequest, ExchangeSessionRequest, ExchangedSession};
pub use key::{Credits, Identity, Key, KeyId, KeyStatus, OperatorKey, RateLimit, Refill, RefillInterval};
pub use list_keys::{ListKeysRequest, Pagination};
pub use meaning::{Cause, Failure, Meaning, no_response, read};
pub use permission::Permission;
pub use request_id::RequestId;
pub use reroll_key::{RerollKeyRequest, RerolledKey};
pub use response::{ApiResponse, Meta};
pub use response_head::{Quota, ResponseHead};
pub use route::{ApiVersion, Route};
pub use secret::Secret;
pub use time::{DAY, HOUR, MINUTE, SECOND, ServerTime};
pub use token_format::is_token;
pub use verifications::{GetVerificationsRequest, KeyVerifications, VerificationPoint, Verifications};
