//! The formats in which the secret can be copied.

use portal_api::Secret;
use portal_core::{config::Config, keys::secret::formats};

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
    /// A request's header.
    Header,
}

impl SecretFormat {
    const ALL: [Self; 4] = [Self::Plain, Self::Env, Self::Curl, Self::Header];

    /// Those for which enough is known: a command or a header that was guessed would not work.
    pub(super) fn available(config: &Config) -> Vec<Self> {
        let has_header = config.example.header.is_some();
        let is_known = |format: &Self| match format {
            Self::Plain | Self::Env => true,
            Self::Curl => has_header && config.example.url.is_some(),
            Self::Header => has_header,
        };
        Self::ALL.into_iter().filter(is_known).collect()
    }

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

    /// The secret in this format.
    pub(super) fn format(self, secret: &Secret, config: &Config) -> Secret {
        let example = &config.example;
        match (self, &example.header, &example.url) {
            (Self::Env, _, _) => {
                let by_app = || formats::variable_name(config.app_name.as_deref(), fold);
                formats::env_line(secret, &example.variable.clone().unwrap_or_else(by_app))
            }
            (Self::Curl, Some(header), Some(url)) => formats::curl(secret, header, url.as_str()),
            (Self::Header, Some(header), _) => formats::header_line(secret, header),
            _ => secret.clone(),
        }
    }

    /// The same with all but the first `shown` characters of the secret masked, and no more than half of them shown. As long
    /// as the original.
    pub(super) fn format_masked(self, secret: &Secret, shown: usize, config: &Config) -> String {
        // Has no character that any format escapes.
        const STAND_IN: &str = "0secret0";
        let secret = secret.expose();
        let shown = shown.min(secret.chars().count() / 2);
        let characters = secret.chars().enumerate();
        let masked: String = characters.map(|(index, character)| if index < shown { character } else { '•' }).collect();
        let formatted = self.format(&Secret::new(STAND_IN.to_owned()), config);
        formatted.expose().replacen(STAND_IN, &masked, 1)
    }
}
