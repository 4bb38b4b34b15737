//! Text in addresses: percent form, as browsers write and read it.

/// Puts `text` into percent form; only letters, digits, `-`, `.`, `_` and `~` stay as they are, so that the result can
/// stand as a part of a path and in a query.
pub fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push('%');
            encoded.push(hex_digit(byte >> 4));
            encoded.push(hex_digit(byte & 15));
        }
    }
    encoded
}

/// Takes `text` out of percent form. What is no escape stays as it is, and bytes that are no UTF-8 become `U+FFFD`.
pub fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        bytes.push(match after {
            [high, low, after @ ..] if *first == b'%' => match (value(*high), value(*low)) {
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

/// The value of a query's parameter: as [`decode`], and `+` is a space.
pub fn decode_parameter(text: &str) -> String {
    decode(&text.replace('+', " "))
}

const fn hex_digit(nibble: u8) -> char {
    (if nibble < 10 { b'0' + nibble } else { b'A' + nibble - 10 }) as char
}

const fn value(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn escapes_are_read_in_either_case_and_what_is_none_stays() {
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
    fn what_has_a_meaning_in_addresses_is_written_as_an_escape() {
        assert_eq!(encode("a b/c?d&e=f#g+h%"), "a%20b%2Fc%3Fd%26e%3Df%23g%2Bh%25");
        assert_eq!(encode("key_1-2.3~"), "key_1-2.3~");
    }

    proptest! {
        #[test]
        fn any_text_survives_an_address(text in any::<String>()) {
            prop_assert_eq!(&decode(&encode(&text)), &text);
            prop_assert_eq!(decode_parameter(&encode(&text)), text);
        }

        #[test]
        fn any_address_is_read(text in "[%0-9a-fA-F+ä€]{0,20}") {
            prop_assert!(decode(&text).len() <= text.len() * 3);
        }
    }
}
