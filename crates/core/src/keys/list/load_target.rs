//! How much of the list is loaded: the first 1,000 keys automatically, all keys if a view needs them.

use super::key_list::{Continuation, KeyList};

/// Number of keys that are loaded automatically.
pub const INITIAL_KEYS: usize = 1_000;

/// How much of the list to load. The larger of two targets includes the other.
///
/// ```
/// use portal_core::keys::list::{KeyList, LoadTarget};
///
/// assert_eq!(LoadTarget::default(), LoadTarget::UpTo(1_000));
/// assert!(LoadTarget::All > LoadTarget::default());
/// assert!(!LoadTarget::default().is_reached(&KeyList::default()));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LoadTarget {
    /// This many keys.
    UpTo(usize),
    /// All keys: for a search, a filter or another order, or after "Load the rest".
    All,
}

impl Default for LoadTarget {
    fn default() -> Self {
        Self::UpTo(INITIAL_KEYS)
    }
}

impl LoadTarget {
    /// To read `list` again as far as it is loaded. To its end where it is complete: keys may have been added since, and the
    /// last one may begin a page.
    pub fn again(list: &KeyList) -> Self {
        if list.is_complete() { Self::All } else { Self::UpTo(list.keys().len()) }
    }

    /// One page more than `list` has.
    pub fn one_page_more(list: &KeyList) -> Self {
        Self::UpTo(list.keys().len() + 1)
    }

    /// Whether `list` has reached the target, or can't be loaded further.
    pub fn is_reached(self, list: &KeyList) -> bool {
        !matches!(list.continuation(), Continuation::Page(_))
            || matches!(self, Self::UpTo(keys) if list.keys().len() >= keys)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::samples::{complete, key, so_far};

    fn keys(count: usize) -> impl Iterator<Item = portal_api::Key> {
        (0..count).map(|number| key(&format!("key_{number}"), 1))
    }

    #[test]
    fn the_first_thousand_keys_load_automatically() {
        let target = LoadTarget::default();
        assert!(!target.is_reached(&KeyList::default()));
        assert!(!target.is_reached(&so_far(keys(900))));
        assert!(target.is_reached(&so_far(keys(1_000))));
        assert!(target.is_reached(&complete(keys(3))));
    }

    #[test]
    fn a_server_with_a_stuck_cursor_is_not_requested_forever() {
        let mut list = KeyList::default();
        for _ in 0..2 {
            list.add_page(
                keys(1).collect(),
                Some(portal_api::Pagination { cursor: Some(portal_api::KeyId::new("a")), has_more: true }),
            );
        }
        assert!(LoadTarget::All.is_reached(&list));
    }

    #[test]
    fn a_complete_list_is_read_to_its_end_again() {
        let again = LoadTarget::again(&complete(keys(100)));
        assert!(!again.is_reached(&so_far(keys(100))), "the key that was added is on the second page");
        assert!(again.is_reached(&complete(keys(101))));
        let again = LoadTarget::again(&so_far(keys(100)));
        assert!(!again.is_reached(&so_far(keys(99))) && again.is_reached(&so_far(keys(100))));
    }

    #[test]
    fn scrolling_to_the_end_loads_a_page_and_no_more() {
        let more = LoadTarget::one_page_more(&so_far(keys(1_080)));
        assert!(more > LoadTarget::default() && more < LoadTarget::All);
        assert!(!more.is_reached(&so_far(keys(1_080))) && more.is_reached(&so_far(keys(1_081))));
    }

    #[test]
    fn the_larger_target_counts() {
        assert_eq!(LoadTarget::default().max(LoadTarget::All), LoadTarget::All);
        assert_eq!(LoadTarget::UpTo(2_000).max(LoadTarget::default()), LoadTarget::UpTo(2_000));
    }
}
