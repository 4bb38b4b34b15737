//! The operator's URLs, validated so strictly that every browser reads them the same way.
//!
//! Own code instead of the `url` crate, which would be a large part of the wasm: only URLs that need no normalization
//! are accepted. [`crate::percent`] is own code for the same reason.

#[cfg(test)]
mod tests;

use std::fmt;

/// Maximum length of a URL.
pub const MAX_URL_BYTES: usize = 2_000;

/// An absolute `https:` URL, or `http:` on localhost. Only these become links.
///
/// ```
/// use portal_core::url::{UrlError, WebUrl};
///
/// let url = WebUrl::parse("https://app.example.com/account?tab=1").unwrap();
/// assert_eq!(url.origin().as_str(), "https://app.example.com");
/// assert_eq!(url.with_query_parameter("reason", "expired"), "https://app.example.com/account?tab=1&reason=expired");
/// assert_eq!(WebUrl::parse("javascript:alert(1)"), Err(UrlError::Scheme));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebUrl {
    text: String,
    origin: Origin,
}

/// Scheme, host and port in the browser's form: lower case, without a default port.
///
/// ```
/// use portal_core::url::Origin;
///
/// let origin = Origin::parse("https://API.example.com:443/").unwrap();
/// assert_eq!(origin.as_str(), "https://api.example.com");
/// assert!(Origin::parse("https://api.example.com/v2").is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    text: String,
    host_start: usize,
    host_end: usize,
}

/// Why a URL is rejected. `Display` gives the end of a sentence that starts with the setting's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UrlError {
    /// Longer than [`MAX_URL_BYTES`].
    TooLong,
    /// A character that is not valid in a URL without percent-encoding, such as a space or a backslash.
    Character,
    /// Neither `https:` nor `http:` on localhost.
    Scheme,
    /// A user name or password.
    UserInfo,
    /// No host, or an invalid one.
    Host,
    /// An invalid port.
    Port,
    /// A path, query or fragment in an origin.
    NotAnOrigin,
}

impl fmt::Display for UrlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TooLong => "is longer than 2,000 characters",
            Self::Character => {
                "holds a character that a URL can't hold as it is: write it in percent form, a host name in punycode"
            }
            Self::Scheme => "must begin with https:// (http:// only for localhost)",
            Self::UserInfo => "must not hold a user name or password",
            Self::Host => "has no valid host name",
            Self::Port => "has no valid port",
            Self::NotAnOrigin => "must be an origin alone, such as https://api.example.com, without a path",
        })
    }
}

impl WebUrl {
    /// Parses and validates a URL.
    ///
    /// # Errors
    /// The first rule that `text` breaks.
    pub fn parse(text: &str) -> Result<Self, UrlError> {
        if text.len() > MAX_URL_BYTES {
            return Err(UrlError::TooLong);
        }
        let is_plain = |byte: u8| byte.is_ascii_graphic() && !br#""<>\^`{|}"#.contains(&byte);
        if !text.bytes().all(is_plain) {
            return Err(UrlError::Character);
        }
        let (secure, rest) = match (text.strip_prefix("https://"), text.strip_prefix("http://")) {
            (Some(rest), _) => (true, rest),
            (None, Some(rest)) => (false, rest),
            (None, None) => return Err(UrlError::Scheme),
        };
        let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let origin = Origin::new(secure, authority)?;
        if !secure && !origin.is_local() {
            return Err(UrlError::Scheme);
        }
        Ok(Self { text: text.to_owned(), origin })
    }

    /// The URL as it was written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The URL's origin.
    pub const fn origin(&self) -> &Origin {
        &self.origin
    }

    /// The URL with the query parameter `name=value`, which replaces any other value of `name`. Both must consist of
    /// unreserved characters: nothing is encoded.
    pub fn with_query_parameter(&self, name: &str, value: &str) -> String {
        let (address, fragment) = match self.text.split_once('#') {
            Some((address, fragment)) => (address, Some(fragment)),
            None => (self.text.as_str(), None),
        };
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        let mut text = path.to_owned();
        let mut separator = '?';
        let others = query.split('&').filter(|pair| !pair.is_empty() && pair.split('=').next() != Some(name));
        for pair in others {
            text.push(separator);
            text.push_str(pair);
            separator = '&';
        }
        text.push(separator);
        text.push_str(name);
        text.push('=');
        text.push_str(value);
        if let Some(fragment) = fragment {
            text.push('#');
            text.push_str(fragment);
        }
        text
    }
}

impl fmt::Display for WebUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Origin {
    /// Parses an origin, with or without a trailing slash.
    ///
    /// # Errors
    /// The first rule that `text` breaks.
    pub fn parse(text: &str) -> Result<Self, UrlError> {
        let text = text.strip_suffix('/').unwrap_or(text);
        let url = WebUrl::parse(text)?;
        let slashes = text.bytes().filter(|byte| matches!(byte, b'/' | b'?' | b'#')).count();
        if slashes == 2 { Ok(url.origin) } else { Err(UrlError::NotAnOrigin) }
    }

    fn new(secure: bool, authority: &str) -> Result<Self, UrlError> {
        if authority.contains('@') {
            return Err(UrlError::UserInfo);
        }
        let (host, port) = split_port(authority);
        let is_label = |label: &str| {
            !label.is_empty()
                && label.len() <= 63
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
        };
        if host != "[::1]" && (host.len() > 253 || !host.split('.').all(is_label)) {
            return Err(UrlError::Host);
        }
        let (scheme, default_port) = if secure { ("https://", 443) } else { ("http://", 80) };
        let mut text = format!("{scheme}{}", host.to_ascii_lowercase());
        let host_end = text.len();
        if let Some(port) = port {
            let number: u16 = port.parse().map_err(|_| UrlError::Port)?;
            if number == 0 || port.starts_with('+') {
                return Err(UrlError::Port);
            }
            if number != default_port {
                text.push_str(&format!(":{number}"));
            }
        }
        Ok(Self { text, host_start: scheme.len(), host_end })
    }

    /// The origin as browsers write it.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The host, without the port.
    pub fn host(&self) -> &str {
        self.text.get(self.host_start..self.host_end).unwrap_or_default()
    }

    /// Whether the host is the local machine, which browsers trust without TLS.
    pub fn is_local(&self) -> bool {
        let host = self.host();
        host == "localhost" || host.ends_with(".localhost") || host == "127.0.0.1" || host == "[::1]"
    }

    /// Whether the scheme is `https:`.
    pub fn is_https(&self) -> bool {
        self.text.starts_with("https")
    }

    /// Whether the two are certainly different sites for a browser, which then blocks cookies between them. `false`
    /// also where only the public suffix list could tell, as for two hosts under `co.uk`.
    pub fn is_definitely_cross_site(&self, other: &Self) -> bool {
        fn site(host: &str) -> &str {
            let numeric = host.starts_with('[') || host.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
            let mut labels = host.rmatch_indices('.').map(|(at, _)| at + 1);
            match labels.nth(1) {
                Some(start) if !numeric => host.get(start..).unwrap_or(host),
                _ => host,
            }
        }
        self.is_https() != other.is_https() || site(self.host()) != site(other.host())
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

fn split_port(authority: &str) -> (&str, Option<&str>) {
    if authority.starts_with('[') {
        return match authority.split_once("]:") {
            Some((host, port)) => (authority.get(..host.len() + 1).unwrap_or_default(), Some(port)),
            None => (authority, None),
        };
    }
    match authority.split_once(':') {
        Some((host, port)) => (host, Some(port)),
        None => (authority, None),
    }
}
