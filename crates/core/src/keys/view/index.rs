//! Finds and sorts keys as fast as one types: ten thousand, at each letter.
//!
//! Each key's texts are folded once, when it comes in, and stand in one text behind each other: a letter costs one walk over
//! it and makes nothing anew for a key. An order is kept until the keys or the sort change.

use std::{cmp::Ordering, ops::Range, sync::Arc};

use portal_api::{DAY, Key, KeyId, KeyStatus, RateLimit, ServerTime};

use super::keys_view::{Column, Direction, KeysView, Sort};
use crate::keys::{
    list::{Coverage, KeyList, sort_key},
    name,
};

/// Turns a text into what is compared: without accents, in lower case.
pub type NormalizeFn = fn(&str) -> String;

/// The keys of a list, made ready to be found and sorted.
#[derive(Debug)]
pub struct KeyIndex {
    fold: NormalizeFn,
    /// As in the list: newest first, then by id.
    entries: Vec<Entry>,
    /// Name, id and start of each entry, folded, a line each: no word that is searched for goes over the end of a line.
    folded: String,
    /// The keys of the entries.
    all: Arc<[Arc<Key>]>,
    coverage: Coverage,
    /// Positions in `entries`.
    order: Vec<u32>,
    /// How `order` is sorted; none when it isn't.
    sorted: Option<Sort>,
    /// The words that were looked for letter by letter, each the beginning of the next, and which entries have them: a letter
    /// that is taken away needs no search.
    typed: Vec<(String, Arc<[bool]>)>,
}

#[derive(Debug)]
struct Entry {
    key: Arc<Key>,
    /// Which letters it has.
    letters: Letters,
    /// Where its name, its id and its start stand in the folded text.
    name: Range<usize>,
    id: Range<usize>,
    start: Range<usize>,
}

/// What a view shows: of ten thousand keys, none is touched that isn't looked at.
#[derive(Debug, Clone, Default)]
pub struct SearchResults {
    /// All keys of the list.
    all: Arc<[Arc<Key>]>,
    /// Which of them, in order.
    shown: Vec<u32>,
    /// Where they were looked for: "12 of 10,000", "12 in 4,200 of the keys so far". While it isn't complete, the order is
    /// that of the keys so far.
    pub coverage: Coverage,
}

/// The very same keys, which is told without looking into them.
impl PartialEq for SearchResults {
    fn eq(&self, other: &Self) -> bool {
        self.coverage == other.coverage && Arc::ptr_eq(&self.all, &other.all) && self.shown == other.shown
    }
}

impl SearchResults {
    /// How many.
    pub fn len(&self) -> usize {
        self.shown.len()
    }

    /// Whether nothing is.
    pub fn is_empty(&self) -> bool {
        self.shown.is_empty()
    }

    /// The key at a place of the order.
    pub fn get(&self, index: usize) -> Option<&Arc<Key>> {
        self.all.get(usize::try_from(*self.shown.get(index)?).ok()?)
    }

    /// All of them, in order.
    pub fn keys(&self) -> impl Iterator<Item = &Arc<Key>> {
        (0..self.len()).filter_map(|index| self.get(index))
    }

    /// Where a key stands, if it is shown.
    pub fn position(&self, id: &KeyId) -> Option<usize> {
        self.keys().position(|key| key.key_id == *id)
    }
}

impl KeyIndex {
    /// An empty one that folds by `fold`.
    pub fn new(fold: NormalizeFn) -> Self {
        let coverage = Coverage { keys: 0, complete: false };
        Self {
            fold,
            entries: Vec::new(),
            folded: String::new(),
            all: Arc::default(),
            coverage,
            order: Vec::new(),
            sorted: None,
            typed: Vec::new(),
        }
    }

