//! The formats in which the secret can be copied.

use portal_api::Secret;
use portal_core::keys::secret::formats;

use crate::text::{self, normalize::fold};

/// How the secret is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SecretFormat {
    /// The secret alone.
    Plain,
    /// A line of an `.env` file.
    Env,
    /// A curl command.
    Curl,
    /// An `Authorization` header.
    Header,
}

impl SecretFormat {
    pub(super) const ALL: [Self; 4] = [Self::Plain, Self::Env, Self::Curl, Self::Header];

    pub(super) const fn label(self) -> &'static str {
        match self {
            Self::Plain => text::rotation::secret::FORMAT_PLAIN,
            Self::Env => text::rotation::secret::FORMAT_ENV,
            Self::Curl => text::rotation::secret::FORMAT_CURL,
            Self::Header => text::rotation::secret::FORMAT_HEADER,
        }
    }

    /// `value` of the radio button.
    pub(super) const fn id(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Env => "env",
            Self::Curl => "curl",
            Self::Header => "header",
        }
    }

    /// The secret in this format; `name` is the key's name, which the `.env` line uses.
    pub(super) fn format(self, secret: &Secret, name: &str) -> Secret {
        match self {
            Self::Plain => secret.clone(),
            Self::Env => formats::env_line(secret, name, fold),
            Self::Curl => formats::curl(secret, None),
            Self::Header => formats::authorization_header(secret),
        }
    }

    /// The same with all but the first `shown` characters of the secret masked, and no more than half of them shown. As long
    /// as the original.
    pub(super) fn format_masked(self, secret: &Secret, shown: usize, name: &str) -> String {
        // Has no character that any format escapes.
        const STAND_IN: &str = "0secret0";
        let secret = secret.expose();
        let shown = shown.min(secret.chars().count() / 2);
        let characters = secret.chars().enumerate();
        let masked: String = characters.map(|(index, character)| if index < shown { character } else { '•' }).collect();
        let formatted = self.format(&Secret::new(STAND_IN.to_owned()), name);
        formatted.expose().replacen(STAND_IN, &masked, 1)
    }
}
