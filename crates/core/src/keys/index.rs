//! Finds and sorts keys as fast as one types: ten thousand, at each letter.
//!
//! Each key's texts are folded once, when it comes in. An order is kept until the keys or the sort change, so that a letter
//! costs one walk over the folded texts and makes nothing anew for a key.

use std::{cmp::Ordering, sync::Arc};

use portal_api::{Key, KeyId, KeyStatus, ServerTime};

use super::{
    list::{Coverage, KeyList, place},
    name,
    view::{Column, Direction, KeysView, Sort},
};

/// Turns a text into what is compared: without accents, in lower case.
pub type Fold = fn(&str) -> String;

/// The keys of a list, made ready to be found and sorted.
#[derive(Debug)]
pub struct KeyIndex {
    fold: Fold,
    /// As in the list: newest first, then by id.
    entries: Vec<Entry>,
    coverage: Coverage,
    /// Positions in `entries`.
    order: Vec<usize>,
    /// How `order` is sorted; none when it isn't.
    sorted: Option<Sort>,
}

#[derive(Debug)]
struct Entry {
    key: Arc<Key>,
    /// Name, id and start, folded, a line each: no word that is searched for goes over the end of a line.
    folded: Box<str>,
    /// Where the name ends in `folded`.
    name_end: usize,
    /// Where the start begins in `folded`.
    start_at: usize,
}

/// What a view shows.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// In order.
    pub keys: Vec<Arc<Key>>,
    /// Where they were looked for: "12 of 10,000", "12 in 4,200 of the keys so far". While it isn't complete, the order is
    /// that of the keys so far.
    pub coverage: Coverage,
}

/// The very same keys, which is told without looking into them.
impl PartialEq for Found {
    fn eq(&self, other: &Self) -> bool {
        self.coverage == other.coverage
            && self.keys.len() == other.keys.len()
            && self.keys.iter().zip(&other.keys).all(|(key, other)| Arc::ptr_eq(key, other))
    }
}

impl Found {
    /// Where a key stands, if it is shown.
    pub fn position(&self, id: &KeyId) -> Option<usize> {
        self.keys.iter().position(|key| key.key_id == *id)
    }
}

impl KeyIndex {
    /// An empty one that folds by `fold`.
    pub const fn new(fold: Fold) -> Self {
        let coverage = Coverage { keys: 0, complete: false };
        Self { fold, entries: Vec::new(), coverage, order: Vec::new(), sorted: None }
    }

    /// Takes the list as it is now. Keys that were there before are not folded again.
    pub fn update(&mut self, list: &KeyList) {
        let mut before = std::mem::take(&mut self.entries).into_iter().peekable();
        let mut take = |key: &Arc<Key>| {
            while before.next_if(|entry| place(&entry.key) < place(key)).is_some() {}
            let same = |entry: &Entry| {
                let there = &*entry.key;
                there.key_id == key.key_id && there.name == key.name && there.start == key.start
            };
            match before.next_if(same) {
                Some(entry) => Entry { key: Arc::clone(key), ..entry },
                None => Entry::new(Arc::clone(key), self.fold),
            }
        };
        self.entries = list.keys().iter().map(&mut take).collect();
        self.coverage = list.coverage();
        self.sorted = None;
    }

    /// What `view` shows at `now`. A word of the search must occur in the name, the id or the start; each must.
    pub fn find(&mut self, view: &KeysView, now: ServerTime) -> Found {
        self.sort(view.sort, now);
        let query = (self.fold)(&view.query);
        let words: Vec<&str> = query.split_whitespace().collect();
        let shown =
            |entry: &&Entry| view.admits(&entry.key, now) && words.iter().all(|word| entry.folded.contains(word));
        let entries = self.order.iter().filter_map(|position| self.entries.get(*position));
        Found { keys: entries.filter(shown).map(|entry| Arc::clone(&entry.key)).collect(), coverage: self.coverage }
    }

    fn sort(&mut self, sort: Sort, now: ServerTime) {
        if self.sorted == Some(sort) {
            return;
        }
        self.order.clear();
        self.order.extend(0..self.entries.len());
        let entries = &self.entries;
        self.order.sort_unstable_by(|a, b| {
            // Of equals the newest comes first, whatever the direction.
            match (entries.get(*a), entries.get(*b)) {
                (Some(left), Some(right)) => left.compare(right, sort, now).then(a.cmp(b)),
                _ => Ordering::Equal,
            }
        });
        // Time goes on, and keys expire.
        self.sorted = Some(sort).filter(|sort| sort.column != Column::Status);
    }
}

impl Entry {
    fn new(key: Arc<Key>, fold: Fold) -> Self {
        let mut folded = fold(name(&key).unwrap_or_default()).replace('\n', " ");
        let name_end = folded.len();
        folded.push('\n');
        folded.push_str(&fold(key.key_id.as_str()));
        folded.push('\n');
        let start_at = folded.len();
        folded.push_str(&fold(&key.start));
        Self { key, folded: folded.into(), name_end, start_at }
    }

