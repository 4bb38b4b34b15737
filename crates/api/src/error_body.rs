//! The body of an error answer.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize};

use crate::{Meta, absent::null_as_default};

/// A request id, for support. Only what looks like one is kept, so that neither another text nor a token or a key can be
/// shown in its place.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct RequestId(String);

impl RequestId {
    /// `text` if it looks like a request id (`req_` and 1–60 of `[A-Za-z0-9]`), else an empty one.
    pub fn new(text: &str) -> Self {
        let own = text.strip_prefix("req_").unwrap_or_default();
        let fits = (1..=60).contains(&own.len()) && own.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if fits { Self(text.to_owned()) } else { Self::default() }
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
    pub errors: Option<Vec<ValidationError>>,
}

/// One thing that the request check refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ValidationError {
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
    byte.is_ascii_lowercase() || byte == b'_'
}

impl ErrorKind<'_> {
    /// The code as the API's documentation writes it: `err:unkey:authentication:portal_token_missing`.
    pub fn code(self) -> Option<ErrorCode> {
        let parts = [self.system, self.category, self.name];
        let whole = parts.iter().all(|part| (1..=ErrorCode::LONGEST_PART).contains(&part.len()));
        whole.then(|| ErrorCode(["err", self.system, self.category, self.name].join(":")))
    }
}

/// An error's code, such as `err:unkey:authentication:portal_token_missing`. Lower-case words alone: no token, session ID
/// or key fits in.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ErrorCode(String);

impl ErrorCode {
    /// The longest of its parts, in bytes.
    const LONGEST_PART: usize = 48;

    /// The code as the API's documentation writes it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Its last part, such as `portal_token_missing`.
    pub fn name(&self) -> &str {
        self.0.rsplit(':').next().unwrap_or_default()
    }

    /// Whether it is one of `system`, such as `unkey`.
    pub fn is_of(&self, system: &str) -> bool {
        self.0.split(':').nth(1) == Some(system)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn code_of(type_url: &str) -> Option<ErrorCode> {
        let body = serde_json::json!({ "error": { "type": type_url } });
        serde_json::from_value::<ErrorBody>(body).ok()?.error.kind().code()
    }

    #[test]
    fn a_token_is_no_request_id() {
        assert_eq!(RequestId::new("req_a1B2c3D4e").as_str(), "req_a1B2c3D4e");
        for text in ["", "req_", "ps_a1B2c3D4e", "pst_1", "unkey_1", "req_a b", "req_<b>", "req_ps_1"] {
            assert_eq!(RequestId::new(text).as_str(), "", "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_token_fits_into_a_code(token in "(ps|pst|pat|acme)_[A-Z0-9][A-Za-z0-9]{23}") {
            prop_assert_eq!(code_of(&format!("https://x/unkey/authentication/{token}")), None);
            prop_assert_eq!(code_of(&format!("https://x/{token}/authentication/missing")), None);
        }
    }
}
