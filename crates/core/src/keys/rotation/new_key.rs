//! The new key of a rotation, as the API creates it.

use portal_api::{Key, KeyId, Secret, ServerTime};

/// The new key: the old key's settings (`enabled` and its expiry before the rotation included), not yet used.
///
/// ```
/// use portal_api::{Key, KeyId, ServerTime};
/// use portal_core::keys::rotation::new_key::new_key;
///
/// let json = r#"{"keyId":"key_1","start":"acme_1","enabled":true,"createdAt":0,"name":"Importer","lastUsedAt":5}"#;
/// let old: Key = serde_json::from_str(json).unwrap();
/// let new = new_key(&old, KeyId::new("key_2"), "acme_2", ServerTime::from_millis(9));
/// assert_eq!((new.name.as_deref(), new.start.as_str(), new.last_used_at), (Some("Importer"), "acme_2", None));
/// ```
pub fn new_key(old: &Key, key_id: KeyId, start: &str, created_at: ServerTime) -> Key {
    Key { key_id, start: start.to_owned(), created_at, updated_at: None, last_used_at: None, ..old.clone() }
}

/// The part of the new key's plaintext that the list may show: as many characters as of the old key, at most half.
pub(super) fn visible_start(old: &Key, secret: &Secret) -> String {
    let secret = secret.expose();
    let visible = old.start.chars().count().min(secret.chars().count() / 2);
    secret.chars().take(visible).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::samples::named;

    #[test]
    fn the_list_shows_as_much_of_the_new_key_as_of_the_old_one_and_at_most_half() {
        let old = named("key_old", 1, "Production", "acme_abcd");
        let start = |secret: &str| visible_start(&old, &Secret::new(secret.to_owned()));
        assert_eq!(start("acme_7QpVb2xYJ8kLmN4rStUvWx"), "acme_7QpV");
        assert_eq!(start("acme_abc"), "acme");
        assert_eq!(start(""), "");
    }

    #[test]
    fn the_new_key_inherits_what_would_end_the_old_one() {
        let expires = Some(ServerTime::from_millis(9));
        let old =
            Key { enabled: false, expires, updated_at: expires, ..named("key_old", 1, "Production", "acme_abcd") };
        let new = new_key(&old, KeyId::new("key_new"), "acme_7QpV", ServerTime::from_millis(5));
        assert_eq!((new.enabled, new.expires, new.updated_at), (false, expires, None));
    }
}
