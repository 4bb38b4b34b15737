//! How a list of keys grows, page by page, against a server whose pages repeat keys and whose cursor may stand still.

use std::{cmp::Reverse, sync::Arc};

use portal_api::{Key, KeyId, Pagination, ServerTime};

/// The keys so far, newest first, and how to go on.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct KeyList {
    keys: Vec<Arc<Key>>,
    asked: Vec<KeyId>,
    /// Put in without a page: their times may be guesses.
    put: Vec<KeyId>,
    /// The fewest bytes that a start ever had.
    shortest_start: Option<usize>,
    next: Continuation,
}

/// Of how many keys something holds: "of 10,000", or "of the 4,200 so far".
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Keys that are loaded.
    pub keys: usize,
    /// Whether they are all there are. Until then a search may find more, and an order is that of the loaded ones.
    pub complete: bool,
}

/// Where a key stands among others: newest first, then by id.
pub(in crate::keys) fn sort_key(key: &Key) -> (Reverse<ServerTime>, &KeyId) {
    (Reverse(key.created_at), &key.key_id)
}

/// What comes after the keys so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Continuation {
    /// A page from this cursor on; without one, the first.
    Page(Option<KeyId>),
    /// Nothing: these are all.
    Complete,
    /// There are more, but the server's cursor does not move any more.
    CursorStuck,
}

impl Default for Continuation {
    fn default() -> Self {
        Self::Page(None)
    }
}

impl KeyList {
    /// Takes the page in that was asked for. Keys that are there already are dropped: the server repeats some.
    pub fn add_page(&mut self, page: Vec<Key>, pagination: Option<Pagination>) {
        if let Continuation::Page(Some(cursor)) = &self.next {
            self.asked.push(cursor.clone());
        }
        for key in page {
            // A key keeps its id and its time: one that is there already is found in its own place.
            if let Err(index) = self.keys.binary_search_by(|there| sort_key(there).cmp(&sort_key(&key))) {
                if self.put.contains(&key.key_id) {
                    self.insert_anew(key);
                } else {
                    self.insert(index, key);
                }
            }
        }
        self.next = match pagination {
            Some(Pagination { cursor: Some(cursor), has_more: true }) if self.asked.contains(&cursor) => {
                Continuation::CursorStuck
            }
            Some(Pagination { cursor: Some(cursor), has_more: true }) => Continuation::Page(Some(cursor)),
            // More, but no way to ask for it.
            Some(Pagination { cursor: None, has_more: true }) => Continuation::CursorStuck,
            _ => Continuation::Complete,
        };
    }

    /// The keys so far, newest first; shared, so that a view holds one without a copy of it.
    pub fn keys(&self) -> &[Arc<Key>] {
        &self.keys
    }

    /// What comes next.
    pub const fn continuation(&self) -> &Continuation {
        &self.next
    }

    /// Whether these are all keys.
    pub fn is_complete(&self) -> bool {
        self.next == Continuation::Complete
    }

    /// Of how many keys something holds that is said of these.
    pub fn coverage(&self) -> Coverage {
        Coverage { keys: self.keys.len(), complete: self.is_complete() }
    }

    /// Puts a key in without a page: a new one, or what has become of one that is there. A page that has it with other
    /// times knows better.
    pub fn upsert(&mut self, key: Key) {
        if !self.put.contains(&key.key_id) {
            self.put.push(key.key_id.clone());
        }
        self.insert_anew(key);
    }

    fn insert_anew(&mut self, key: Key) {
        self.keys.retain(|there| there.key_id != key.key_id);
        let index = self.keys.partition_point(|there| sort_key(there) < sort_key(&key));
        self.insert(index, key);
    }

    fn insert(&mut self, index: usize, key: Key) {
        let bytes = key.start.len();
        if bytes > 0 {
            self.shortest_start = Some(self.shortest_start.map_or(bytes, |shortest| shortest.min(bytes)));
        }
        self.keys.insert(index, Arc::new(key));
    }

    /// No start of a key is shorter, in bytes; none where no key has one.
    pub(in crate::keys) const fn shortest_start(&self) -> Option<usize> {
        self.shortest_start
    }

    /// The key of this id, if it is there.
    pub fn get(&self, id: &KeyId) -> Option<&Arc<Key>> {
        self.keys.iter().find(|key| key.key_id == *id)
    }
}

#[cfg(test)]
mod tests {
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
    fn a_cursor_that_does_not_move_ends_the_list() {
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
    fn more_without_a_cursor_ends_the_list() {
        let mut list = KeyList::default();
        list.add_page(vec![key("a", 1)], more(None));
        assert_eq!(list.continuation(), &Continuation::CursorStuck);
    }

    #[test]
    fn a_key_that_changed_is_listed_once_as_it_is_now() {
        let mut list = KeyList::default();
        list.add_page(vec![key("a", 1), key("b", 2)], None);
        list.upsert(Key { expires: Some(ServerTime::from_millis(9)), ..key("a", 1) });
        list.upsert(key("c", 3));
        assert_eq!(ids(&list), ["c", "b", "a"]);
        assert_eq!(list.keys()[2].expires, Some(ServerTime::from_millis(9)));
        assert!(list.is_complete());
    }

    #[test]
    fn a_key_that_a_page_brings_after_it_was_put_in_is_listed_once() {
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
