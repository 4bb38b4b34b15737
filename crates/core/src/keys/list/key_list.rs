//! The list of keys, loaded page by page from a server that repeats keys and whose cursor may get stuck.

use std::{cmp::Reverse, sync::Arc};

use portal_api::{Key, KeyId, Pagination, ServerTime};

use super::Account;

/// The keys loaded so far, newest first, and where to continue.
///
/// ```
/// use portal_api::{KeyId, Pagination};
/// use portal_core::keys::list::{Continuation, KeyList};
///
/// let mut list = KeyList::default();
/// assert_eq!(list.continuation(), &Continuation::Page(None));
/// list.add_page(vec![], Some(Pagination { cursor: Some(KeyId::new("key_9")), has_more: true }));
/// assert_eq!(list.continuation(), &Continuation::Page(Some(KeyId::new("key_9"))));
/// list.add_page(vec![], Some(Pagination::default()));
/// assert!(list.is_complete());
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
pub struct KeyList {
    keys: Vec<Arc<Key>>,
    /// Cursors that were requested.
    requested: Vec<KeyId>,
    /// Keys added without a page. Their times may be estimates.
    upserted: Vec<KeyId>,
    /// The shortest start so far, in bytes.
    shortest_start: Option<usize>,
    next: Continuation,
    account: Account,
}

/// How much of the user's keys is loaded: "10,000", or "4,200 so far".
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Number of loaded keys.
    pub keys: usize,
    /// Whether these are all keys. Until then, searches and orders cover the loaded keys only.
    pub complete: bool,
}

/// The order of the list: newest first, then by ID.
pub(in crate::keys) fn sort_key(key: &Key) -> (Reverse<ServerTime>, &KeyId) {
    (Reverse(key.created_at), &key.key_id)
}

/// How loading continues.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Continuation {
    /// With the page at this cursor, or the first page.
    Page(Option<KeyId>),
    /// Not at all: all keys are loaded.
    Complete,
    /// Not at all: there are more keys, but the server repeats a cursor, or sends none.
    CursorStuck,
}

impl Default for Continuation {
    fn default() -> Self {
        Self::Page(None)
    }
}

impl KeyList {
    /// Adds the requested page. Keys that are already in the list are dropped.
    pub fn add_page(&mut self, page: Vec<Key>, pagination: Option<Pagination>) {
        if let Continuation::Page(Some(cursor)) = &self.next {
            self.requested.push(cursor.clone());
        }
        for mut key in page {
            self.account.add(key.identity.take().and_then(|owner| owner.external_id).as_deref());
            // ID and creation time of a key never change, so a repeated key is found at its own index.
            if let Err(index) = self.keys.binary_search_by(|listed| sort_key(listed).cmp(&sort_key(&key))) {
                if self.upserted.contains(&key.key_id) {
                    self.replace(key);
                } else {
                    self.insert(index, key);
                }
            }
        }
        self.next = match pagination {
            Some(Pagination { cursor: Some(cursor), has_more: true }) if self.requested.contains(&cursor) => {
                Continuation::CursorStuck
            }
            Some(Pagination { cursor: Some(cursor), has_more: true }) => Continuation::Page(Some(cursor)),
            // More keys, but no cursor to request them.
            Some(Pagination { cursor: None, has_more: true }) => Continuation::CursorStuck,
            _ => Continuation::Complete,
        };
    }

    /// The loaded keys, newest first.
    pub fn keys(&self) -> &[Arc<Key>] {
        &self.keys
    }

    /// How loading continues.
    pub const fn continuation(&self) -> &Continuation {
        &self.next
    }

    /// The account that all rows of all pages name.
    pub const fn account(&self) -> &Account {
        &self.account
    }

    /// Whether all keys are loaded.
    pub fn is_complete(&self) -> bool {
        self.next == Continuation::Complete
    }

    /// How much of the user's keys is loaded.
    pub fn coverage(&self) -> Coverage {
        Coverage { keys: self.keys.len(), complete: self.is_complete() }
    }

    /// Adds or replaces a key without a page, such as after a rotation. A later page that contains it replaces it once:
    /// its times come from the server.
    pub fn upsert(&mut self, key: Key) {
        if !self.upserted.contains(&key.key_id) {
            self.upserted.push(key.key_id.clone());
        }
        self.replace(key);
    }

    fn replace(&mut self, key: Key) {
        self.keys.retain(|listed| listed.key_id != key.key_id);
        let index = self.keys.partition_point(|listed| sort_key(listed) < sort_key(&key));
        self.insert(index, key);
    }

