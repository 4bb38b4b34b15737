//! The request ID that every response carries.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize};

/// A request ID, for support. Only text in the form of one is kept, so that no other text, token or key is ever shown
/// in its place.
///
/// ```
/// use portal_api::RequestId;
///
/// assert_eq!(RequestId::new("req_2c9a0jf23l4k567").as_str(), "req_2c9a0jf23l4k567");
/// assert_eq!(RequestId::new("pst_secret").as_str(), "");
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct RequestId(String);

impl RequestId {
    /// Takes `text` if it has the form of a request ID, `req_` and 1–60 of `[A-Za-z0-9]`; otherwise the ID is empty.
    pub fn new(text: &str) -> Self {
        let unique = text.strip_prefix("req_").unwrap_or_default();
        let is_id = (1..=60).contains(&unique.len()) && unique.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if is_id { Self(text.to_owned()) } else { Self::default() }
    }

    /// The ID; empty if there was none.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_not_shown_as_a_request_id() {
        assert_eq!(RequestId::new("req_a1B2c3D4e").as_str(), "req_a1B2c3D4e");
        for text in ["", "req_", "ps_a1B2c3D4e", "pst_1", "unkey_1", "req_a b", "req_<b>", "req_ps_1"] {
            assert_eq!(RequestId::new(text).as_str(), "", "{text}");
        }
    }
}
