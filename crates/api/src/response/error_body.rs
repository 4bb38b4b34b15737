//! The body of an error response.

use serde::{Deserialize, Serialize};

use crate::{Meta, null_default::null_as_default};

/// The body of an error response.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ErrorBody {
    /// Contains the request ID. A proxy that imitates the API's errors may leave it out.
    #[serde(default)]
    pub meta: Meta,
    /// The error itself.
    pub error: ErrorDetails,
}

/// An error as the API describes it. Every field but [`Self::errors`] reads as its default when absent or `null`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ErrorDetails {
    /// A short heading.
    #[serde(default, deserialize_with = "null_as_default")]
    pub title: String,
    /// One sentence; may be empty.
    #[serde(default, deserialize_with = "null_as_default")]
    pub detail: String,
    /// Repeats the HTTP status.
    #[serde(default, deserialize_with = "null_as_default")]
    pub status: u16,
    /// A URL that ends in `{system}/{category}/{name}`; [`ErrorDetails::kind`] splits it.
    #[serde(default, rename = "type", deserialize_with = "null_as_default")]
    pub type_url: String,
    /// Validation errors; the API reports the first only. Present on a 400, though often empty.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub errors: Option<Vec<ValidationError>>,
}

/// A part of the request that the API's schema validation rejected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ValidationError {
    /// A schema keyword path such as `/required`, or `security`, or `requestBody`.
    #[serde(default, deserialize_with = "null_as_default")]
    pub location: String,
    /// Why it was rejected.
    #[serde(default, deserialize_with = "null_as_default")]
    pub message: String,
    /// How to correct the request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fix: Option<String>,
}

/// The last three segments of an error's `type`, which identify it. The host before them varies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ErrorKind<'a> {
    /// `unkey` or `user`.
    pub system: &'a str,
    /// Such as `authentication`.
    pub category: &'a str,
    /// Such as `portal_token_missing`.
    pub name: &'a str,
}

impl ErrorBody {
    /// Whether the API (or the gateway) has written it: other servers' errors have an `error` of their own, but neither a
    /// request ID nor a `type` of the API's systems.
    pub fn is_from_api(&self) -> bool {
        !self.meta.request_id.as_str().is_empty() || matches!(self.error.kind().system, "unkey" | "user")
    }
}

impl ErrorDetails {
    /// Identifies the error. A segment that is missing, or isn't a lower-case word, is empty.
    pub fn kind(&self) -> ErrorKind<'_> {
        let mut segments = self.type_url.trim_end_matches('/').rsplit('/');
        let mut next = || segments.next().filter(|segment| segment.bytes().all(is_name_byte)).unwrap_or_default();
        let (name, category, system) = (next(), next(), next());
        ErrorKind { system, category, name }
    }
}

fn is_name_byte(byte: u8) -> bool {
    byte.is_ascii_lowercase() || byte == b'_'
}
