//! The setting `example`: how the app's users use a key.
//!
//! Its values become part of lines that users paste into shells and files: only characters are accepted that have no meaning
//! there, inside of quotes or outside.

use super::reason::Reason;
use crate::url::WebUrl;

/// Maximum length of `variable` and `header`, in characters.
const MAX_CHARS: usize = 80;

/// What is known of how a key is used. What is missing is left out on screen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ExampleSettings {
    /// `variable`: the environment variable that holds the key.
    pub variable: Option<String>,
    /// `url`: an address of the app's API that can be requested with a key.
    pub url: Option<WebUrl>,
    /// `header`: what stands before the key in a request's header, such as `Authorization: Bearer` or `X-API-Key:`. A space and
    /// the key follow.
    pub header: Option<String>,
}

/// # Errors
/// The end of a sentence that starts with the setting's name.
pub(super) fn variable(text: &str) -> Result<String, Reason> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    if text.len() > MAX_CHARS {
        Err(too_long())
    } else if text.is_empty() || text.starts_with(|c: char| c.is_ascii_digit()) || !text.bytes().all(is_plain) {
        Err("must be the name of an environment variable, such as ACME_API_KEY: letters, digits and _ alone".into())
    } else {
        Ok(text.to_owned())
    }
}

/// # Errors
/// The end of a sentence that starts with the setting's name.
pub(super) fn url(text: &str) -> Result<WebUrl, Reason> {
    let url = WebUrl::parse(text).map_err(|error| Reason::new(|| error.to_string()))?;
    let after_host = text.split_once("://").and_then(|(_, rest)| rest.split_once(['/', '?', '#']));
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/?#-._~:&=%+,;@".contains(&byte);
    match after_host {
        Some((_, path)) if !path.bytes().all(is_plain) => {
            Err("holds a character with a meaning in shells or for curl, such as ' or $ or [: write it in percent form"
                .into())
        }
        _ => Ok(url),
    }
}

/// `Name` or `Name: scheme`, returned with the colon.
///
/// # Errors
/// The end of a sentence that starts with the setting's name.
pub(super) fn header(text: &str) -> Result<String, Reason> {
    let is_word =
        |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    let (name, scheme) = text.split_once(':').unwrap_or((text, ""));
    let scheme = scheme.trim_matches(' ');
    if text.len() > MAX_CHARS {
        Err(too_long())
    } else if ["bearer", "basic", "token"].iter().any(|scheme| name.eq_ignore_ascii_case(scheme)) {
        Err("begins with no header's name: write it in full, such as Authorization: Bearer".into())
    } else if !is_word(name) || !(scheme.is_empty() || is_word(scheme)) {
        Err("must be what stands before the key: a header's name, such as X-API-Key, or name and scheme, such as \
             Authorization: Bearer"
            .into())
    } else if scheme.is_empty() {
        Ok([name, ":"].concat())
    } else {
        Ok([name, ": ", scheme].concat())
    }
}

fn too_long() -> Reason {
    Reason::new(|| format!("is longer than {MAX_CHARS} characters"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_header_is_a_name_or_name_and_scheme() {
        for (text, stored) in [
            ("Authorization: Bearer", "Authorization: Bearer"),
            ("Authorization:Bearer", "Authorization: Bearer"),
            ("authorization:  ApiKey ", "authorization: ApiKey"),
            ("X-API-Key", "X-API-Key:"),
            ("X-API-Key: ", "X-API-Key:"),
            ("Authorization", "Authorization:"),
        ] {
            assert_eq!(header(text).as_deref(), Ok(stored), "{text:?}");
        }
        for text in [
            "",
            ":",
            ": Bearer",
            "Bearer",
            "bearer: x",
            "Authorization: Bearer {key}",
            "Authorization: Bearer KEY",
            "X Key",
            "X-Key\r\nHost",
            "X-Key'",
            "X-Key: a:b",
            "X-Kéy",
            "X-Key: \"",
            " X-Key",
            "X-Key\n",
            "X-Key: $(x)",
        ] {
            assert!(header(text).is_err(), "{text:?}");
        }
        assert!(header(&"x".repeat(80)).is_ok() && header(&"x".repeat(81)).is_err());
    }

    #[test]
    fn a_variable_is_one_of_every_shell() {
        for text in ["ACME_API_KEY", "_", "a1"] {
            assert_eq!(variable(text).as_deref(), Ok(text));
        }
        for text in ["", "1A", "A-B", "A B", "A=B", "A;B", "$A", "É", "A\n", "A'"] {
            assert!(variable(text).is_err(), "{text:?}");
        }
        assert!(variable(&"x".repeat(80)).is_ok() && variable(&"x".repeat(81)).is_err());
    }

    #[test]
    fn an_address_needs_no_quoting_by_shells_or_curl() {
        for text in [
            "https://api.acme.com",
            "http://localhost:3000/v1/users?limit=10&a=b#c",
            "https://[::1]/x",
            "https://a.com/%27",
        ] {
            assert_eq!(url(text).map(|url| url.to_string()).as_deref(), Ok(text));
        }
        for text in [
            "http://api.acme.com",
            "ftp://a.com",
            "https://a.com/'",
            "https://a.com/$(id)",
            "https://a.com/!x",
            "https://a.com/[1-9]",
            "https://a.com/*",
            "https://a.com?'",
            "https://a.com#'",
            "https://a.com/\\",
            "https://a.com/`",
            "https://a.com/\n",
            "javascript:1",
        ] {
            assert!(url(text).is_err(), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn no_accepted_value_ends_a_quoted_text(text in "(https://a.com/)?\\PC{0,30}") {
            let accepted = [variable(&text), url(&text).map(|url| url.to_string()), header(&text)];
            for value in accepted.iter().flatten() {
                prop_assert!(value.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' '), "{value}");
                prop_assert!(!value.contains(['\'', '"', '`', '$', '!', '\\', '(', ')', '<', '>', '|', '{', '*']), "{value}");
            }
        }
    }
}
