//! Reads the root key.

use std::{
    fs,
    io::{self, Read},
    path::Path,
};

use portal_api::Secret;

use crate::MIN_SECRET_BYTES;

/// The longest root key, in bytes.
const MAX_BYTES: usize = 512;

/// The key in the file, or in the first line of standard input where the file is `-`.
///
/// # Errors
/// The rest of a sentence that begins with the setting. It never repeats the file's text: whatever that is, it is likely
/// to be a secret.
pub fn read_root_key(file: &Path, standard_input: impl Read) -> Result<Secret, String> {
    let shown = file.display();
    let unreadable = |error: io::Error| format!("{shown}: the file can't be read: {error}");
    let text = if file.as_os_str() == "-" {
        first_line(standard_input).map_err(unreadable)?
    } else {
        fs::File::open(file).and_then(first_line).map_err(unreadable)?
    };
    // Some editors begin a file with a byte order mark.
    let key = Secret::new(text.trim_start_matches('\u{feff}').trim().to_owned());
    // Zeroes the buffer.
    drop(Secret::new(text));
    let text = key.expose();
    if text.is_empty() {
        return Err(format!("{shown} is empty: it must hold a root key"));
    }
    if !(MIN_SECRET_BYTES..=MAX_BYTES).contains(&text.len()) || !text.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(format!("{shown} holds something other than a root key: it must hold one and nothing else"));
    }
    if ["pst_", "ps_", "pat_"].iter().any(|prefix| text.starts_with(prefix)) {
        return Err(format!(
            "{shown} holds a session ID or a session token where a root key belongs: it must hold the key by which your \
             backend calls createSession"
        ));
    }
    Ok(key)
}

/// The first line that isn't empty. Stops after twice [`MAX_BYTES`], which is enough to see that a file holds no key.
fn first_line(from: impl Read) -> io::Result<String> {
    let mut text = Vec::with_capacity(MAX_BYTES * 2);
    for byte in io::BufReader::with_capacity(1, from).bytes().take(MAX_BYTES * 2) {
        match byte? {
            b'\n' if !text.is_empty() => break,
            byte => text.push(byte),
        }
    }
    String::from_utf8(text).map_err(|_| io::Error::from(io::ErrorKind::InvalidData))
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "unkey_2cGKbMxRyIzhCxo1Idjz8q";

    fn read(input: &str) -> Result<Secret, String> {
        read_root_key(Path::new("-"), input.as_bytes())
    }

    #[test]
    fn a_root_key_is_taken_from_standard_input() {
        for input in [KEY.to_owned(), format!("{KEY}\n"), format!("\n  {KEY} \r\nmore"), format!("\u{feff}{KEY}\r\n")] {
            assert_eq!(read(&input).unwrap().expose(), KEY);
        }
    }

    #[test]
    fn what_is_no_root_key_is_refused_and_not_repeated() {
        let long = "x".repeat(600);
        for (input, part) in [
            ("", "is empty"),
            ("\n\n", "is empty"),
            ("two words", "something other"),
            ("short", "something other"),
            ("caf\u{e9}", "something other"),
            (long.as_str(), "something other"),
            ("ps_0123456789", "a session token where a root key belongs"),
            ("pst_0123456789", "a session ID or"),
        ] {
            let problem = read(input).unwrap_err();
            assert!(problem.contains(part) && problem.lines().count() == 1, "{input}: {problem}");
            assert!(input.trim().is_empty() || !problem.contains(input), "{problem}");
        }
    }

    #[test]
    fn a_file_that_is_missing_is_named() {
        assert!(read_root_key(Path::new("/gone"), io::empty()).unwrap_err().contains("/gone: the file can't be read"));
    }
}
