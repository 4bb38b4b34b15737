//! The forms that a secret is pasted in.

use portal_api::Secret;
use portal_core::keys::secret::formats as secret_formats;

use crate::text::{normalize::fold, rotation as text};

/// How the secret is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    Plain,
    Env,
    Curl,
    Header,
}

impl Form {
    pub(crate) const ALL: [Self; 4] = [Self::Plain, Self::Env, Self::Curl, Self::Header];

    pub(crate) const fn label(self) -> &'static str {
        match self {
            Self::Plain => text::FORM_PLAIN,
            Self::Env => text::FORM_ENV,
            Self::Curl => text::FORM_CURL,
            Self::Header => text::FORM_HEADER,
        }
    }

    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Env => "env",
            Self::Curl => "curl",
            Self::Header => "header",
        }
    }

    pub(crate) fn write(self, secret: &Secret, name: &str) -> Secret {
        match self {
            Self::Plain => secret.clone(),
            Self::Env => secret_formats::env_line(secret, name, fold),
            Self::Curl => secret_formats::curl(secret, None),
            Self::Header => secret_formats::authorization_header(secret),
        }
    }

    /// The form around a secret of which only the first `shown` characters can be read, as they can in the list: as long
    /// as the whole.
    pub(crate) fn masked(self, secret: &Secret, shown: usize, name: &str) -> String {
        // Letters that no form has to escape, so that the form is that of the secret itself.
        const STAND_IN: &str = "0secret0";
        let secret = secret.expose();
        // Of a short one no more than half.
        let shown = shown.min(secret.chars().count() / 2);
        let letters = secret.chars().enumerate();
        let masked: String = letters.map(|(index, letter)| if index < shown { letter } else { '•' }).collect();
        let form = self.write(&Secret::new(STAND_IN.to_owned()), name);
        form.expose().replacen(STAND_IN, &masked, 1)
    }
}
