//! Addresses that the operator names, checked so strictly that every browser reads them alike.
//!
//! A full URL parser would be a large part of what the browser downloads; this one accepts only what needs none.

use std::fmt;

/// The longest address taken, in bytes.
pub const LONGEST: usize = 2_000;

/// An absolute `https:` address, or `http:` on this very machine: the only kind that ever becomes a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebUrl {
    text: String,
    origin: Origin,
}

/// Scheme, host and port: `https://api.example.com`, lower case, without a default port.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    text: String,
    host_start: usize,
    host_end: usize,
}

/// Why an address is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UrlError {
    /// Over [`LONGEST`].
    TooLong,
    /// A space, a control character, a backslash or another character that URLs write in percent form.
    Character,
    /// Neither `https:` nor `http:` on this machine.
    Scheme,
    /// `user:password@`.
    UserInfo,
    /// No host, or one that isn't a plain host name.
    Host,
    /// Not a port.
    Port,
    /// A path, a query or a fragment where only an origin is wanted.
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
    /// The address that `text` is.
    ///
    /// # Errors
    /// Why it is not taken.
    pub fn parse(text: &str) -> Result<Self, UrlError> {
        if text.len() > LONGEST {
            return Err(UrlError::TooLong);
        }
        let plain = |byte: u8| byte.is_ascii_graphic() && !br#""<>\^`{|}"#.contains(&byte);
        if !text.bytes().all(plain) {
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

    /// As it was written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Its origin.
    pub const fn origin(&self) -> &Origin {
        &self.origin
    }

    /// The same with `name=value` in its query, in place of any other value of `name`; all else is kept.
    /// Both must be unreserved characters only.
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
    /// The origin that `text` is; a lone slash behind it is taken off.
    ///
    /// # Errors
    /// Why it is not taken.
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
        let label = |label: &str| {
            !label.is_empty()
                && label.len() <= 63
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
        };
        if host != "[::1]" && (host.len() > 253 || !host.split('.').all(label)) {
            return Err(UrlError::Host);
        }
        let (scheme, usual) = if secure { ("https://", 443) } else { ("http://", 80) };
        let mut text = format!("{scheme}{}", host.to_ascii_lowercase());
        let host_end = text.len();
        if let Some(port) = port {
            let number: u16 = port.parse().map_err(|_| UrlError::Port)?;
            if number == 0 || port.starts_with('+') {
                return Err(UrlError::Port);
            }
            if number != usual {
                text.push_str(&format!(":{number}"));
            }
        }
        Ok(Self { text, host_start: scheme.len(), host_end })
    }

    /// As browsers write it.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The host without the port.
    pub fn host(&self) -> &str {
        self.text.get(self.host_start..self.host_end).unwrap_or_default()
    }

    /// Whether it is this very machine, which browsers trust without TLS.
    pub fn is_local(&self) -> bool {
        let host = self.host();
        host == "localhost" || host.ends_with(".localhost") || host == "127.0.0.1" || host == "[::1]"
    }

    /// Whether it is `https:`.
    pub fn is_https(&self) -> bool {
        self.text.starts_with("https")
    }

    /// Whether browsers are sure to take the two for different sites, and so keep one's cookies from the other. Without
    /// the list of public suffixes a difference within, say, `co.uk` goes unnoticed: then false.
    pub fn is_definitely_cross_site(&self, other: &Self) -> bool {
        fn site(host: &str) -> &str {
            let numeric = host.starts_with('[') || host.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
            let mut dots = host.rmatch_indices('.').map(|(at, _)| at + 1);
            match dots.nth(1) {
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn only_https_and_this_machine_become_links() {
        for text in [
            "https://app.example.com",
            "https://app.example.com:8443/a?b=c#d",
            "http://localhost:8081/",
            "http://app.localhost",
            "http://127.0.0.1:3000",
            "http://[::1]:80/x",
        ] {
            assert!(WebUrl::parse(text).is_ok(), "{text}");
        }
        for (text, problem) in [
            ("javascript:alert(1)", UrlError::Scheme),
            ("data:text/html,x", UrlError::Scheme),
            ("//evil.example", UrlError::Scheme),
            ("/relative", UrlError::Scheme),
            ("", UrlError::Scheme),
            ("HTTPS://app.example.com", UrlError::Scheme),
            ("http://app.example.com", UrlError::Scheme),
            ("http://localhost.example.com", UrlError::Scheme),
            ("https://user:pw@app.example.com", UrlError::UserInfo),
            ("https://app.example.com\\@evil.example", UrlError::Character),
            ("https://app.example.com/\n", UrlError::Character),
            ("https://app.example.com/\t", UrlError::Character),
            (" https://app.example.com", UrlError::Character),
            ("https://exämple.com", UrlError::Character),
            ("https://", UrlError::Host),
            ("https:///path", UrlError::Host),
            ("https://a..b", UrlError::Host),
            ("https://-a.com", UrlError::Host),
            ("https://a%2eb", UrlError::Host),
            ("https://a.com:", UrlError::Port),
            ("https://a.com:0", UrlError::Port),
            ("https://a.com:99999", UrlError::Port),
            ("https://a.com:80:80", UrlError::Port),
        ] {
            assert_eq!(WebUrl::parse(text), Err(problem), "{text}");
        }
        assert_eq!(WebUrl::parse(&format!("https://a.com/{}", "x".repeat(2_000))), Err(UrlError::TooLong));
    }

    #[test]
    fn the_reason_joins_the_operators_own_parameters() {
        for (url, expected) in [
            ("https://a.com", "https://a.com?reason=session_expired"),
            ("https://a.com/keys?tab=1", "https://a.com/keys?tab=1&reason=session_expired"),
            (
                "https://a.com/keys?tab=1&reason=old&x=2#part",
                "https://a.com/keys?tab=1&x=2&reason=session_expired#part",
            ),
            ("https://a.com/?#f?g", "https://a.com/?reason=session_expired#f?g"),
        ] {
            let with = WebUrl::parse(url).map(|url| url.with_query_parameter("reason", "session_expired"));
            assert_eq!(with.as_deref(), Ok(expected));
        }
    }

    #[test]
    fn an_origin_has_no_path() {
        assert_eq!(
            Origin::parse("https://API.example.com:443/").map(|o| o.to_string()).as_deref(),
            Ok("https://api.example.com")
        );
        assert_eq!(
            Origin::parse("http://localhost:8082").map(|o| o.to_string()).as_deref(),
            Ok("http://localhost:8082")
        );
        for text in ["https://api.example.com/v2", "https://api.example.com?x", "https://api.example.com//"] {
            assert_eq!(Origin::parse(text), Err(UrlError::NotAnOrigin), "{text}");
        }
    }

    #[test]
    fn another_site_is_told_from_another_origin() {
        let cross = |a: &str, b: &str| match (Origin::parse(a), Origin::parse(b)) {
            (Ok(a), Ok(b)) => a.is_definitely_cross_site(&b),
            other => panic!("{other:?}"),
        };
        assert!(!cross("https://portal.acme.com", "https://api.acme.com:8443"));
        assert!(!cross("http://portal.acme.localhost:1", "http://api.acme.localhost:2"));
        assert!(!cross("http://localhost:1", "http://localhost:2"));
        assert!(cross("https://portal.acme.com", "https://api.unkey.com"));
        assert!(cross("http://portal.localhost", "http://api.localhost"));
        assert!(cross("https://10.0.0.1", "https://10.1.0.1"));
    }

    proptest! {
        #[test]
        fn any_text_is_taken_or_refused(text in ".{0,80}") {
            if let Ok(url) = WebUrl::parse(&text) {
                prop_assert!(url.with_query_parameter("a", "b").starts_with(&text.split(['?', '#']).next().unwrap_or_default().to_owned()));
            }
        }
    }
}
