//! `portal.rerollKey`: rotates a key, that is, creates a new key to replace an old one.
//!
//! The route is not idempotent: a repeated request creates another key. It overwrites the old key's expiry, even an
//! earlier one.

use serde::{Deserialize, Serialize};

use crate::{KeyId, Secret};

/// Request body, the only one in which the API accepts unknown fields.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RerollKeyRequest {
    /// The key to replace.
    pub key_id: KeyId,
    /// Grace period in ms: how long the old key keeps working, 0 to [`RerollKeyRequest::MAX_EXPIRATION_MS`]. The server
    /// rounds its end up to a full minute, except for 0, which expires the key at once.
    pub expiration: i64,
}

impl RerollKeyRequest {
    /// The longest grace period that the API accepts, in ms.
    pub const MAX_EXPIRATION_MS: i64 = 4_102_444_800_000;
}

/// `data` of the response.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RerolledKey {
    /// The new key.
    pub key_id: KeyId,
    /// The new key's plaintext. No other response contains it.
    #[serde(serialize_with = "Secret::expose_to_serializer")]
    pub key: Secret,
}
