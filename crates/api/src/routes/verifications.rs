//! `portal.getVerifications`: how often the user's keys were verified, in time buckets.
//!
//! The server compares the requested bounds with the start of each bucket, not with single verifications: request a
//! window that starts where a bucket starts.

use serde::{Deserialize, Serialize};

use crate::{KeyId, Meta, ServerTime};

/// Request body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetVerificationsRequest {
    /// Buckets that start before this are left out.
    pub start_time: ServerTime,
    /// Buckets that start after this are left out.
    pub end_time: ServerTime,
    /// Only this key; all keys when absent. An unknown key has zeros.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key_id: Option<KeyId>,
}

/// One bucket: the number of verifications by outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct VerificationPoint {
    /// Start of the bucket.
    pub time: ServerTime,
    /// All verifications; may exceed the sum of the outcomes.
    pub total: u64,
    /// Accepted.
    #[serde(default)]
    pub valid: u64,
    /// Rejected by a rate limit.
    #[serde(default)]
    pub rate_limited: u64,
    /// Rejected because the key lacks a permission.
    #[serde(default)]
    pub insufficient_permissions: u64,
    /// Rejected as forbidden.
    #[serde(default)]
    pub forbidden: u64,
    /// Rejected because the key was disabled.
    #[serde(default)]
    pub disabled: u64,
    /// Rejected because the key had expired.
    #[serde(default)]
    pub expired: u64,
    /// Rejected because the key had no credits left.
    #[serde(default)]
    pub usage_exceeded: u64,
}

/// The buckets of one key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct KeyVerifications {
    /// The key that was verified.
    pub key_id: KeyId,
    /// In ascending order, contiguous and zero-filled.
    pub data: Vec<VerificationPoint>,
}

/// The whole response body, of any [`ApiVersion`](crate::ApiVersion).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum Verifications {
    /// `Session` and `Code`: one series for all requested keys. (Servers between `Code` and `CodeV2` send both shapes.)
    Combined {
        /// Contains the request ID.
        meta: Meta,
        /// In ascending order, contiguous and zero-filled; empty if the server has no analytics database.
        data: Vec<VerificationPoint>,
    },
    /// From `CodeV2` on: one series per key.
    #[serde(rename_all = "camelCase")]
    ByKey {
        /// Contains the request ID.
        meta: Meta,
        /// Bucket length in ms.
        bucket_millis: i64,
        /// One entry per key that was used in the window. A key may have been deleted since.
        keys: Vec<KeyVerifications>,
    },
}
