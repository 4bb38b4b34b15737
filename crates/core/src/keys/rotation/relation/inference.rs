//! What the list alone tells of rotations that another browser made.
//!
//! A rotation leaves two keys of one name and one prefix, and gives the old one an expiry: the time at which the new one was
//! created, or a grace period later, rounded up to a full minute. It removes [`Key::updated_at`] of the old key.

use std::sync::Arc;

use portal_api::{DAY, HOUR, Key, MINUTE, SECOND};

use crate::keys::key_info::{name, name_hash};

/// The longest grace period that makes a rotation probable, in ms.
const MAX_GRACE_MS: i64 = 31 * DAY;

/// How far apart the server may set the times of one rotation, in ms.
const TOLERANCE_MS: i64 = 5 * SECOND;

/// Two lifetimes that differ by less are the same, in ms.
const SAME_LIFETIME_MS: i64 = HOUR;

/// The bits of a place in [`KeysByName`] that are its name's hash.
const HASH_BITS: u64 = !INDEX_BITS;

/// The bits of a place that are its key's index.
const INDEX_BITS: u64 = u32::MAX as u64;

/// Keys by the hashes of their names, without the unnamed ones.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct KeysByName {
    keys: Vec<Arc<Key>>,
    /// In order: half of the name's hash, then the key's index. Plain numbers, which the first page sorts, too.
    places: Vec<u64>,
}

impl KeysByName {
    pub(super) fn new(keys: &[Arc<Key>]) -> Self {
        let place = |(key, index): (&Arc<Key>, u32)| Some(hash(name(key)?) | u64::from(index));
        let mut places: Vec<u64> = keys.iter().zip(0..).filter_map(place).collect();
        places.sort_unstable();
        Self { keys: keys.to_vec(), places }
    }

    /// The keys with the name of `key`, itself included; none for an unnamed key.
    pub(super) fn namesakes(&self, key: &Key) -> impl Iterator<Item = &Key> {
        let name_of_key = name(key).map(str::to_owned);
        let wanted = name_of_key.as_deref().map(hash);
        let start = self.places.partition_point(|place| Some(*place) < wanted);
        let later = self.places.get(start..).unwrap_or_default().iter();
        let same_hash = later.take_while(move |place| Some(**place & HASH_BITS) == wanted);
        let keys = same_hash.filter_map(|place| self.keys.get(usize::try_from(place & INDEX_BITS).ok()?));
        keys.map(|key| &**key).filter(move |key| name(key) == name_of_key.as_deref())
    }
}

/// Whether a reader of the list would say that `new` has probably replaced `old`, a key of the same name.
pub(super) fn fits(old: &Key, new: &Key) -> bool {
    let Some(ends) = old.expires else { return false };
    let grace_ms = ends.since(new.created_at);
    // Keys that all live equally long end by themselves.
    let is_same_lifetime = new.expires.is_some_and(|new_ends| {
        let difference = new_ends.since(new.created_at).abs_diff(ends.since(old.created_at));
        difference < SAME_LIFETIME_MS.unsigned_abs()
    });
    new.created_at > old.created_at
        && (-TOLERANCE_MS..=MAX_GRACE_MS).contains(&grace_ms)
        // Somebody has set the expiry by hand.
        && old.updated_at.is_none()
        && prefix(new) == prefix(old)
        // A key that doesn't work replaces nothing, nor does one that ends first, unless it was replaced in turn.
        && (new.enabled || !old.enabled)
        && new.expires.is_none_or(|new_ends| new_ends > ends || new_ends < ends && is_whole_grace(old, new))
        && !is_same_lifetime
}

/// Whether `old` ends after a grace period that people choose: less than an hour, or whole hours.
pub(super) fn is_whole_grace(old: &Key, new: &Key) -> bool {
    let Some(ends) = old.expires else { return false };
    let grace_ms = ends.since(new.created_at);
    let over_ms = grace_ms.saturating_add(TOLERANCE_MS).rem_euclid(HOUR);
    grace_ms < HOUR || over_ms <= MINUTE + 2 * TOLERANCE_MS
}

/// The part of a key's start that all keys of one kind have.
fn prefix(key: &Key) -> &str {
    key.start.rsplit_once('_').map_or("", |(prefix, _)| prefix)
}

fn hash(name: &str) -> u64 {
    name_hash(name) & HASH_BITS
}
