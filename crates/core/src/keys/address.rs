//! Key IDs in paths: `/keys/<id>`.

use portal_api::KeyId;

use crate::percent;

/// Maximum length of a key ID in a path. The API's own IDs are shorter.
const MAX_ID_BYTES: usize = 255;

/// A key's ID, percent-encoded as a path segment.
///
/// ```
/// use portal_api::KeyId;
/// use portal_core::keys::address::{parse_key_id, path_segment};
///
/// let id = KeyId::new("key 1");
/// assert_eq!(path_segment(&id), "key%201");
/// assert_eq!(parse_key_id("key%201"), Some(id));
/// ```
pub fn path_segment(id: &KeyId) -> String {
    percent::encode(id.as_str())
}

/// Reads a path segment as a key ID; `None` if it can't be one. Whether the key exists is not checked.
pub fn parse_key_id(segment: &str) -> Option<KeyId> {
    let id = percent::decode(segment);
    let is_valid =
        (1..=MAX_ID_BYTES).contains(&id.len()) && !id.contains(|letter: char| letter.is_control() || letter == '/');
    is_valid.then(|| KeyId::new(id))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_keys_link_leads_to_that_key() {
        let id = KeyId::new("key_2cGKbMxRyIzhCxo1Idjz8q");
        assert_eq!(path_segment(&id), "key_2cGKbMxRyIzhCxo1Idjz8q");
        assert_eq!(parse_key_id(&path_segment(&id)), Some(id));
    }

    #[test]
    fn an_impossible_id_is_rejected() {
        for text in ["", "a%00", "%2e%2e%2fx", "a\n", &"x".repeat(256)] {
            assert_eq!(parse_key_id(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_segment_is_read(text in ".{0,40}") {
            let _ = parse_key_id(&text);
        }

        #[test]
        fn an_unusual_id_is_read_back(id in "[^/\\p{Cc}]{1,30}") {
            let id = KeyId::new(id);
            prop_assert_eq!(parse_key_id(&path_segment(&id)), Some(id));
        }
    }
}
