//! Which key replaced which: known from the rotations of this session, or inferred from the list.

mod inference;
#[cfg(test)]
mod tests;

use portal_api::{Key, KeyId, ServerTime};

use self::inference::{KeysByName, fits, is_whole_grace};
use super::records::CompletedRotation;
use crate::keys::list::KeyList;

/// The other key of a rotation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RelatedKey {
    /// The other key.
    pub id: KeyId,
    /// Whether the rotation is known, and not inferred.
    pub certain: bool,
}

/// What rotations say about one key.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KeyRelation {
    /// The key that replaced it.
    pub replaced_by: Option<RelatedKey>,
    /// The key that it replaced.
    pub replaces: Option<RelatedKey>,
}

/// What distinguishes a key in the list from another one of the same name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyTag {
    /// This session's rotation made it.
    New,
    /// A rotation replaced it.
    Replaced {
        /// Whether the rotation is known, and not inferred.
        certain: bool,
        /// Whether it still works.
        end: OldKeyEnd,
    },
}

/// Until when a replaced key works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OldKeyEnd {
    /// It stops or stopped working at this time.
    At(ServerTime),
    /// It goes on: it was kept as it is, and never expires.
    Never,
    /// It is disabled.
    Disabled,
}

/// All that is known of the rotations of the keys in a list. Inferences are made when a key is asked for, and compare it with
/// the keys of the same name only.
///
/// ```
/// use portal_api::{Key, KeyId};
/// use portal_core::keys::{list::KeyList, rotation::{records::CompletedRotation, relation::{KeyTag, Relations}}};
///
/// let rotation = CompletedRotation::parse("5 3600005 key_1 key_2").unwrap();
/// let relations = Relations::new(vec![rotation], &KeyList::default());
/// let json = r#"{"keyId":"key_2","start":"acme_1","enabled":true,"createdAt":0}"#;
/// let key: Key = serde_json::from_str(json).unwrap();
/// assert_eq!(relations.tag(&key), Some(KeyTag::New));
/// assert_eq!(relations.of(&key).replaces.map(|old| old.id), Some(KeyId::new("key_1")));
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Relations {
    /// The latest first.
    completed: Vec<CompletedRotation>,
    keys: KeysByName,
}

impl Relations {
    /// For the loaded keys of `list` and this session's completed rotations, the latest first.
    pub fn new(completed: Vec<CompletedRotation>, list: &KeyList) -> Self {
        Self { completed, keys: KeysByName::new(list.keys()) }
    }

    /// Which keys `key` replaced, or was replaced by.
    pub fn of(&self, key: &Key) -> KeyRelation {
        let certain = |id: &KeyId| RelatedKey { id: id.clone(), certain: true };
        let probable = |key: &Key| RelatedKey { id: key.key_id.clone(), certain: false };
        KeyRelation {
            replaced_by: self.new_key(&key.key_id).map(certain).or_else(|| self.inferred_new(key).map(probable)),
            replaces: self.old_key(&key.key_id).map(certain).or_else(|| self.inferred_old(key).map(probable)),
        }
    }

    /// The tag of `key` in the list. A key that was inferred to be a new one has none: it may be months old.
    pub fn tag(&self, key: &Key) -> Option<KeyTag> {
        let replaced = |certain| KeyTag::Replaced { certain, end: OldKeyEnd::of(key) };
        match self.of(key) {
            KeyRelation { replaced_by: Some(new), .. } => Some(replaced(new.certain)),
            KeyRelation { replaces: Some(RelatedKey { certain: true, .. }), .. } => Some(KeyTag::New),
            _ => None,
        }
    }

    /// The key that replaced `old` in this session, the latest one of several.
    fn new_key(&self, old: &KeyId) -> Option<&KeyId> {
        self.completed.iter().find(|rotation| rotation.old == *old).map(|rotation| &rotation.new)
    }

    /// The key that `new` replaced in this session.
    fn old_key(&self, new: &KeyId) -> Option<&KeyId> {
        self.completed.iter().find(|rotation| rotation.new == *new).map(|rotation| &rotation.old)
    }

    /// The key that has probably replaced `old`; both have to be the best match of the other.
    fn inferred_new(&self, old: &Key) -> Option<&Key> {
        let new = self.best_new(old)?;
        self.best_old(new).is_some_and(|best| best.key_id == old.key_id).then_some(new)
    }

    /// The key that `new` has probably replaced.
    fn inferred_old(&self, new: &Key) -> Option<&Key> {
        let old = self.best_old(new)?;
        self.best_new(old).is_some_and(|best| best.key_id == new.key_id).then_some(old)
    }

    /// Of all keys that may have replaced `old`, the first after a whole grace period; any other only if it is the only one.
    fn best_new(&self, old: &Key) -> Option<&Key> {
        // Most keys never expire: they need no search.
        old.expires?;
        let candidates = || self.keys.namesakes(old).filter(|new| self.may_be(old, new));
        let whole = candidates().filter(|new| is_whole_grace(old, new));
        whole.min_by_key(|new| (new.created_at, &new.key_id)).or_else(|| {
            let mut others = candidates();
            others.next().filter(|_| others.next().is_none())
        })
    }

    /// Of all keys that `new` may have replaced, the newest, one with a whole grace period before others.
    fn best_old(&self, new: &Key) -> Option<&Key> {
        let candidates = self.keys.namesakes(new).filter(|old| self.may_be(old, new));
        candidates.max_by_key(|old| (is_whole_grace(old, new), old.created_at, &old.key_id))
    }

    /// Whether `new` may have replaced `old`, and neither is known to be another rotation's.
    fn may_be(&self, old: &Key, new: &Key) -> bool {
        fits(old, new) && self.new_key(&old.key_id).is_none() && self.old_key(&new.key_id).is_none()
    }
}

impl OldKeyEnd {
    /// As the list has the key now: its expiry may have been changed since the rotation.
    pub fn of(old: &Key) -> Self {
        match old.expires {
            _ if !old.enabled => Self::Disabled,
            Some(at) => Self::At(at),
            None => Self::Never,
        }
    }
}
