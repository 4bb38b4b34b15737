//! How far the list is loaded: the first thousand keys by themselves, all where something asks for all.

use super::{Continuation, KeyList};
use crate::keys::view::{KeysView, Sort};

/// Keys that are loaded without being asked for.
pub const INITIAL_KEYS: usize = 1_000;

/// How far to load. The greater of two goals is the further one; a goal that was reached is not taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LoadTarget {
    /// Until so many keys are there.
    UpTo(usize),
    /// To the end: after "load all", or when somebody scrolled to the end of what is there.
    All,
}

impl Default for LoadTarget {
    fn default() -> Self {
        Self::UpTo(INITIAL_KEYS)
    }
}

impl LoadTarget {
    /// How far a view needs the list. A search, a filter and an order other than the usual one say nothing true of the
    /// whole before they have all of it.
    pub fn for_view(view: &KeysView) -> Self {
        if view.is_filtered() || view.sort != Sort::default() { Self::All } else { Self::default() }
    }

    /// Whether `list` is loaded that far, or can't be loaded further.
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
    fn the_first_thousand_come_by_themselves() {
        let goal = LoadTarget::for_view(&KeysView::default());
        assert!(!goal.is_reached(&KeyList::default()));
        assert!(!goal.is_reached(&so_far(keys(900))));
        assert!(goal.is_reached(&so_far(keys(1_000))));
        assert!(goal.is_reached(&complete(keys(3))));
    }

    #[test]
    fn a_search_a_filter_and_an_order_load_the_rest() {
        for address in ["?q=a", "?status=active", "?expiring=soon", "?used=never", "?sort=name", "?dir=asc"] {
            let goal = LoadTarget::for_view(&KeysView::read(address));
            assert_eq!(goal, LoadTarget::All, "{address}");
            assert!(!goal.is_reached(&so_far(keys(1_000))));
        }
        for address in ["", "?q=%20", "?sort=created"] {
            assert_eq!(LoadTarget::for_view(&KeysView::read(address)), LoadTarget::default(), "{address}");
        }
    }

    #[test]
    fn a_server_that_stopped_is_not_asked_for_ever() {
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
    fn the_further_goal_counts() {
        assert_eq!(LoadTarget::default().max(LoadTarget::All), LoadTarget::All);
        assert_eq!(LoadTarget::UpTo(2_000).max(LoadTarget::default()), LoadTarget::UpTo(2_000));
    }
}
