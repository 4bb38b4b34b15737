//! The keys that a view shows.

use std::sync::Arc;

use portal_api::{Key, KeyId};

use crate::keys::list::Coverage;

/// The keys that a view shows, in its order. Refers to the keys by position, so that a search copies no keys.
#[derive(Debug, Clone, Default)]
pub struct SearchResults {
    /// All keys of the list.
    all: Arc<[Arc<Key>]>,
    /// Positions in `all`.
    shown: Vec<u32>,
    /// How much of the user's keys was searched. While the list is incomplete, so are order and results.
    pub coverage: Coverage,
}

/// Equal if they show the very same keys; the keys' contents are not compared.
impl PartialEq for SearchResults {
    fn eq(&self, other: &Self) -> bool {
        self.coverage == other.coverage && Arc::ptr_eq(&self.all, &other.all) && self.shown == other.shown
    }
}

impl SearchResults {
    pub(super) fn new(all: Arc<[Arc<Key>]>, shown: Vec<u32>, coverage: Coverage) -> Self {
        Self { all, shown, coverage }
    }

    /// Those of the keys that `is_shown` keeps.
    #[must_use]
    pub fn filter(mut self, is_shown: impl Fn(&Key) -> bool) -> Self {
        let key_at = |position: u32| self.all.get(usize::try_from(position).ok()?);
        self.shown.retain(|position| key_at(*position).is_some_and(|key| is_shown(key)));
        self
    }

    /// The number of keys shown.
    pub fn len(&self) -> usize {
        self.shown.len()
    }

    /// Whether no key is shown.
    pub fn is_empty(&self) -> bool {
        self.shown.is_empty()
    }

    /// The key at `index` in the order.
    pub fn get(&self, index: usize) -> Option<&Arc<Key>> {
        self.all.get(usize::try_from(*self.shown.get(index)?).ok()?)
    }

    /// The keys in order.
    pub fn keys(&self) -> impl Iterator<Item = &Arc<Key>> {
        (0..self.len()).filter_map(|index| self.get(index))
    }

    /// The index of a key in the order, if it is shown.
    pub fn position(&self, id: &KeyId) -> Option<usize> {
        self.keys().position(|key| key.key_id == *id)
    }
}
