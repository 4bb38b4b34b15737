//! How much of the list a view needs.

use super::{KeysView, Sort};
use crate::keys::list::LoadTarget;

impl LoadTarget {
    /// What a view needs: a search, a filter or another order than the default is only right with all keys.
    ///
    /// ```
    /// use portal_core::keys::{list::LoadTarget, view::KeysView};
    ///
    /// assert_eq!(LoadTarget::for_view(&KeysView::read("?sort=created")), LoadTarget::UpTo(1_000));
    /// assert_eq!(LoadTarget::for_view(&KeysView::read("?q=import")), LoadTarget::All);
    /// ```
    pub fn for_view(view: &KeysView) -> Self {
        if view.is_filtered() || view.sort != Sort::default() { Self::All } else { Self::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::samples::{key, so_far};

    #[test]
    fn a_search_a_filter_or_an_order_loads_all_keys() {
        for address in ["?q=a", "?status=active", "?expiring=soon", "?used=never", "?sort=name", "?dir=asc"] {
            let target = LoadTarget::for_view(&KeysView::read(address));
            assert_eq!(target, LoadTarget::All, "{address}");
            let keys = (0..1_000).map(|number| key(&format!("key_{number}"), 1));
            assert!(!target.is_reached(&so_far(keys)));
        }
        for address in ["", "?q=%20", "?sort=created"] {
            assert_eq!(LoadTarget::for_view(&KeysView::read(address)), LoadTarget::default(), "{address}");
        }
    }
}
