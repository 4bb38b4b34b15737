//! The body of an error answer.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize};

use crate::{Meta, absent::null_as_default};

/// A request id, for support. Only what looks like one is kept, so that no other text can be shown in its place.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct RequestId(String);

impl RequestId {
    /// `text` if it looks like a request id (1–64 of `[A-Za-z0-9_-]`), else an empty one.
    pub fn new(text: &str) -> Self {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
        if text.len() <= 64 && text.bytes().all(plain) { Self(text.to_owned()) } else { Self::default() }
    }

    /// The id; empty when there was none.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for RequestId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(|text| Self::new(&text))
    }
}

/// An error answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErrorBody {
    /// Carries the request id; an edge that imitates the form may leave it out.
    #[serde(default)]
    pub meta: Meta,
    /// What went wrong.
    pub error: ErrorDetails,
}

/// What went wrong, in the API's words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErrorDetails {
    /// A short heading.
    #[serde(default, deserialize_with = "null_as_default")]
    pub title: String,
    /// A sentence; may be empty.
    #[serde(default, deserialize_with = "null_as_default")]
    pub detail: String,
    /// The HTTP status again.
    #[serde(default, deserialize_with = "null_as_default")]
    pub status: u16,
    /// A URL that ends in `{system}/{category}/{name}`: read it through [`ErrorDetails::kind`].
    #[serde(default, rename = "type", deserialize_with = "null_as_default")]
    pub type_url: String,
    /// What the request check refused; only the first failure is told. Present, though often empty, on a 400.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub errors: Option<Vec<SchemaError>>,
}

/// One thing that the request check refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SchemaError {
    /// A keyword path such as `/required`, or `security`, or `requestBody`.
    #[serde(default, deserialize_with = "null_as_default")]
    pub location: String,
    /// What is wrong.
    #[serde(default, deserialize_with = "null_as_default")]
    pub message: String,
    /// What to do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fix: Option<String>,
}

/// The last segments of an error's `type`, which name it. The host before them is not to be relied on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ErrorKind<'a> {
    /// `unkey` or `user`.
    pub system: &'a str,
    /// Such as `authentication`.
    pub category: &'a str,
    /// Such as `portal_token_missing`.
    pub name: &'a str,
}

impl ErrorDetails {
    /// The error's name; empty parts where `type` has none.
    pub fn kind(&self) -> ErrorKind<'_> {
        let mut parts = self.type_url.trim_end_matches('/').rsplit('/');
        let mut next = || parts.next().filter(|part| part.bytes().all(is_name)).unwrap_or_default();
        let (name, category, system) = (next(), next(), next());
        ErrorKind { system, category, name }
    }
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_'
}

impl ErrorKind<'_> {
    /// The code as the API's documentation writes it: `err:unkey:authentication:portal_token_missing`.
    pub fn code(self) -> Option<String> {
        let whole = !(self.system.is_empty() || self.category.is_empty() || self.name.is_empty());
        whole.then(|| ["err", self.system, self.category, self.name].join(":"))
    }
}
