//! Which names don't say which key is meant.

use portal_api::Key;

use super::positions::sort_positions;
use crate::keys::{
    key_info::{name, name_hash},
    list::KeyList,
};

/// The names that several keys of a list have. A rotation makes two keys of one name.
///
/// ```
/// use portal_core::keys::{list::KeyList, view::SharedNames};
///
/// assert_eq!(SharedNames::of(&KeyList::default()), SharedNames::default());
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SharedNames {
    /// In order. Where two names have one hash, more is added to them than necessary.
    hashes: Vec<u64>,
}

impl SharedNames {
    /// Those of `list`.
    pub fn of(list: &KeyList) -> Self {
        let hashes: Vec<u64> = list.keys().iter().filter_map(|key| name(key)).map(name_hash).collect();
        let hash_at = |position: &u32| hashes.get(usize::try_from(*position).ok()?).copied();
        let mut order: Vec<u32> = (0..u32::try_from(hashes.len()).unwrap_or(u32::MAX)).collect();
        sort_positions(&mut order, &mut |a, b| hash_at(a).cmp(&hash_at(b)));
        let sorted: Vec<u64> = order.iter().filter_map(hash_at).collect();
        let mut shared: Vec<u64> = sorted
            .windows(2)
            .filter_map(|pair| match pair {
                [one, next] if one == next => Some(*one),
                _ => None,
            })
            .collect();
        shared.dedup();
        Self { hashes: shared }
    }

    /// Whether something has to be added to the name of `key`: others have it too, or it has none.
    pub fn contain(&self, key: &Key) -> bool {
        name(key).is_none_or(|name| self.hashes.binary_search(&name_hash(name)).is_ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::samples::{complete, key, named};

    #[test]
    fn a_name_that_two_keys_have_is_shared() {
        let names = ["Production", "Staging", "production", "Laptop", "Laptop", "Laptop"];
        let list = complete(names.iter().zip(0..).map(|(name, at)| named(&format!("key_{at}"), at, name, "acme_1")));
        let shared = SharedNames::of(&list);
        let of = |name: &str| shared.contain(&named("key_x", 0, name, ""));
        assert_eq!(["Production", "Staging", "Laptop", "Other"].map(of), [true, false, true, false]);
    }

    #[test]
    fn names_that_look_and_sound_the_same_are_shared() {
        let names = ["Build server", "Build  server", "Deploy", "De\u{ad}ploy", "Test", "\u{feff}Test", "CI", "C I"];
        let list = complete(names.iter().zip(0..).map(|(name, at)| named(&format!("key_{at}"), at, name, "acme_1")));
        let shared = SharedNames::of(&list);
        let are_shared = names.map(|name| shared.contain(&named("key_x", 0, name, "")));
        assert_eq!(are_shared, [true, true, true, true, true, true, false, false]);
    }

    #[test]
    fn a_key_without_a_name_has_none_of_its_own() {
        assert!(SharedNames::default().contain(&key("key_1", 1)));
        assert!(SharedNames::default().contain(&named("key_1", 1, "  ", "acme_1")));
    }
}
