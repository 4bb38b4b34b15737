//! The routes of the API with their request and response types.

mod create_session;
mod exchange;
mod list_keys;
mod reroll_key;
mod route;
mod verifications;

pub use create_session::{CreateCodeSessionRequest, CreateSessionRequest, CreatedCodeSession, CreatedSession};
pub use exchange::{ExchangeCodeRequest, ExchangeSessionRequest, ExchangedSession};
pub use list_keys::{ListKeysRequest, Pagination};
pub use reroll_key::{RerollKeyRequest, RerolledKey};
pub use route::{ApiVersion, Route};
pub use verifications::{GetVerificationsRequest, KeyVerifications, VerificationPoint, Verifications};
