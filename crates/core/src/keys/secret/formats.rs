//! The formats in which a secret can be copied, and the check of a pasted copy.
//!
//! Buffers with a secret are allocated at their final size: one that grows would leave its old bytes in memory.

use portal_api::Secret;

use crate::keys::{identify::words, view::NormalizeFn};

/// The variable name if the key's name contains no usable character.
pub const FALLBACK_NAME: &str = "API_KEY";

/// The URL in a curl command if none is known.
pub const EXAMPLE_URL: &str = "https://api.example.com";

const MAX_NAME_CHARS: usize = 60;

/// A line of a `.env` file. The variable is named after the key.
///
/// ```
/// use portal_api::Secret;
/// use portal_core::keys::secret::formats::env_line;
///
/// let secret = Secret::new("acme_7QpVb2x".to_owned());
/// assert_eq!(env_line(&secret, "Production", |name| name.to_lowercase()).expose(), "PRODUCTION=acme_7QpVb2x");
/// ```
pub fn env_line(secret: &Secret, key_name: &str, normalize: NormalizeFn) -> Secret {
    let name = env_name(key_name, normalize);
    let value = secret.expose();
    let quote = if value.bytes().all(is_plain) { "" } else { "\"" };
    assemble(&[&name, "=", quote], value, &[quote])
}

/// An HTTP header: `Authorization: Bearer acme_…`.
pub fn authorization_header(secret: &Secret) -> Secret {
    const HEADER: &str = "Authorization: Bearer ";
    let mut text = String::with_capacity(HEADER.len() + secret.expose().len());
    text.push_str(HEADER);
    text.push_str(secret.expose());
    Secret::new(text)
}

/// A curl command that sends the secret to `url`: `curl -H "Authorization: Bearer acme_…" https://api.example.com`.
pub fn curl(secret: &Secret, url: Option<&str>) -> Secret {
    let url = url.unwrap_or(EXAMPLE_URL);
    let mut word = String::new();
    if url.bytes().all(is_plain) {
        word.push_str(url);
    } else {
        word.push('"');
        push_escaped(&mut word, url);
        word.push('"');
    }
    assemble(&["curl -H \"Authorization: Bearer "], secret.expose(), &["\" ", &word])
}

/// The variable name for a key: `Élodie's importer` becomes `ELODIE_S_IMPORTER`.
pub fn env_name(key_name: &str, normalize: NormalizeFn) -> String {
    let mut name = String::new();
    for letter in normalize(key_name).chars().map(|letter| letter.to_ascii_uppercase()) {
        if name.len() >= MAX_NAME_CHARS {
            break;
        }
        if letter.is_ascii_alphanumeric() {
            if name.is_empty() && letter.is_ascii_digit() {
                name.push_str("KEY_");
            }
            name.push(letter);
        } else if !name.is_empty() && !name.ends_with('_') {
            name.push('_');
        }
    }
    name.truncate(name.trim_end_matches('_').len());
    if name.is_empty() { FALLBACK_NAME.to_owned() } else { name }
}

/// How a pasted copy compares with the secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasteCheck {
    /// It is the secret, alone or in one of the formats.
    Match,
    /// It is a part of the secret: copying lost something.
    Truncated,
    /// It is something else.
    Different,
    /// Nothing but white space was pasted.
    Empty,
}

/// Compares a pasted copy with the secret.
///
/// ```
/// use portal_api::Secret;
/// use portal_core::keys::secret::formats::{PasteCheck, check_paste};
///
/// let secret = Secret::new("acme_7QpVb2x".to_owned());
/// assert_eq!(check_paste(&secret, &Secret::new("KEY=\"acme_7QpVb2x\"".to_owned())), PasteCheck::Match);
/// assert_eq!(check_paste(&secret, &Secret::new("acme_7QpVb".to_owned())), PasteCheck::Truncated);
/// ```
pub fn check_paste(secret: &Secret, pasted: &Secret) -> PasteCheck {
    let secret = secret.expose();
    let is_part = |word: &str| 2 * word.len() >= secret.len() && (secret.starts_with(word) || secret.ends_with(word));
    let mut best = PasteCheck::Empty;
    for word in words(pasted.expose()) {
        if word == secret {
            return PasteCheck::Match;
        }
        if is_part(word) {
            best = PasteCheck::Truncated;
        } else if best == PasteCheck::Empty {
            best = PasteCheck::Different;
        }
    }
    best
}

/// Joins the texts, with `value` escaped for double quotes.
fn assemble(before: &[&str], value: &str, after: &[&str]) -> Secret {
    let text_bytes: usize = before.iter().chain(after).map(|part| part.len()).sum();
    // Escaping can double the length.
    let mut text = String::with_capacity(text_bytes + 2 * value.len());
    text.extend(before.iter().copied());
    push_escaped(&mut text, value);
    text.extend(after.iter().copied());
    Secret::new(text)
}

