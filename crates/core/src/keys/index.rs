//! Finds and sorts keys as fast as one types: ten thousand, at each letter.
//!
//! Each key's texts are folded once, when it comes in. An order is kept until the keys or the sort change, so that a letter
//! costs one walk over the folded texts and makes nothing anew for a key.

use std::{cmp::Ordering, sync::Arc};

use portal_api::{DAY, Key, KeyId, KeyStatus, RateLimit, ServerTime};

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
