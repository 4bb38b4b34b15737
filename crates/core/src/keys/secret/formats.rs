//! The secret in the forms that people paste it in, and whether what they pasted is the secret.
//!
//! Every buffer is made as large as it gets at once: one that grows leaves its old bytes behind in memory.

use portal_api::Secret;

use crate::keys::{identify::words, view::NormalizeFn};

/// The name in a `.env` line where the key's own name gives none.
pub const FALLBACK_NAME: &str = "API_KEY";

/// The address in a curl command where none is known.
pub const EXAMPLE_URL: &str = "https://api.example.com";

/// The longest name in a `.env` line, in characters.
const LONGEST_NAME: usize = 60;

/// `PRODUCTION=acme_…`: a line of a `.env` file. `key_name` is what the key is called.
pub fn env_line(secret: &Secret, key_name: &str, fold: NormalizeFn) -> Secret {
    let name = env_name(key_name, fold);
    let value = secret.expose();
    let quote = if value.bytes().all(is_plain) { "" } else { "\"" };
    assemble(&[&name, "=", quote], value, &[quote])
}

/// `Authorization: Bearer acme_…`: the header by itself.
pub fn authorization_header(secret: &Secret) -> Secret {
    const HEADER: &str = "Authorization: Bearer ";
    let mut text = String::with_capacity(HEADER.len() + secret.expose().len());
    text.push_str(HEADER);
    text.push_str(secret.expose());
    Secret::new(text)
}

/// `curl -H "Authorization: Bearer acme_…" https://api.example.com`: a request to try the key with.
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

/// What a key called `key_name` is called in a `.env` file: `Élodie's importer` is `ELODIE_S_IMPORTER`.
pub fn env_name(key_name: &str, fold: NormalizeFn) -> String {
    let mut name = String::new();
    for letter in fold(key_name).chars().map(|letter| letter.to_ascii_uppercase()) {
        if name.len() >= LONGEST_NAME {
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

/// What was pasted back to be compared with the secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasteCheck {
    /// The secret, alone or in any of its forms.
    Match,
    /// A part of the secret: something was lost in copying.
    Truncated,
    /// Something else.
    Different,
    /// Nothing.
    Empty,
}

/// Compares what was pasted with the secret that is shown.
pub fn check_paste(shown: &Secret, pasted: &Secret) -> PasteCheck {
    let shown = shown.expose();
    let is_part = |word: &str| 2 * word.len() >= shown.len() && (shown.starts_with(word) || shown.ends_with(word));
    let mut best = PasteCheck::Empty;
    for word in words(pasted.expose()) {
        if word == shown {
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

/// `value` between the texts, escaped for double quotes.
fn assemble(before: &[&str], value: &str, after: &[&str]) -> Secret {
    let around: usize = before.iter().chain(after).map(|part| part.len()).sum();
    // An escaped character takes two bytes for one.
    let mut text = String::with_capacity(around + 2 * value.len());
    text.extend(before.iter().copied());
    push_escaped(&mut text, value);
    text.extend(after.iter().copied());
    Secret::new(text)
}

/// Escapes what shells and `.env` readers take for more than itself between double quotes.
fn push_escaped(text: &mut String, value: &str) {
    for letter in value.chars() {
        if matches!(letter, '"' | '\\' | '$' | '`') {
            text.push('\\');
        }
        text.push(letter);
    }
}

/// Whether a byte means itself to a shell and in a `.env` file without quotes.
fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"_-.~:/@%+,=".contains(&byte)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::keys::samples::fold;

    const KEY: &str = "acme_7QpVb2xYJ8kLmN4rStUvWx";

    fn secret(text: &str) -> Secret {
        Secret::new(text.to_owned())
    }

    #[test]
    fn each_form_can_be_pasted_where_it_belongs() {
        assert_eq!(env_line(&secret(KEY), "Production", fold).expose(), format!("PRODUCTION={KEY}"));
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
    fn an_odd_key_does_not_break_out_of_its_quotes() {
        let odd = secret("a\"; rm -rf $HOME `x` \\");
        assert_eq!(env_line(&odd, "", fold).expose(), "API_KEY=\"a\\\"; rm -rf \\$HOME \\`x\\` \\\\\"");
        assert!(
            curl(&odd, None)
                .expose()
                .starts_with("curl -H \"Authorization: Bearer a\\\"; rm -rf \\$HOME \\`x\\` \\\\\" ")
        );
    }

    #[test]
    fn a_key_gets_a_name_that_every_shell_takes() {
        for (name, expected) in [
            ("Production", "PRODUCTION"),
            ("Élodie's  importer!", "ELODIE_S_IMPORTER"),
            ("  web-hook (eu) ", "WEB_HOOK_EU"),
            ("2024 export", "KEY_2024_EXPORT"),
            ("本番環境のキー 🚀", "API_KEY"),
            ("", "API_KEY"),
            ("___", "API_KEY"),
        ] {
            assert_eq!(env_name(name, fold), expected, "{name}");
        }
        assert!(env_name(&"long name ".repeat(30), fold).len() <= LONGEST_NAME);
    }

    #[test]
    fn what_is_pasted_back_is_compared() {
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
    fn a_form_can_be_pasted_back() {
        for form in [env_line(&secret(KEY), "x", fold), authorization_header(&secret(KEY)), curl(&secret(KEY), None)] {
            assert_eq!(check_paste(&secret(KEY), &form), PasteCheck::Match);
        }
    }

    proptest! {
        #[test]
        fn any_name_becomes_one(name in ".{0,80}") {
            let name = env_name(&name, fold);
            prop_assert!(name.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_'));
            prop_assert!(!name.is_empty() && name.len() <= LONGEST_NAME + 4 && !name.as_bytes()[0].is_ascii_digit());
        }

        #[test]
        fn no_buffer_grows_and_leaves_a_secret_behind(value in ".{1,40}", name in "[a-zä ]{0,20}") {
            let text = assemble(&[&name, "=\""], &value, &["\""]);
            prop_assert!(text.expose().len() <= name.len() + 3 + 2 * value.len());
        }

        #[test]
        fn any_pasted_text_is_compared(shown in ".{1,30}", pasted in ".{0,30}") {
            prop_assert_eq!(check_paste(&secret(shown.trim()), &secret(&shown)) == PasteCheck::Match, !shown.trim().is_empty());
            let _ = check_paste(&secret(&shown), &secret(&pasted));
        }
    }
}
