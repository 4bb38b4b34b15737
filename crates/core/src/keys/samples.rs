//! Keys for the tests of this folder.

use std::sync::Arc;

use portal_api::{Key, KeyId, KeyVerifications, Meta, Pagination, ServerTime, VerificationPoint, Verifications};

use super::list::KeyList;

/// A key that works, never ends, was never used and has no name.
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
    }
}

/// The same with a name and a start.
pub(in crate::keys) fn named(id: &str, created: i64, name: &str, start: &str) -> Key {
    Key { name: Some(name.to_owned()), start: start.to_owned(), ..key(id, created) }
}

/// All of the keys that there are.
pub(in crate::keys) fn complete(keys: impl IntoIterator<Item = Key>) -> KeyList {
    let mut list = KeyList::default();
    list.add_page(keys.into_iter().collect(), Some(Pagination::default()));
    list
}

/// Keys with more to come.
pub(in crate::keys) fn so_far(keys: impl IntoIterator<Item = Key>) -> KeyList {
    let mut list = KeyList::default();
    list.add_page(keys.into_iter().collect(), Some(Pagination { cursor: Some(KeyId::new("next")), has_more: true }));
    list
}

/// A list of keys whose starts are these.
pub(in crate::keys) fn with_starts(starts: &[&str]) -> KeyList {
    complete(starts.iter().zip(1..).map(|(start, number)| named(&format!("key_{number}"), number, "", start)))
}

/// Folds as a browser does, for the few letters of the tests.
pub(in crate::keys) fn fold(text: &str) -> String {
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

/// The ids in order.
pub(in crate::keys) fn ids(keys: &[Arc<Key>]) -> Vec<&str> {
    keys.iter().map(|key| key.key_id.as_str()).collect()
}

/// A bucket with so many requests, a third of them refused.
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

/// An answer of the first two forms.
pub(in crate::keys) fn together(data: impl IntoIterator<Item = VerificationPoint>) -> Verifications {
    Verifications::Combined { meta: Meta::default(), data: data.into_iter().collect() }
}

/// An answer of the third form.
pub(in crate::keys) fn by_key<'a>(keys: impl IntoIterator<Item = (&'a str, Vec<VerificationPoint>)>) -> Verifications {
    let keys = keys.into_iter().map(|(id, data)| KeyVerifications { key_id: KeyId::new(id), data }).collect();
    Verifications::ByKey { meta: Meta::default(), bucket_millis: 60_000, keys }
}