    fn insert(&mut self, index: usize, key: Key) {
        let bytes = key.start.len();
        if bytes > 0 {
            self.shortest_start = Some(self.shortest_start.map_or(bytes, |shortest| shortest.min(bytes)));
        }
        self.keys.insert(index, Arc::new(key));
    }

    /// The shortest start that a key ever had, in bytes; `None` if no key has one.
    pub(in crate::keys) const fn shortest_start(&self) -> Option<usize> {
        self.shortest_start
    }

    /// The key with this ID, if it is loaded.
    pub fn get(&self, id: &KeyId) -> Option<&Arc<Key>> {
        self.keys.iter().find(|key| key.key_id == *id)
    }
}

#[cfg(test)]
mod tests {
    use portal_api::KeyOwner;

    use super::*;
    use crate::keys::samples::key;

    fn more(cursor: Option<&str>) -> Option<Pagination> {
        Some(Pagination { cursor: cursor.map(KeyId::new), has_more: true })
    }

    fn ids(list: &KeyList) -> Vec<&str> {
        list.keys().iter().map(|key| key.key_id.as_str()).collect()
    }

    #[test]
    fn a_repeated_key_is_listed_once_and_the_newest_comes_first() {
        let mut list = KeyList::default();
        list.add_page(vec![key("a", 1), key("b", 2)], more(Some("b")));
        assert_eq!(list.continuation(), &Continuation::Page(Some(KeyId::new("b"))));
        list.add_page(vec![key("b", 2), key("c", 3)], Some(Pagination::default()));
        assert_eq!(ids(&list), ["c", "b", "a"]);
        assert_eq!(list.continuation(), &Continuation::Complete);
    }

    #[test]
    fn pages_that_name_different_accounts_name_none() {
        let owned = |id: &str, owner: Option<&str>| {
            let owner = owner.map(|id| KeyOwner { external_id: Some(id.to_owned()) });
            Key { identity: owner, ..key(id, 1) }
        };
        let mut list = KeyList::default();
        list.add_page(vec![owned("a", Some("user_1")), owned("b", Some("user_1"))], more(Some("b")));
        assert_eq!(list.account().name(), Some("user_1"));
        assert!(list.keys().iter().all(|key| key.identity.is_none()));
        let mut other = list.clone();
        list.add_page(vec![], more(Some("c")));
        assert_eq!(list.account().name(), Some("user_1"));
        list.add_page(vec![owned("c", Some("user_2"))], None);
        assert_eq!(list.account().name(), None);
        other.add_page(vec![owned("c", None)], None);
        assert_eq!(other.account().name(), None);
    }

    #[test]
    fn a_repeated_cursor_ends_the_list() {
        let mut list = KeyList::default();
        list.add_page(vec![key("a", 1)], more(Some("a")));
        list.add_page(vec![key("a", 1)], more(Some("a")));
        assert_eq!(list.continuation(), &Continuation::CursorStuck);
    }

    #[test]
    fn a_cursor_that_goes_in_circles_ends_the_list() {
        let mut list = KeyList::default();
        for cursor in ["a", "b", "a"] {
            list.add_page(vec![], more(Some(cursor)));
        }
        assert_eq!(list.continuation(), &Continuation::CursorStuck);
    }

    #[test]
    fn a_missing_cursor_ends_the_list() {
        let mut list = KeyList::default();
        list.add_page(vec![key("a", 1)], more(None));
        assert_eq!(list.continuation(), &Continuation::CursorStuck);
    }

    #[test]
    fn a_changed_key_is_listed_once_with_its_new_values() {
        let mut list = KeyList::default();
        list.add_page(vec![key("a", 1), key("b", 2)], None);
        list.upsert(Key { expires: Some(ServerTime::from_millis(9)), ..key("a", 1) });
        list.upsert(key("c", 3));
        assert_eq!(ids(&list), ["c", "b", "a"]);
        assert_eq!(list.keys()[2].expires, Some(ServerTime::from_millis(9)));
        assert!(list.is_complete());
    }

    #[test]
    fn a_rotated_key_that_a_later_page_contains_is_listed_once() {
        let mut list = KeyList::default();
        list.upsert(key("a", 7));
        list.add_page(vec![key("b", 1), key("a", 5)], None);
        assert_eq!(ids(&list), ["a", "b"]);
        assert_eq!(list.get(&KeyId::new("a")).map(|key| key.created_at.millis()), Some(5));
    }

    #[test]
    fn an_empty_first_page_is_complete() {
        let mut list = KeyList::default();
        list.add_page(vec![], Some(Pagination::default()));
        assert_eq!((list.keys().len(), list.continuation()), (0, &Continuation::Complete));
    }
}