    /// The order of a column. A value that isn't there (no name, never expires, never used, unlimited credits) comes last
    /// in both directions: whoever sorts by a column wants to see its values.
    fn compare(&self, other: &Self, sort: Sort, now: ServerTime) -> Ordering {
        match sort.column {
            Column::Name => directed(self.folded_name(), other.folded_name(), sort.direction),
            Column::Start => directed(self.folded_start(), other.folded_start(), sort.direction),
            column => directed(number(&self.key, column, now), number(&other.key, column, now), sort.direction),
        }
    }

    fn folded_name(&self) -> Option<&str> {
        self.folded.get(..self.name_end).filter(|name| !name.is_empty())
    }

    fn folded_start(&self) -> Option<&str> {
        self.folded.get(self.start_at..).filter(|start| !start.is_empty())
    }
}

fn directed<T: Ord>(left: Option<T>, right: Option<T>, direction: Direction) -> Ordering {
    match (left, right) {
        (Some(left), Some(right)) if direction == Direction::Descending => right.cmp(&left),
        (Some(left), Some(right)) => left.cmp(&right),
        (left, right) => left.is_none().cmp(&right.is_none()),
    }
}

/// What a column other than the texts is sorted by.
fn number(key: &Key, column: Column, now: ServerTime) -> Option<i64> {
    match column {
        Column::Name | Column::Start => None,
        // The more alive, the earlier.
        Column::Status => Some(match key.status(now) {
            KeyStatus::Active => 0,
            KeyStatus::Expired => 1,
            KeyStatus::Disabled => 2,
        }),
        Column::Created => Some(key.created_at.millis()),
        Column::Expires => key.expires.map(ServerTime::millis),
        Column::LastUsed => key.last_used_at.map(ServerTime::millis),
        Column::Credits => key.credits.as_ref()?.remaining,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

    use portal_api::{Credits, DAY};
    use proptest::prelude::*;

    use super::{
        super::samples::{complete, fold, ids, key, named, so_far},
        *,
    };

    const NOW: ServerTime = ServerTime::from_millis(1_700_000_000_000);

    fn index(list: &KeyList) -> KeyIndex {
        let mut index = KeyIndex::new(fold);
        index.update(list);
        index
    }

    fn found(list: &KeyList, address: &str) -> Vec<String> {
        let found = index(list).find(&KeysView::read(address), NOW);
        ids(&found.keys).into_iter().map(str::to_owned).collect()
    }

    fn people() -> KeyList {
        complete([
            named("key_1", 1, "Élodie's importer", "acme_AbCd"),
            named("key_2", 2, "Import of ÄPFEL", "acme_XyZ1"),
            named("key_3", 3, "importer", "acme_XyZ2"),
            key("key_4", 4),
        ])
    }

    #[test]
    fn accents_and_case_do_not_hide_a_key() {
        for (query, expected) in [
            ("elodie", vec!["key_1"]),
            ("ÉLODIE", vec!["key_1"]),
            ("äpfel", vec!["key_2"]),
            ("apfel", vec!["key_2"]),
            ("IMPORTER", vec!["key_3", "key_1"]),
            ("xyz", vec!["key_3", "key_2"]),
            ("key_4", vec!["key_4"]),
            ("nobody", vec![]),
            ("", vec!["key_4", "key_3", "key_2", "key_1"]),
            ("   ", vec!["key_4", "key_3", "key_2", "key_1"]),
        ] {
            assert_eq!(found(&people(), &format!("?q={query}")), expected, "{query}");
        }
    }

    #[test]
    fn every_word_must_occur_wherever() {
        assert_eq!(found(&people(), "?q=acme import"), ["key_3", "key_2", "key_1"]);
        assert_eq!(found(&people(), "?q=  importer   elodie "), ["key_1"]);
        assert_eq!(found(&people(), "?q=importer xyz1"), [""; 0]);
        // The end of the name and the beginning of the id make no word.
        assert_eq!(found(&people(), "?q=importerkey"), [""; 0]);
    }

    #[test]
    fn filters_and_search_narrow_together() {
        let list = complete([
            Key { enabled: false, ..named("key_1", 1, "a", "s") },
            Key { last_used_at: Some(NOW), ..named("key_2", 2, "a", "s") },
            named("key_3", 3, "b", "s"),
        ]);
        assert_eq!(found(&list, "?q=a&status=active"), ["key_2"]);
        assert_eq!(found(&list, "?q=a&used=never"), ["key_1"]);
    }

    fn of_all_kinds() -> KeyList {
        let credits = |remaining| Some(Credits { remaining, refill: None });
        complete([
            Key { expires: Some(NOW.plus(DAY)), ..named("key_1", 1, "b", "acme_2") },
            Key { expires: Some(NOW.plus(-DAY)), credits: credits(Some(5)), ..named("key_2", 2, "A", "acme_1") },
            Key { enabled: false, last_used_at: Some(NOW), credits: credits(None), ..key("key_3", 3) },
            Key { last_used_at: Some(NOW.plus(-DAY)), credits: credits(Some(0)), ..named("key_4", 4, "b", "") },
            named("key_5", 5, " ", "ACME_3"),
        ])
    }

    #[test]
    fn what_is_missing_comes_last_whichever_way_the_order_goes() {
        for (address, expected) in [
            ("?sort=name", "2 4 1 5 3"),
            ("?sort=name&dir=desc", "4 1 2 5 3"),
            ("?sort=key", "3 2 1 5 4"),
            ("?sort=key&dir=desc", "5 1 2 3 4"),
            ("?sort=status", "5 4 1 2 3"),
            ("?sort=status&dir=desc", "3 2 5 4 1"),
            ("", "5 4 3 2 1"),
            ("?dir=asc", "1 2 3 4 5"),
            ("?sort=expires", "2 1 5 4 3"),
            ("?sort=expires&dir=desc", "1 2 5 4 3"),
            ("?sort=used", "3 4 5 2 1"),
            ("?sort=used&dir=asc", "4 3 5 2 1"),
            ("?sort=credits", "4 2 5 3 1"),
            ("?sort=credits&dir=desc", "2 4 5 3 1"),
        ] {
            let found: Vec<String> = found(&of_all_kinds(), address).iter().map(|id| id.replace("key_", "")).collect();
            assert_eq!(found.join(" "), expected, "{address}");
        }
    }

    #[test]
    fn a_key_that_expires_while_one_looks_moves_in_the_order_of_statuses() {
        let mut index = index(&of_all_kinds());
        let view = KeysView::read("?sort=status");
        assert_eq!(ids(&index.find(&view, NOW).keys), ["key_5", "key_4", "key_1", "key_2", "key_3"]);
        let tomorrow = NOW.plus(2 * DAY);
        assert_eq!(ids(&index.find(&view, tomorrow).keys), ["key_5", "key_4", "key_2", "key_1", "key_3"]);
    }

    #[test]
    fn a_search_says_how_much_of_the_list_it_covers() {
        let keys = || [key("key_1", 1), key("key_2", 2)];
        let covers = |list: &KeyList| index(list).find(&KeysView::read("?q=1"), NOW).coverage;
        assert_eq!(covers(&so_far(keys())), Coverage { keys: 2, complete: false });
        assert_eq!(covers(&complete(keys())), Coverage { keys: 2, complete: true });
    }

    #[test]
    fn a_page_that_comes_costs_no_more_than_itself() {
        static FOLDED: AtomicUsize = AtomicUsize::new(0);
        fn counting(text: &str) -> String {
            FOLDED.fetch_add(1, Relaxed);
            fold(text)
        }
        let mut list = complete([named("key_1", 1, "a", "s"), named("key_3", 3, "c", "s")]);
        let mut index = KeyIndex::new(counting);
        index.update(&list);
        assert_eq!(FOLDED.load(Relaxed), 6);
        list.put(named("key_2", 2, "b", "s"));
        list.put(Key { expires: Some(NOW), ..named("key_3", 3, "c", "s") });
        index.update(&list);
        assert_eq!(FOLDED.load(Relaxed), 9);
        // What changed about a key is shown, and a new name is found.
        list.put(named("key_1", 1, "renamed", "s"));
        index.update(&list);
        let found = index.find(&KeysView::read("?q=renamed"), NOW);
        assert_eq!(ids(&found.keys), ["key_1"]);
        assert_eq!(index.find(&KeysView::default(), NOW).keys[0].expires, Some(NOW));
    }

    #[test]
    fn the_same_keys_are_not_drawn_again() {
        let mut index = index(&people());
        let all = index.find(&KeysView::default(), NOW);
        assert_eq!(all, index.find(&KeysView::read("?q=k"), NOW));
        assert_ne!(all, index.find(&KeysView::read("?q=elodie"), NOW));
        assert_eq!(all.position(&KeyId::new("key_2")), Some(2));
        assert_eq!(all.position(&KeyId::new("key_9")), None);
    }

    fn some_key() -> impl Strategy<Value = Key> {
        let moment = || proptest::option::of((0_i64..5).prop_map(ServerTime::from_millis));
        ((0_u32..40, 0_i64..5, any::<bool>()), proptest::option::of("[ aBä]{0,2}"), moment(), moment()).prop_map(
            |((id, created, enabled), name, expires, last_used_at)| Key {
                enabled,
                name,
                expires,
                last_used_at,
                ..key(&format!("key_{id}"), created)
            },
        )
    }

    proptest! {
        #[test]
        fn an_index_that_grew_shows_what_one_made_at_once_shows(
            pages in proptest::collection::vec(proptest::collection::vec(some_key(), 0..6), 1..5),
            query in "[ aB]{0,3}", column in 0..Column::ALL.len(), down: bool,
        ) {
            let direction = if down { Direction::Descending } else { Direction::Ascending };
            let view = KeysView { query, sort: Sort { column: Column::ALL[column], direction }, ..KeysView::default() };
            let (mut list, mut growing) = (KeyList::default(), KeyIndex::new(fold));
            for page in pages {
                list.add(page, None);
                growing.update(&list);
                prop_assert_eq!(growing.find(&view, NOW), index(&list).find(&view, NOW));
            }
            let all = growing.find(&KeysView { query: String::new(), ..view }, NOW);
            prop_assert_eq!(all.keys.len(), list.keys().len());
        }
    }
}
