//! Percent-encoding, as browsers write and read it. Own code: see the note on [`crate::url`].

/// Encodes everything but letters, digits, `-`, `.`, `_` and `~`: the result is safe as a path segment and in a query.
///
/// ```
/// assert_eq!(portal_core::percent::encode("a b/ä"), "a%20b%2F%C3%A4");
/// ```
pub fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push('%');
            encoded.extend([byte >> 4, byte & 15].map(hex_digit));
        }
    }
    encoded
}

/// Decodes `text`. Malformed escapes stay as they are; bytes that are not UTF-8 become `U+FFFD`.
///
/// ```
/// assert_eq!(portal_core::percent::decode("a%20b%2F%C3%A4, 100%"), "a b/ä, 100%");
/// ```
pub fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        bytes.push(match after {
            [high, low, after @ ..] if *first == b'%' => match (hex_value(*high), hex_value(*low)) {
                (Some(high), Some(low)) => {
                    rest = after;
                    (high << 4) | low
                }
                _ => *first,
            },
            _ => *first,
        });
    }
    String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

/// The bytes of `text`, decoded until no escape is left: for text that was encoded several times.
///
/// ```
/// assert_eq!(portal_core::percent::decode_fully("pst%255F1"), b"pst_1");
/// ```
pub fn decode_fully(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    for byte in text.bytes() {
        bytes.push(byte);
        // A decoded byte may be the end of another escape.
        while let [start @ .., b'%', high, low] = bytes.as_slice()
            && let (Some(high), Some(low)) = (hex_value(*high), hex_value(*low))
        {
            bytes.truncate(start.len());
            bytes.push((high << 4) | low);
        }
    }
    bytes
}

/// Decodes a query parameter's value: like [`decode`], but `+` is a space.
pub fn decode_parameter(text: &str) -> String {
    decode(&text.replace('+', " "))
}

fn hex_digit(nibble: u8) -> char {
    char::from_digit(u32::from(nibble), 16).unwrap_or_default().to_ascii_uppercase()
}

fn hex_value(digit: u8) -> Option<u8> {
    u8::try_from(char::from(digit).to_digit(16)?).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn escapes_are_decoded_in_either_case_and_malformed_ones_stay() {
        for (text, expected) in [
            ("a%20b", "a b"),
            ("%e2%82%AC", "€"),
            ("100%", "100%"),
            ("%", "%"),
            ("%4", "%4"),
            ("%zz%41", "%zzA"),
            ("%%41", "%A"),
            ("%ff", "\u{fffd}"),
            ("a+b", "a+b"),
            ("ä", "ä"),
        ] {
            assert_eq!(decode(text), expected, "{text}");
        }
        assert_eq!(decode_parameter("a+b%2Bc"), "a b+c");
    }

    #[test]
    fn characters_with_a_meaning_in_urls_are_encoded() {
        assert_eq!(encode("a b/c?d&e=f#g+h%"), "a%20b%2Fc%3Fd%26e%3Df%23g%2Bh%25");
        assert_eq!(encode("key_1-2.3~"), "key_1-2.3~");
    }

    proptest! {
        #[test]
        fn any_text_is_read_back(text in any::<String>()) {
            prop_assert_eq!(&decode(&encode(&text)), &text);
            prop_assert_eq!(decode_parameter(&encode(&text)), text);
        }

        #[test]
        fn however_often_a_text_was_encoded_it_is_read_back(text in "[a-zA-Z_=&?ä ]{0,20}", times in 0..5) {
            let encoded = (0..times).fold(text.clone(), |text, _| encode(&text));
            prop_assert_eq!(decode_fully(&encoded), text.as_bytes());
        }

        #[test]
        fn nothing_is_left_to_decode(text in "[%0-9a-fA-F]{0,30}") {
            let decoded = decode_fully(&text);
            let is_escape = |part: &[u8]| part[0] == b'%' && part[1..].iter().all(u8::is_ascii_hexdigit);
            prop_assert!(!decoded.windows(3).any(is_escape));
        }

        #[test]
        fn any_address_is_decoded(text in "[%0-9a-fA-F+ä€]{0,20}") {
            prop_assert!(decode(&text).len() <= text.len() * 3);
        }
    }
}
