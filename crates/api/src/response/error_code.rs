//! The code that names an API error.

use crate::ErrorKind;

/// An error code, such as `err:unkey:authentication:portal_token_missing`. It consists of lower-case words only: no
/// token, session ID or key fits in.
///
/// ```
/// use portal_api::ErrorKind;
///
/// let kind = ErrorKind { system: "unkey", category: "data", name: "key_not_found" };
/// let code = kind.code().unwrap();
/// assert_eq!(code.as_str(), "err:unkey:data:key_not_found");
/// assert_eq!(code.name(), "key_not_found");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ErrorCode(String);

impl ErrorCode {
    /// Maximum length of system, category and name, in bytes.
    const MAX_PART_BYTES: usize = 48;

    /// The code as the API's documentation writes it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last part, such as `portal_token_missing`.
    pub fn name(&self) -> &str {
        self.0.rsplit(':').next().unwrap_or_default()
    }

    /// Whether the error belongs to `system`, such as `unkey`.
    pub fn is_of(&self, system: &str) -> bool {
        self.0.split(':').nth(1) == Some(system)
    }
}

impl ErrorKind<'_> {
    /// The error's code; `None` if a part is missing or too long.
    pub fn code(self) -> Option<ErrorCode> {
        let parts = [self.system, self.category, self.name];
        let is_complete = parts.iter().all(|part| (1..=ErrorCode::MAX_PART_BYTES).contains(&part.len()));
        is_complete.then(|| ErrorCode(["err", self.system, self.category, self.name].join(":")))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::ErrorBody;

    fn code_of(type_url: &str) -> Option<ErrorCode> {
        let body = serde_json::json!({ "error": { "type": type_url } });
        serde_json::from_value::<ErrorBody>(body).ok()?.error.kind().code()
    }

    proptest! {
        #[test]
        fn no_token_fits_into_a_code(token in "(ps|pst|pat|acme)_[A-Z0-9][A-Za-z0-9]{23}") {
            prop_assert_eq!(code_of(&format!("https://x/unkey/authentication/{token}")), None);
            prop_assert_eq!(code_of(&format!("https://x/{token}/authentication/missing")), None);
        }
    }
}
