//! The formats in which a secret can be copied, and the check of a pasted copy.
//!
//! Buffers with a secret are allocated at their final size: one that grows would leave its old bytes in memory.

use portal_api::Secret;

use crate::keys::{identify::words, view::NormalizeFn};

/// The variable name if the app's name is unknown, or contains no usable character.
pub const FALLBACK_VARIABLE: &str = "API_KEY";

const MAX_NAME_CHARS: usize = 60;

/// A line of a `.env` file.
///
/// ```
/// use portal_api::Secret;
/// use portal_core::keys::secret::formats::env_line;
///
/// let secret = Secret::new("acme_7QpVb2x".to_owned());
/// assert_eq!(env_line(&secret, "ACME_API_KEY").expose(), "ACME_API_KEY=acme_7QpVb2x");
/// ```
pub fn env_line(secret: &Secret, variable: &str) -> Secret {
    let value = secret.expose();
    let quote = if value.bytes().all(is_plain) { "" } else { "\"" };
    assemble(&[variable, "=", quote], value, &[quote])
}

/// An HTTP header: `Authorization: Bearer acme_…`. `header`: what stands before the key, as in the operator's config.
pub fn header_line(secret: &Secret, header: &str) -> Secret {
    let mut text = String::with_capacity(header.len() + 1 + secret.expose().len());
    text.extend([header, " ", secret.expose()]);
    Secret::new(text)
}

/// A curl command that sends the secret to `url`: `curl -H "Authorization: Bearer acme_…" https://api.acme.com/v1/me`. `header`
/// as in [`header_line`].
pub fn curl(secret: &Secret, header: &str, url: &str) -> Secret {
    let mut word = String::new();
    if url.bytes().all(is_plain) {
        word.push_str(url);
    } else {
        word.push('"');
        push_escaped(&mut word, url);
        word.push('"');
    }
    assemble(&["curl -H \"", header, " "], secret.expose(), &["\" ", &word])
}

/// The variable that holds a key of the app with this name: `Élodie's App` becomes `ELODIE_S_APP_API_KEY`.
pub fn variable_name(app: Option<&str>, normalize: NormalizeFn) -> String {
    let mut name = String::new();
    for letter in normalize(app.unwrap_or_default()).chars().map(|letter| letter.to_ascii_uppercase()) {
        if name.len() >= MAX_NAME_CHARS {
            break;
        }
        if letter.is_ascii_alphanumeric() {
            if name.is_empty() && letter.is_ascii_digit() {
                name.push('_');
            }
            name.push(letter);
        } else if !name.is_empty() && !name.ends_with('_') {
            name.push('_');
        }
    }
    let name = name.trim_end_matches('_');
    // An app that is called “Acme API” needs no second one.
    let name =
        name.strip_suffix("API").map_or(name, |rest| if rest.is_empty() || rest.ends_with('_') { rest } else { name });
    match name.trim_end_matches('_') {
        "" => FALLBACK_VARIABLE.to_owned(),
        name => [name, "_", FALLBACK_VARIABLE].concat(),
    }
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

    const BEARER: &str = "Authorization: Bearer";
    const URL: &str = "https://api.acme.com/v1/me";

    #[test]
    fn each_format_can_be_pasted_where_it_belongs() {
        assert_eq!(env_line(&secret(KEY), "ACME_API_KEY").expose(), format!("ACME_API_KEY={KEY}"));
        assert_eq!(header_line(&secret(KEY), BEARER).expose(), format!("Authorization: Bearer {KEY}"));
        assert_eq!(header_line(&secret(KEY), "X-API-Key:").expose(), format!("X-API-Key: {KEY}"));
        assert_eq!(
            curl(&secret(KEY), "X-API-Key:", URL).expose(),
            format!("curl -H \"X-API-Key: {KEY}\" https://api.acme.com/v1/me")
        );
        assert_eq!(
            curl(&secret(KEY), BEARER, "https://a.com/b?c=1&d=$e").expose(),
            format!("curl -H \"Authorization: Bearer {KEY}\" \"https://a.com/b?c=1&d=\\$e\"")
        );
    }

    /// What a shell makes of `line` in a script, with `curl` as a function that prints its arguments.
    #[cfg(unix)]
    fn in_a_shell(line: &str, then: &str) -> String {
        let script = format!("curl() {{ for word; do printf '<%s>' \"$word\"; done; }}\n{line}\n{then}");
        let output = std::process::Command::new("sh").args(["-c", &script]).output().unwrap();
        assert!(output.status.success(), "{script}");
        String::from_utf8(output.stdout).unwrap()
    }

    #[cfg(unix)]
    #[test]
    fn a_shell_reads_the_command_and_the_line_as_they_are_meant() {
        for key in [KEY, "a\"; echo $HOME `x` \\ 'b'"] {
            for url in [URL, "https://a.com/b?c=1&d=2#e"] {
                let command = curl(&secret(key), BEARER, url);
                assert_eq!(in_a_shell(command.expose(), ""), format!("<-H><Authorization: Bearer {key}><{url}>"));
            }
            let line = env_line(&secret(key), "ACME_API_KEY");
            assert_eq!(in_a_shell(line.expose(), "printf %s \"$ACME_API_KEY\""), key);
        }
    }

    #[test]
    fn an_unusual_key_does_not_break_out_of_its_quotes() {
        let unusual = secret("a\"; rm -rf $HOME `x` \\");
        assert_eq!(env_line(&unusual, "A").expose(), "A=\"a\\\"; rm -rf \\$HOME \\`x\\` \\\\\"");
        assert!(
            curl(&unusual, BEARER, URL)
                .expose()
                .starts_with("curl -H \"Authorization: Bearer a\\\"; rm -rf \\$HOME \\`x\\` \\\\\" ")
        );
    }

    #[test]
    fn the_variable_is_called_after_the_app() {
        for (app, expected) in [
            ("Acme", "ACME_API_KEY"),
            ("Élodie's  importer!", "ELODIE_S_IMPORTER_API_KEY"),
            ("  web-hook (eu) ", "WEB_HOOK_EU_API_KEY"),
            ("2024 export", "_2024_EXPORT_API_KEY"),
            ("Acme API", "ACME_API_KEY"),
            ("Rapi", "RAPI_API_KEY"),
            ("API", "API_KEY"),
            ("本番環境のキー 🚀", "API_KEY"),
            ("", "API_KEY"),
            ("___", "API_KEY"),
        ] {
            assert_eq!(variable_name(Some(app), normalize), expected, "{app}");
        }
        assert_eq!(variable_name(None, normalize), "API_KEY");
        assert!(variable_name(Some(&"long name ".repeat(30)), normalize).len() <= MAX_NAME_CHARS + 8);
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
        for form in [env_line(&secret(KEY), "X"), header_line(&secret(KEY), BEARER), curl(&secret(KEY), BEARER, URL)] {
            assert_eq!(check_paste(&secret(KEY), &form), PasteCheck::Match);
        }
    }

    proptest! {
        #[test]
        fn any_apps_name_gives_a_variable_that_every_shell_accepts(name in ".{0,80}") {
            let name = variable_name(Some(&name), normalize);
            prop_assert!(name.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_'));
            prop_assert!(name.ends_with("API_KEY") && name.len() <= MAX_NAME_CHARS + 9);
            prop_assert!(!name.starts_with(|letter: char| letter.is_ascii_digit()));
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
