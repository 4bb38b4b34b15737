//! How far the list is loaded: the first thousand keys by themselves, all where something asks for all.

use super::{
    list::{KeyList, Next},
    view::{KeysView, Sort},
};

/// Keys that are loaded without being asked for.
pub const LOADED_AT_ONCE: usize = 1_000;

/// How far to load. The greater of two goals is the further one; a goal that was reached is not taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Goal {
    /// Until so many keys are there.
    UpTo(usize),
    /// To the end: after "load all", or when somebody scrolled to the end of what is there.
    All,
}

impl Default for Goal {
    fn default() -> Self {
        Self::UpTo(LOADED_AT_ONCE)
    }
}

impl Goal {
    /// How far a view needs the list. A search, a filter and an order other than the usual one say nothing true of the
    /// whole before they have all of it.
    pub fn of(view: &KeysView) -> Self {
        if view.is_filtered() || view.sort != Sort::default() { Self::All } else { Self::default() }
    }

    /// Whether `list` is loaded that far, or can't be loaded further.
    pub fn is_reached(self, list: &KeyList) -> bool {
        !matches!(list.next(), Next::Page(_)) || matches!(self, Self::UpTo(keys) if list.keys().len() >= keys)
    }
}

#[cfg(test)]
mod tests {
    use super::{
        super::samples::{complete, key, so_far},
        *,
    };

    fn keys(count: usize) -> impl Iterator<Item = portal_api::Key> {
        (0..count).map(|number| key(&format!("key_{number}"), 1))
    }

    #[test]
    fn the_first_thousand_come_by_themselves() {
        let goal = Goal::of(&KeysView::default());
        assert!(!goal.is_reached(&KeyList::default()));
        assert!(!goal.is_reached(&so_far(keys(900))));
        assert!(goal.is_reached(&so_far(keys(1_000))));
        assert!(goal.is_reached(&complete(keys(3))));
    }

    #[test]
    fn a_search_a_filter_and_an_order_load_the_rest() {
        for address in ["?q=a", "?status=active", "?expiring=soon", "?used=never", "?sort=name", "?dir=asc"] {
            let goal = Goal::of(&KeysView::read(address));
            assert_eq!(goal, Goal::All, "{address}");
            assert!(!goal.is_reached(&so_far(keys(1_000))));
        }
        for address in ["", "?q=%20", "?sort=created"] {
            assert_eq!(Goal::of(&KeysView::read(address)), Goal::default(), "{address}");
        }
    }

    #[test]
    fn a_server_that_stopped_is_not_asked_for_ever() {
        let mut list = KeyList::default();
        for _ in 0..2 {
            list.add(
                keys(1).collect(),
                Some(portal_api::Pagination { cursor: Some(portal_api::KeyId::new("a")), has_more: true }),
            );
        }
        assert!(Goal::All.is_reached(&list));
    }

    #[test]
    fn the_further_goal_counts() {
        assert_eq!(Goal::default().max(Goal::All), Goal::All);
        assert_eq!(Goal::UpTo(2_000).max(Goal::default()), Goal::UpTo(2_000));
    }
}
