//! The routes of the API with their request and response types.

mod create_session;
mod exchange;
mod list_keys;
mod reroll_key;
mod sessions;
mod verifications;

pub use create_session::{CreateCodeSessionRequest, CreateSessionRequest, CreatedCodeSession, CreatedSession};
pub use exchange::{ExchangeCodeRequest, ExchangeSessionRequest, ExchangedSession};
pub use list_keys::ListKeysRequest;
pub use reroll_key::{RerollKeyRequest, RerolledKey};
pub use sessions::{
    ListSessionsRequest, ListedSession, RevokeSessionRequest, RevokedSessions, SessionStatus, UserSessions,
};
pub use verifications::{GetVerificationsRequest, KeyVerifications, VerificationPoint, Verifications};
