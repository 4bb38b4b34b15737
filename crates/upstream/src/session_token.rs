//! The session token, checked so that it can be a cookie's value.

use http::HeaderValue;
use portal_api::{Secret, is_token};

/// A session token: 1 to 512 characters of `[A-Za-z0-9_-]`.
pub struct SessionToken(Secret);

impl SessionToken {
    const MAX_BYTES: usize = 512;

    /// `None` for a text that can't be a cookie's value.
    pub fn new(secret: Secret) -> Option<Self> {
        is_token(secret.expose(), Self::MAX_BYTES).then_some(Self(secret))
    }

    /// The token.
    pub fn expose(&self) -> &str {
        self.0.expose()
    }

    /// The header value `name=<token><attributes>`, marked sensitive so that no HTTP library prints it.
    pub fn cookie(&self, name: &str, attributes: &str) -> Option<HeaderValue> {
        let mut value = HeaderValue::try_from(format!("{name}={}{attributes}", self.0.expose())).ok()?;
        value.set_sensitive(true);
        Some(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_valid(text: &str) -> bool {
        SessionToken::new(Secret::new(text.to_owned())).is_some()
    }

    #[test]
    fn only_plain_characters_make_a_token() {
        assert!(is_valid("ps_1") && is_valid("a-B_9") && is_valid(&"a".repeat(512)));
        for text in ["", "a b", "a;b", "a\r\nset-cookie: x=y", "\u{e9}", "a=b", &"a".repeat(513)] {
            assert!(!is_valid(text), "{text}");
        }
    }

    #[test]
    fn its_cookie_is_never_printed() {
        let cookie = SessionToken::new(Secret::new("ps_1".to_owned())).unwrap().cookie("name", "; Secure").unwrap();
        assert_eq!(cookie.to_str().unwrap(), "name=ps_1; Secure");
        assert!(!format!("{cookie:?}").contains("ps_1"));
    }
}
