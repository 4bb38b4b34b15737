//! The page of one key: `/keys/<id>`.

use portal_api::KeyId;

use crate::percent;

/// The longest id taken from an address, in bytes: longer than the API's own.
const LONGEST_ID: usize = 255;

/// A key's id as the last segment of its page's path.
pub fn segment(id: &KeyId) -> String {
    percent::encode(id.as_str())
}

/// The id that a path's segment names, if it can be one. Whether there is such a key, the list says.
pub fn key_id(segment: &str) -> Option<KeyId> {
    let id = percent::decode(segment);
    let fit = (1..=LONGEST_ID).contains(&id.len()) && !id.contains(|letter: char| letter.is_control() || letter == '/');
    fit.then(|| KeyId::new(id))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_keys_link_leads_to_the_key() {
        let id = KeyId::new("key_2cGKbMxRyIzhCxo1Idjz8q");
        assert_eq!(segment(&id), "key_2cGKbMxRyIzhCxo1Idjz8q");
        assert_eq!(key_id(&segment(&id)), Some(id));
    }

    #[test]
    fn what_can_be_no_id_is_none() {
        for text in ["", "a%00", "%2e%2e%2fx", "a\n", &"x".repeat(256)] {
            assert_eq!(key_id(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_segment_is_read(text in ".{0,40}") {
            let _ = key_id(&text);
        }

        #[test]
        fn an_odd_id_survives_the_address(id in "[^/\\p{Cc}]{1,30}") {
            let id = KeyId::new(id);
            prop_assert_eq!(key_id(&segment(&id)), Some(id));
        }
    }
}
