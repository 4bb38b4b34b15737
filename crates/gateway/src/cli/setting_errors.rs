//! What is wrong with the settings, collected so that all of it is reported at once.

use std::fmt;

use portal_core::url::Origin;

pub(super) const API_EXAMPLE: &str = "https://api.unkey.com";
pub(super) const PORTAL_EXAMPLE: &str = "https://keys.example.com";

/// What is wrong with a setting, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SettingError {
    /// The flag, or the environment variable.
    pub(super) setting: String,
    /// The rest of a sentence that begins with the setting.
    pub(super) message: String,
}

impl fmt::Display for SettingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.setting, self.message)
    }
}

/// Collects errors.
#[derive(Debug, Default)]
pub(super) struct SettingErrors(pub(super) Vec<SettingError>);

/// An empty environment variable counts as none.
pub(super) fn non_empty(text: &Option<String>) -> Option<&str> {
    text.as_deref().filter(|text| !text.is_empty())
}

impl SettingErrors {
    pub(super) fn add(&mut self, setting: &str, message: impl Into<String>) {
        self.0.push(SettingError { setting: setting.to_owned(), message: message.into() });
    }

    /// An origin, or `None` and an error.
    pub(super) fn parse_origin(&mut self, setting: &str, text: &str, example: &str) -> Option<Origin> {
        match Origin::parse(text) {
            Ok(origin) => Some(origin),
            Err(problem) => {
                self.add(setting, format!("\"{text}\" {problem}, for example {example}"));
                None
            }
        }
    }

    /// The API's origin, which is required.
    pub(super) fn require_upstream(&mut self, text: &Option<String>) -> Option<Origin> {
        let Some(text) = non_empty(text) else {
            self.add("--upstream", format!("is missing: name the API's origin, such as {API_EXAMPLE}"));
            return None;
        };
        self.parse_origin("--upstream", text, API_EXAMPLE)
    }

    /// The portal's origin, which is required.
    pub(super) fn require_public_origin(&mut self, text: &Option<String>) -> Option<Origin> {
        let Some(text) = non_empty(text) else {
            let message = format!("is missing: name the portal's origin as browsers see it, such as {PORTAL_EXAMPLE}");
            self.add("--public-origin", message);
            return None;
        };
        self.parse_origin("--public-origin", text, PORTAL_EXAMPLE)
    }
}
