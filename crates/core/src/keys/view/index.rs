//! Searches and sorts up to 10,000 keys at every keystroke.
//!
//! The texts of a key are normalized once, when the key is loaded, and stand in one string: a search is one scan over
//! it, without allocations per key. An order is cached until the keys or the sort change, unless it changes with time.

use std::{cmp::Ordering, ops::Range, sync::Arc};

use portal_api::{Key, KeyStatus, ServerTime};

use super::{
    ColumnValue, Direction, KeysView, SearchResults, Sort, column::strictest_rate_limit, positions::sort_positions,
};
use crate::keys::{
    key_info::name,
    list::{Coverage, KeyList, sort_key},
};

/// Normalizes a text for comparison: lower case, no accents. The browser does it by its `Intl` rules.
pub type NormalizeFn = fn(&str) -> String;

/// The keys of a list, prepared for search and sorting.
///
/// ```
/// use portal_api::{ApiResponse, Key, ServerTime};
/// use portal_core::keys::{list::KeyList, view::{KeyIndex, KeysView}};
///
/// let body = r#"{"meta":{"requestId":"req_1"},"data":[
///     {"keyId":"key_1","start":"acme_1","enabled":true,"createdAt":1,"name":"Importer"},
///     {"keyId":"key_2","start":"acme_2","enabled":true,"createdAt":2,"name":"Exporter"}]}"#;
/// let response: ApiResponse<Vec<Key>> = serde_json::from_str(body).unwrap();
/// let mut list = KeyList::default();
/// list.add_page(response.data, response.pagination);
///
/// let mut index = KeyIndex::new(|text| text.to_lowercase());
/// index.update(&list);
/// let results = index.find(&KeysView::read("?q=import"), ServerTime::from_millis(0));
/// assert_eq!(results.len(), 1);
/// assert_eq!(results.get(0).unwrap().name.as_deref(), Some("Importer"));
/// ```
#[derive(Debug)]
pub struct KeyIndex {
    normalize: NormalizeFn,
    /// In the order of the list: newest first, then by ID.
    entries: Vec<Entry>,
    /// Name, ID and start of each entry, normalized, one per line. A search word has no line break, so that no match
    /// spans two of them.
    text: String,
    /// The keys of the entries.
    all: Arc<[Arc<Key>]>,
    coverage: Coverage,
    /// Positions in `entries`, sorted by `sorted`.
    order: Vec<u32>,
    sorted: Option<Sort>,
    /// Stack of prefix searches, each the beginning of the next, with their hits: Backspace reuses the previous result.
    typed: Vec<(String, Arc<[bool]>)>,
}

#[derive(Debug)]
struct Entry {
    key: Arc<Key>,
    /// The letters that occur in its texts.
    letters: LetterSet,
    /// Ranges in [`KeyIndex::text`].
    name: Range<usize>,
    id: Range<usize>,
    start: Range<usize>,
}

impl KeyIndex {
    /// An empty index.
    pub fn new(normalize: NormalizeFn) -> Self {
        Self {
            normalize,
            entries: Vec::new(),
            text: String::new(),
            all: Arc::default(),
            coverage: Coverage { keys: 0, complete: false },
            order: Vec::new(),
            sorted: None,
            typed: Vec::new(),
        }
    }

    /// Takes over the current list. Texts that were indexed before are not normalized again.
    pub fn update(&mut self, list: &KeyList) {
        let text_before = std::mem::take(&mut self.text);
        let mut before = std::mem::take(&mut self.entries).into_iter().peekable();
        self.text.reserve(text_before.len());
        for key in list.keys() {
            while before.next_if(|entry| sort_key(&entry.key) < sort_key(key)).is_some() {}
            let has_same_texts = |entry: &Entry| {
                let indexed = &*entry.key;
                indexed.key_id == key.key_id && indexed.name == key.name && indexed.start == key.start
            };
            let entry = match before.next_if(has_same_texts) {
                Some(entry) => {
                    let [name, id, start] = [&entry.name, &entry.id, &entry.start]
                        .map(|range| self.push(text_before.get(range.clone()).unwrap_or_default()));
                    Entry { key: Arc::clone(key), letters: entry.letters, name, id, start }
                }
                None => {
                    let name = (self.normalize)(name(key).unwrap_or_default()).replace('\n', " ");
                    let [name, id, start] = [name, (self.normalize)(key.key_id.as_str()), (self.normalize)(&key.start)]
                        .map(|text| self.push(&text));
                    let letters = LetterSet::of(self.text.get(name.start..start.end).unwrap_or_default());
                    Entry { key: Arc::clone(key), letters, name, id, start }
                }
            };
            self.entries.push(entry);
        }
        self.all = list.keys().into();
        self.coverage = list.coverage();
        self.sorted = None;
        self.typed.clear();
    }

    /// Appends a line to the text and returns its range.
    fn push(&mut self, line: &str) -> Range<usize> {
        let from = self.text.len();
        self.text.push_str(line);
        self.text.push('\n');
        from..self.text.len() - 1
    }