/// Escapes the characters that shells and `.env` parsers interpret between double quotes.
fn push_escaped(text: &mut String, value: &str) {
    for letter in value.chars() {
        if matches!(letter, '"' | '\\' | '$' | '`') {
            text.push('\\');
        }
        text.push(letter);
    }
}

/// Whether a byte needs no quotes in a shell and in a `.env` file.
fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"_-.~:/@%+,=".contains(&byte)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::keys::samples::normalize;

    const KEY: &str = "acme_7QpVb2xYJ8kLmN4rStUvWx";

    fn secret(text: &str) -> Secret {
        Secret::new(text.to_owned())
    }

    #[test]
    fn each_format_can_be_pasted_where_it_belongs() {
        assert_eq!(env_line(&secret(KEY), "Production", normalize).expose(), format!("PRODUCTION={KEY}"));
        assert_eq!(authorization_header(&secret(KEY)).expose(), format!("Authorization: Bearer {KEY}"));
        assert_eq!(
            curl(&secret(KEY), None).expose(),
            format!("curl -H \"Authorization: Bearer {KEY}\" https://api.example.com")
        );
        assert_eq!(
            curl(&secret(KEY), Some("https://a.com/b?c=1&d=$e")).expose(),
            format!("curl -H \"Authorization: Bearer {KEY}\" \"https://a.com/b?c=1&d=\\$e\"")
        );
    }

    #[test]
    fn an_unusual_key_does_not_break_out_of_its_quotes() {
        let unusual = secret("a\"; rm -rf $HOME `x` \\");
        assert_eq!(env_line(&unusual, "", normalize).expose(), "API_KEY=\"a\\\"; rm -rf \\$HOME \\`x\\` \\\\\"");
        assert!(
            curl(&unusual, None)
                .expose()
                .starts_with("curl -H \"Authorization: Bearer a\\\"; rm -rf \\$HOME \\`x\\` \\\\\" ")
        );
    }

    #[test]
    fn a_key_gets_a_variable_name_that_every_shell_accepts() {
        for (name, expected) in [
            ("Production", "PRODUCTION"),
            ("Élodie's  importer!", "ELODIE_S_IMPORTER"),
            ("  web-hook (eu) ", "WEB_HOOK_EU"),
            ("2024 export", "KEY_2024_EXPORT"),
            ("本番環境のキー 🚀", "API_KEY"),
            ("", "API_KEY"),
            ("___", "API_KEY"),
        ] {
            assert_eq!(env_name(name, normalize), expected, "{name}");
        }
        assert!(env_name(&"long name ".repeat(30), normalize).len() <= MAX_NAME_CHARS);
    }

    #[test]
    fn a_pasted_copy_is_compared_with_the_secret() {
        let check = |pasted: &str| check_paste(&secret(KEY), &secret(pasted));
        for pasted in [KEY, &format!(" {KEY}\n"), &format!("PRODUCTION=\"{KEY}\""), &format!("Bearer {KEY}")] {
            assert_eq!(check(pasted), PasteCheck::Match, "{pasted}");
        }
        for pasted in [&KEY[..26], &KEY[1..], &format!("X={}", &KEY[..20])] {
            assert_eq!(check(pasted), PasteCheck::Truncated, "{pasted}");
        }
        for pasted in [&KEY.to_lowercase(), "acme", "x", &format!("{KEY}x"), "acme_other"] {
            assert_eq!(check(pasted), PasteCheck::Different, "{pasted}");
        }
        for pasted in ["", " \n"] {
            assert_eq!(check(pasted), PasteCheck::Empty, "{pasted:?}");
        }
    }

    #[test]
    fn every_format_is_recognised_when_pasted() {
        for form in
            [env_line(&secret(KEY), "x", normalize), authorization_header(&secret(KEY)), curl(&secret(KEY), None)]
        {
            assert_eq!(check_paste(&secret(KEY), &form), PasteCheck::Match);
        }
    }

    proptest! {
        #[test]
        fn any_key_name_gives_a_variable_name(name in ".{0,80}") {
            let name = env_name(&name, normalize);
            prop_assert!(name.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_'));
            prop_assert!(!name.is_empty() && name.len() <= MAX_NAME_CHARS + 4 && !name.as_bytes()[0].is_ascii_digit());
        }

        #[test]
        fn no_buffer_grows_beyond_its_first_allocation(value in ".{1,40}", name in "[a-zä ]{0,20}") {
            let text = assemble(&[&name, "=\""], &value, &["\""]);
            prop_assert!(text.expose().len() <= name.len() + 3 + 2 * value.len());
        }

        #[test]
        fn any_pasted_text_has_a_result(shown in ".{1,30}", pasted in ".{0,30}") {
            prop_assert_eq!(check_paste(&secret(shown.trim()), &secret(&shown)) == PasteCheck::Match, !shown.trim().is_empty());
            let _ = check_paste(&secret(&shown), &secret(&pasted));
        }
    }
}
