//! Test data for the tests of this folder.

use std::sync::Arc;

use portal_api::{Key, KeyId, KeyVerifications, Meta, Pagination, ServerTime, VerificationPoint, Verifications};

use super::list::KeyList;

/// An active key without name, expiry and use.
pub(in crate::keys) fn key(id: &str, created: i64) -> Key {
    Key {
        key_id: KeyId::new(id),
        start: "a".to_owned(),
        enabled: true,
        created_at: ServerTime::from_millis(created),
        name: None,
        updated_at: None,
        last_used_at: None,
        expires: None,
        credits: None,
        ratelimits: Vec::new(),
        identity: None,
    }
}

/// [`key`] with a name and a start.
pub(in crate::keys) fn named(id: &str, created: i64, name: &str, start: &str) -> Key {
    Key { name: Some(name.to_owned()), start: start.to_owned(), ..key(id, created) }
}

/// A completely loaded list.
pub(in crate::keys) fn complete(keys: impl IntoIterator<Item = Key>) -> KeyList {
    let mut list = KeyList::default();
    list.add_page(keys.into_iter().collect(), Some(Pagination::default()));
    list
}

/// A list with more pages to load.
pub(in crate::keys) fn so_far(keys: impl IntoIterator<Item = Key>) -> KeyList {
    let mut list = KeyList::default();
    list.add_page(keys.into_iter().collect(), Some(Pagination { cursor: Some(KeyId::new("next")), has_more: true }));
    list
}

/// A completely loaded list of keys with these starts.
pub(in crate::keys) fn with_starts(starts: &[&str]) -> KeyList {
    complete(starts.iter().zip(1..).map(|(start, number)| named(&format!("key_{number}"), number, "", start)))
}

/// Normalizes like a browser, for the few letters that the tests use.
pub(in crate::keys) fn normalize(text: &str) -> String {
    text.chars()
        .flat_map(char::to_lowercase)
        .map(|letter| match letter {
            'ä' | 'á' | 'à' => 'a',
            'é' | 'è' => 'e',
            'ü' => 'u',
            'ö' => 'o',
            other => other,
        })
        .collect()
}

/// The keys' IDs in order.
pub(in crate::keys) fn ids(keys: &[Arc<Key>]) -> Vec<&str> {
    keys.iter().map(|key| key.key_id.as_str()).collect()
}

/// A bucket with `total` requests, a third of them rejected.
pub(in crate::keys) fn point(time: ServerTime, total: u64) -> VerificationPoint {
    VerificationPoint {
        time,
        total,
        valid: total - total / 3,
        rate_limited: total / 3,
        insufficient_permissions: 0,
        forbidden: 0,
        disabled: 0,
        expired: 0,
        usage_exceeded: 0,
    }
}

/// A response of `ApiVersion::Session` and `Code`.
pub(in crate::keys) fn combined(data: impl IntoIterator<Item = VerificationPoint>) -> Verifications {
    Verifications::Combined { meta: Meta::default(), data: data.into_iter().collect() }
}

/// A response of `ApiVersion::CodeV2` and `CodeV3`.
pub(in crate::keys) fn by_key<'a>(keys: impl IntoIterator<Item = (&'a str, Vec<VerificationPoint>)>) -> Verifications {
    let keys = keys.into_iter().map(|(id, data)| KeyVerifications { key_id: KeyId::new(id), data }).collect();
    Verifications::ByKey { meta: Meta::default(), bucket_millis: 60_000, keys }
}