    /// The keys that `view` shows at `now`. Every word of the search has to occur in the name, the ID or the start.
    pub fn find(&mut self, view: &KeysView, now: ServerTime) -> SearchResults {
        self.sort(view.sort, now);
        let query = (self.normalize)(&view.query);
        let mut words = query.split_whitespace();
        let first_hits = words.next().map(|first| self.hits(first));
        let other_words: Vec<&str> = words.collect();
        // Reading 10,000 keys from memory is slow: only a filter or a second word needs it.
        let needs_key = view.has_filter() || !other_words.is_empty();
        let is_shown = |position: &u32| {
            let index = usize::try_from(*position).unwrap_or(usize::MAX);
            let has_first = first_hits.as_ref().is_none_or(|hits| hits.get(index) == Some(&true));
            let matches = |entry: &Entry| {
                let text = self.text.get(entry.name.start..entry.start.end).unwrap_or_default();
                view.matches_filters(&entry.key, now) && other_words.iter().all(|word| text.contains(word))
            };
            has_first && (!needs_key || self.entries.get(index).is_some_and(matches))
        };
        let shown = self.order.iter().copied().filter(is_shown).collect();
        SearchResults::new(Arc::clone(&self.all), shown, self.coverage)
    }

    /// Which entries contain `word`, by [`Self::typed`] or by a search.
    fn hits(&mut self, word: &str) -> Arc<[bool]> {
        while self.typed.pop_if(|(before, _)| !word.starts_with(&**before)).is_some() {}
        match self.typed.last() {
            Some((before, hits)) if before == word => Arc::clone(hits),
            _ => {
                let hits: Arc<[bool]> = self.search(word).into();
                self.typed.push((word.to_owned(), Arc::clone(&hits)));
                hits
            }
        }
    }

    fn search(&self, word: &str) -> Vec<bool> {
        if let Some(letter) = LetterSet::single(word) {
            return self.entries.iter().map(|entry| entry.letters.contains(letter)).collect();
        }
        let mut hits = vec![false; self.entries.len()];
        let mut entries = self.entries.iter().zip(&mut hits).peekable();
        for (at, _) in self.text.match_indices(word) {
            while entries.next_if(|(entry, _)| entry.start.end <= at).is_some() {}
            if let Some((_, hit)) = entries.peek_mut() {
                **hit = true;
            }
        }
        hits
    }

    fn sort(&mut self, sort: Sort, now: ServerTime) {
        if self.sorted == Some(sort) {
            return;
        }
        self.order.clear();
        self.order.extend(0..u32::try_from(self.entries.len()).unwrap_or(u32::MAX));
        let value = sort.column.spec().value;
        let (entries, text) = (&self.entries, &*self.text);
        sort_positions(&mut self.order, &mut |a, b| {
            let entry = |position: &u32| entries.get(usize::try_from(*position).ok()?);
            match (entry(a), entry(b)) {
                // Equal values: newest first, in both directions.
                (Some(left), Some(right)) => left.compare(right, value, sort.direction, text, now).then(a.cmp(b)),
                _ => Ordering::Equal,
            }
        });
        self.sorted = Some(sort).filter(|_| !value.depends_on_time());
    }
}

/// The ASCII letters and digits of a text, one bit each: a search for a single one needs no text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct LetterSet(u64);

impl LetterSet {
    fn of(text: &str) -> Self {
        Self(text.bytes().filter_map(Self::bit).fold(0, |letters, bit| letters | bit))
    }

    /// The set of one letter, if `word` is one.
    fn single(word: &str) -> Option<Self> {
        let [letter] = word.as_bytes() else { return None };
        Self::bit(*letter).map(Self)
    }

    const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    const fn bit(letter: u8) -> Option<u64> {
        match letter {
            b'a'..=b'z' => Some(1 << (letter - b'a')),
            b'0'..=b'9' => Some(1 << (letter - b'0' + 26)),
            _ => None,
        }
    }
}

impl Entry {
    /// Compares by a column's value. A missing value (no name, never expires, never used, unlimited credits) comes last
    /// in both directions: sorting by a column should show its values.
    fn compare(&self, other: &Self, value: ColumnValue, direction: Direction, text: &str, now: ServerTime) -> Ordering {
        let line = |range: &Range<usize>| text.get(range.clone()).filter(|line| !line.is_empty());
        match value {
            ColumnValue::Name => directed(line(&self.name), line(&other.name), direction),
            ColumnValue::Start => directed(line(&self.start), line(&other.start), direction),
            value => directed(number(&self.key, value, now), number(&other.key, value, now), direction),
        }
    }
}

fn directed<T: Ord>(left: Option<T>, right: Option<T>, direction: Direction) -> Ordering {
    match (left, right) {
        (Some(left), Some(right)) if direction == Direction::Descending => right.cmp(&left),
        (Some(left), Some(right)) => left.cmp(&right),
        (left, right) => left.is_none().cmp(&right.is_none()),
    }
}

/// A value other than text as a number to sort by.
fn number(key: &Key, value: ColumnValue, now: ServerTime) -> Option<i64> {
    match value {
        ColumnValue::Name | ColumnValue::Start => None,
        // Working keys first.
        ColumnValue::Status => Some(match key.status(now) {
            KeyStatus::Active => 0,
            KeyStatus::Expired => 1,
            KeyStatus::Disabled => 2,
        }),
        ColumnValue::Time(time) => time(key).map(ServerTime::millis),
        ColumnValue::Number(number) => number(key),
        ColumnValue::RateLimits => strictest_rate_limit(key),
    }
}
