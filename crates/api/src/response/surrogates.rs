//! Halves of surrogate pairs in JSON. JavaScript's `JSON.stringify` and other writers escape a half that a cut string ends
//! with; `serde_json` refuses the whole document because of it.

use std::borrow::Cow;

/// Replaces the escape of half a surrogate pair by that of U+FFFD, as UTF-8 decoders do.
///
/// ```
/// use portal_api::replace_lone_surrogates;
///
/// assert_eq!(replace_lone_surrogates(br#""a\ud83d""#).as_ref(), br#""a\ufffd""#);
/// assert_eq!(replace_lone_surrogates(br#""\ud83d\ude00""#).as_ref(), br#""\ud83d\ude00""#);
/// ```
pub fn replace_lone_surrogates(json: &[u8]) -> Cow<'_, [u8]> {
    let mut replaced = Cow::Borrowed(json);
    let mut at = 0;
    while let Some(offset) = json.get(at..).and_then(|rest| rest.iter().position(|byte| *byte == b'\\')) {
        at += offset;
        at += match (code_unit(json, at), code_unit(json, at + ESCAPE_BYTES)) {
            (Some(0xd800..=0xdbff), Some(0xdc00..=0xdfff)) => 2 * ESCAPE_BYTES,
            (Some(0xd800..=0xdfff), _) => {
                if let Some(escape) = replaced.to_mut().get_mut(at..at + ESCAPE_BYTES) {
                    escape.copy_from_slice(br"\ufffd");
                }
                ESCAPE_BYTES
            }
            // Any other escape, such as a backslash's, whose second byte begins no escape.
            _ => 2,
        };
    }
    replaced
}

/// The length of an escape such as `\ud83d`.
const ESCAPE_BYTES: usize = 6;

/// The UTF-16 code unit of the escape at a position, if there is one.
fn code_unit(json: &[u8], at: usize) -> Option<u16> {
    let digits = json.get(at..)?.strip_prefix(br"\u")?.get(..4)?;
    u16::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn half_a_pair_becomes_the_replacement_character() {
        for (json, text) in [
            (r#""\ud800""#, "\u{fffd}"),
            (r#""\uDC00x""#, "\u{fffd}x"),
            (r#""\ud83d\ud83d\ude00""#, "\u{fffd}\u{1f600}"),
            (r#""\ude00\ud83d""#, "\u{fffd}\u{fffd}"),
            (r#""\ud83d\u0041""#, "\u{fffd}A"),
            (r#""\ud83d\n""#, "\u{fffd}\n"),
            (r#""\ud83d\ude00""#, "\u{1f600}"),
            (r#""\\ud800""#, "\\ud800"),
            (r#""\\\ud800""#, "\\\u{fffd}"),
        ] {
            assert_eq!(
                serde_json::from_slice::<String>(&replace_lone_surrogates(json.as_bytes())).unwrap(),
                text,
                "{json}"
            );
        }
    }

    proptest! {
        #[test]
        fn sound_json_stays_as_it_is(text in any::<String>()) {
            let json = serde_json::to_vec(&text).unwrap();
            prop_assert!(matches!(replace_lone_surrogates(&json), Cow::Borrowed(same) if same == json));
        }

        #[test]
        fn any_code_units_are_read(units in proptest::collection::vec(0xd7f0..0xe010_u16, 0..20)) {
            let escapes: String = units.iter().map(|unit| format!("\\u{unit:04x}")).collect();
            let json = format!("\"{escapes}\"");
            let read: String = serde_json::from_slice(&replace_lone_surrogates(json.as_bytes())).unwrap();
            prop_assert_eq!(read, String::from_utf16_lossy(&units));
        }
    }
}
