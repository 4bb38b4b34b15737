//! The settings for images, and `supportUrl`, which accept more than a web address.

use super::reason::Reason;
use crate::url::WebUrl;

/// An image of the app: its logo, or an icon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Logo {
    /// A file served with the portal: an absolute path.
    Local(String),
    /// A file on another origin.
    Remote(WebUrl),
}

impl Logo {
    /// The value for an `src` attribute.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Local(path) => path,
            Self::Remote(url) => url.as_str(),
        }
    }

    /// # Errors
    /// The end of a sentence that starts with the setting's name.
    pub(super) fn parse(address: &str) -> Result<Self, Reason> {
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-._~%".contains(&byte);
        if address.starts_with('/') && !address.starts_with("//") && address.bytes().all(is_plain) {
            return Ok(Self::Local(address.to_owned()));
        }
        WebUrl::parse(address)
            .map(Self::Remote)
            .map_err(|error| Reason::new(|| format!("{error}, or be a path such as /logo.svg")))
    }
}

/// Where users find help.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SupportLink {
    /// A web page.
    Web(WebUrl),
    /// A `mailto:` link to one plain mail address.
    Mail(String),
}

impl SupportLink {
    /// The value for an `href` attribute.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Web(url) => url.as_str(),
            Self::Mail(link) => link,
        }
    }

    /// # Errors
    /// The end of a sentence that starts with the setting's name.
    pub(super) fn parse(address: &str) -> Result<Self, Reason> {
        let Some(mail) = address.strip_prefix("mailto:") else {
            return WebUrl::parse(address)
                .map(Self::Web)
                .map_err(|error| Reason::new(|| format!("{error}, or be mailto: and an address")));
        };
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"@.+-_".contains(&byte);
        match mail.split_once('@') {
            Some((user, host))
                if !user.is_empty() && !host.is_empty() && !host.contains('@') && mail.bytes().all(is_plain) =>
            {
                Ok(Self::Mail(address.to_owned()))
            }
            _ => Err("must name one plain mail address after mailto:".into()),
        }
    }
}
