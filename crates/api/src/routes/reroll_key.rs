//! `portal.rerollKey`: rotates a key, that is, creates a new key to replace an old one.
//!
//! The route is not idempotent: a repeated request creates another key. It overwrites the old key's expiry, even an
//! earlier one.

use serde::{Deserialize, Deserializer, Serialize};

use crate::{KeyId, Secret};

/// Request body, the only one in which the API accepts unknown fields.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct RerollKeyRequest {
    /// The key to replace.
    pub key_id: KeyId,
    /// Grace period in ms: how long the old key keeps working, 0 to [`RerollKeyRequest::MAX_EXPIRATION_MS`]. The server
    /// rounds its end up to a full minute, except for 0, which expires the key at once.
    ///
    /// `None`, sent as `null`, leaves the old key and its expiry as they are. Versions before
    /// [`ApiVersion::CodeV3`](crate::ApiVersion::CodeV3) refuse `null` with a 400 and change nothing.
    #[serde(deserialize_with = "present")]
    pub expiration: Option<i64>,
}

/// Unlike serde's default for an `Option`, refuses an absent field.
fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i64>, D::Error> {
    Option::deserialize(deserializer)
}

impl RerollKeyRequest {
    /// The longest grace period that the API accepts, in ms.
    pub const MAX_EXPIRATION_MS: i64 = 4_102_444_800_000;
}

/// `data` of the response.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct RerolledKey {
    /// The new key.
    pub key_id: KeyId,
    /// The new key's plaintext. No other response contains it.
    #[serde(serialize_with = "Secret::expose_to_serializer")]
    pub key: Secret,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_expiration_is_a_number_or_null_and_never_absent() {
        for (expiration, json) in
            [(Some(0), r#"{"keyId":"key_1","expiration":0}"#), (None, r#"{"keyId":"key_1","expiration":null}"#)]
        {
            let request = RerollKeyRequest { key_id: KeyId::new("key_1"), expiration };
            assert_eq!(serde_json::to_string(&request).ok().as_deref(), Some(json));
            assert_eq!(serde_json::from_str::<RerollKeyRequest>(json).ok(), Some(request));
        }
        assert!(serde_json::from_str::<RerollKeyRequest>(r#"{"keyId":"key_1"}"#).is_err());
    }
}
