//! `portal.rerollKey`: a new key in an old one's place.
//!
//! Not idempotent: a repeat makes another key. The old key's expiry is overwritten even where it was earlier.

use serde::{Deserialize, Serialize};

use crate::{KeyId, Secret};

/// The request. The one body in which the API accepts unknown fields.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RerollKeyRequest {
    /// The old key.
    pub key_id: KeyId,
    /// For how many milliseconds from now the old key goes on working: 0 to [`RerollKeyRequest::MAX_EXPIRATION_MS`]; the server rounds
    /// the end up to a full minute, but 0 is now.
    pub expiration: i64,
}

impl RerollKeyRequest {
    /// The longest that an old key may go on working, in milliseconds.
    pub const MAX_EXPIRATION_MS: i64 = 4_102_444_800_000;
}

/// The `data` of the answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RerolledKey {
    /// The new key.
    pub key_id: KeyId,
    /// Its plaintext: told this once.
    #[serde(serialize_with = "Secret::expose_to_serializer")]
    pub key: Secret,
}