    /// Takes the list as it is now. Keys that were there before are not folded again.
    pub fn update(&mut self, list: &KeyList) {
        let folded_before = std::mem::take(&mut self.folded);
        let mut before = std::mem::take(&mut self.entries).into_iter().peekable();
        self.folded.reserve(folded_before.len());
        for key in list.keys() {
            while before.next_if(|entry| sort_key(&entry.key) < sort_key(key)).is_some() {}
            let same = |entry: &Entry| {
                let there = &*entry.key;
                there.key_id == key.key_id && there.name == key.name && there.start == key.start
            };
            let entry = match before.next_if(same) {
                Some(entry) => {
                    let [name, id, start] = [&entry.name, &entry.id, &entry.start]
                        .map(|range| self.push(folded_before.get(range.clone()).unwrap_or_default()));
                    Entry { key: Arc::clone(key), letters: entry.letters, name, id, start }
                }
                None => {
                    let name = (self.fold)(name(key).unwrap_or_default()).replace('\n', " ");
                    let [name, id, start] =
                        [name, (self.fold)(key.key_id.as_str()), (self.fold)(&key.start)].map(|text| self.push(&text));
                    let letters = Letters::of(self.folded.get(name.start..start.end).unwrap_or_default());
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

    /// Adds a line, and says where it stands.
    fn push(&mut self, text: &str) -> Range<usize> {
        let from = self.folded.len();
        self.folded.push_str(text);
        self.folded.push('\n');
        from..self.folded.len() - 1
    }

    /// What `view` shows at `now`. A word of the search must occur in the name, the id or the start; each must.
    pub fn find(&mut self, view: &KeysView, now: ServerTime) -> SearchResults {
        self.sort(view.sort, now);
        let query = (self.fold)(&view.query);
        let mut words = query.split_whitespace();
        let candidates = words.next().map(|first| self.having(first));
        let others: Vec<&str> = words.collect();
        // A key is looked into only for a filter or a second word: ten thousand are far apart in memory.
        let is_looked_into = view.has_filter() || !others.is_empty();
        let shown = |position: &u32| {
            let index = usize::try_from(*position).unwrap_or(usize::MAX);
            let has_first = candidates.as_ref().is_none_or(|had| had.get(index) == Some(&true));
            let admitted = |entry: &Entry| {
                let text = self.folded.get(entry.name.start..entry.start.end).unwrap_or_default();
                view.matches_filters(&entry.key, now) && others.iter().all(|word| text.contains(word))
            };
            has_first && (!is_looked_into || self.entries.get(index).is_some_and(admitted))
        };
        let shown = self.order.iter().copied().filter(shown).collect();
        SearchResults { all: Arc::clone(&self.all), shown, coverage: self.coverage }
    }

    /// Which entries have the word that is typed.
    fn having(&mut self, word: &str) -> Arc<[bool]> {
        while self.typed.pop_if(|(before, _)| !word.starts_with(&**before)).is_some() {}
        match self.typed.last() {
            Some((before, had)) if before == word => Arc::clone(had),
            _ => {
                let had: Arc<[bool]> = self.search(word).into();
                self.typed.push((word.to_owned(), Arc::clone(&had)));
                had
            }
        }
    }

    fn search(&self, word: &str) -> Vec<bool> {
        if let Some(letter) = Letters::single(word) {
            return self.entries.iter().map(|entry| entry.letters.have(letter)).collect();
        }
        let mut had = vec![false; self.entries.len()];
        let mut entries = self.entries.iter().zip(&mut had).peekable();
        for (at, _) in self.folded.match_indices(word) {
            while entries.next_if(|(entry, _)| entry.start.end <= at).is_some() {}
            if let Some((_, had)) = entries.peek_mut() {
                **had = true;
            }
        }
        had
    }

    fn sort(&mut self, sort: Sort, now: ServerTime) {
        if self.sorted == Some(sort) {
            return;
        }
        self.order.clear();
        self.order.extend(0..u32::try_from(self.entries.len()).unwrap_or(u32::MAX));
        let (entries, folded) = (&self.entries, &*self.folded);
        self.order.sort_unstable_by(|a, b| {
            // Of equals the newest comes first, whatever the direction.
            let entry = |position: &u32| entries.get(usize::try_from(*position).ok()?);
            match (entry(a), entry(b)) {
                (Some(left), Some(right)) => left.compare(right, folded, sort, now).then(a.cmp(b)),
                _ => Ordering::Equal,
            }
        });
        // Time goes on, and keys expire.
        self.sorted = Some(sort).filter(|sort| sort.column != Column::Status);
    }
}

/// Letters and digits of ASCII, each a bit: whether a text has one is known without looking into it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Letters(u64);

impl Letters {
    /// Those of a text.
    fn of(text: &str) -> Self {
        Self(text.bytes().filter_map(Self::bit).fold(0, |letters, bit| letters | bit))
    }

    /// The one that `word` is, if it is one.
    fn single(word: &str) -> Option<Self> {
        let [letter] = word.as_bytes() else { return None };
        Self::bit(*letter).map(Self)
    }

    const fn have(self, other: Self) -> bool {
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
    /// The order of a column; `folded` is the text that both stand in. A value that isn't there (no name, never expires, never
    /// used, unlimited credits) comes last in both directions: whoever sorts by a column wants to see its values.
    fn compare(&self, other: &Self, folded: &str, sort: Sort, now: ServerTime) -> Ordering {
        let text = |range: &Range<usize>| folded.get(range.clone()).filter(|text| !text.is_empty());
        match sort.column {
            Column::Name => directed(text(&self.name), text(&other.name), sort.direction),
            Column::Start => directed(text(&self.start), text(&other.start), sort.direction),
            column => directed(number(&self.key, column, now), number(&other.key, column, now), sort.direction),
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

fn uses_per_day(limit: &RateLimit) -> i64 {
    limit.limit.saturating_mul(DAY) / limit.duration.max(1)
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
        // The tightest one counts.
        Column::RateLimits => key.ratelimits.iter().map(uses_per_day).min(),
    }
}
