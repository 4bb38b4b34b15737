//! `portal.getVerifications`: what the user's keys were used for, in buckets.
//!
//! The server compares the bounds with the start of each bucket, not with events: ask from a bucket's start.

use serde::{Deserialize, Serialize};

use crate::{KeyId, Meta, ServerTime};

/// The request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetVerificationsRequest {
    /// The first bucket that begins here or later.
    pub start_time: ServerTime,
    /// The last bucket that begins here or earlier.
    pub end_time: ServerTime,
    /// Only this key; an unknown one gives zeros.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key_id: Option<KeyId>,
}

/// One bucket: how often keys were verified, by outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct VerificationPoint {
    /// The bucket's start.
    pub time: ServerTime,
    /// All; may exceed the sum of what follows.
    pub total: u64,
    /// Let through.
    #[serde(default)]
    pub valid: u64,
    /// Refused by a rate limit.
    #[serde(default)]
    pub rate_limited: u64,
    /// Refused for want of a permission.
    #[serde(default)]
    pub insufficient_permissions: u64,
    /// Refused.
    #[serde(default)]
    pub forbidden: u64,
    /// Refused because the key was disabled.
    #[serde(default)]
    pub disabled: u64,
    /// Refused because the key had expired.
    #[serde(default)]
    pub expired: u64,
    /// Refused because no credits were left.
    #[serde(default)]
    pub usage_exceeded: u64,
}

/// One key's buckets, in answers by key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct KeyVerifications {
    /// Whose.
    pub key_id: KeyId,
    /// Ascending, contiguous, zero-filled.
    pub data: Vec<VerificationPoint>,
}

/// The whole answer, in any form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Verifications {
    /// First and second form: all keys together (and, from an in-between form, by key beside it).
    Combined {
        /// Carries the request id.
        meta: Meta,
        /// Ascending, contiguous, zero-filled; empty without an analytics database.
        data: Vec<VerificationPoint>,
    },
    /// Third form: by key.
    #[serde(rename_all = "camelCase")]
    ByKey {
        /// Carries the request id.
        meta: Meta,
        /// A bucket's length in milliseconds.
        bucket_millis: i64,
        /// One entry a key that was used.
        keys: Vec<KeyVerifications>,
    },
}
