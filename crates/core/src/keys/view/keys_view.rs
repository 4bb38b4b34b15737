//! What of the list the user wants to see, and how the address says it, so that a link, a reload and Back show the same.
//!
//! `?q=import&status=active&expiring=soon&used=never&sort=name&dir=desc`: what is as usual isn't written, and parameters of
//! others stay. A search that looks like a whole key is never written.

use portal_api::{Key, KeyStatus, ServerTime};

use crate::{
    config::ShowSettings,
    keys::{
        expires_soon,
        identify::{MAX_SEARCH_CHARS, looks_like_key},
        list::KeyList,
    },
    percent,
};

/// What the list shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KeysView {
    /// What is searched for, as it was typed.
    pub query: String,
    /// Only keys of this status.
    pub status: Option<KeyStatus>,
    /// Only keys that expire within [`EXPIRES_SOON_MS`](crate::keys::EXPIRES_SOON_MS).
    pub expiring_soon: bool,
    /// Only keys that were never used.
    pub never_used: bool,
    /// In which order.
    pub sort: Sort,
}

/// An order of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sort {
    /// By what.
    pub column: Column,
    /// Which way.
    pub direction: Direction,
}

/// What the list can be sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// The name.
    Name,
    /// The key's first characters.
    Start,
    /// Active, expired, disabled.
    Status,
    /// When it was made.
    Created,
    /// When it expires.
    Expires,
    /// When it was last used.
    LastUsed,
    /// Credits left.
    Credits,
    /// How often the key may be used.
    RateLimits,
}

/// Which way an order goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// From A to Z, from earlier to later, from few to many.
    Ascending,
    /// The other way.
    Descending,
}

impl Default for Sort {
    /// The newest first.
    fn default() -> Self {
        Self::by(Column::Created)
    }
}

impl Sort {
    /// By `column`, the way that people want to see first.
    pub const fn by(column: Column) -> Self {
        Self { column, direction: column.default_direction() }
    }

    /// What a click on the heading of `column` makes of it: the other way where it is sorted by that already.
    #[must_use]
    pub fn toggled(self, column: Column) -> Self {
        let direction = match self.direction {
            _ if self.column != column => column.default_direction(),
            Direction::Ascending => Direction::Descending,
            Direction::Descending => Direction::Ascending,
        };
        Self { column, direction }
    }
}

impl Column {
    /// All of them, in the order of the table.
    pub const ALL: [Self; 8] = [
        Self::Name,
        Self::Start,
        Self::Status,
        Self::Created,
        Self::Expires,
        Self::LastUsed,
        Self::Credits,
        Self::RateLimits,
    ];

    /// Whether the operator lets it be seen.
    pub const fn is_shown(self, show: ShowSettings) -> bool {
        match self {
            Self::Credits => show.credits,
            Self::RateLimits => show.rate_limits,
            Self::Name | Self::Start | Self::Status | Self::Created | Self::Expires | Self::LastUsed => true,
        }
    }

    /// The way that people want to see first: the newest, the latest used; but what expires next and what runs out next.
    pub const fn default_direction(self) -> Direction {
        match self {
            Self::Name | Self::Start | Self::Status | Self::Expires | Self::Credits | Self::RateLimits => {
                Direction::Ascending
            }
            Self::Created | Self::LastUsed => Direction::Descending,
        }
    }

    /// As the address names it.
    pub const fn url_name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Start => "key",
            Self::Status => "status",
            Self::Created => "created",
            Self::Expires => "expires",
            Self::LastUsed => "used",
            Self::Credits => "credits",
            Self::RateLimits => "limits",
        }
    }
}

const STATUSES: [(KeyStatus, &str); 3] =
    [(KeyStatus::Active, "active"), (KeyStatus::Expired, "expired"), (KeyStatus::Disabled, "disabled")];
const DIRECTIONS: [(Direction, &str); 2] = [(Direction::Ascending, "asc"), (Direction::Descending, "desc")];
const OURS: [&str; 6] = ["q", "status", "expiring", "used", "sort", "dir"];

impl KeysView {
    /// Reads an address's query, with its question mark or without. What it doesn't understand is as usual. A search that
    /// is longer than any that is written is not taken: write the address again, and it is gone from there too. The same
    /// should be done when keys have come: only then can a shorter text be known for a key.
    pub fn read(address_query: &str) -> Self {
        let (mut view, mut column, mut direction) = (Self::default(), None, None);
        // From the end: of several, the first counts.
        for pair in parameters(address_query).rev() {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            match name {
                "q" => view.query = search(value),
                "status" => view.status = STATUSES.iter().find(|(_, name)| *name == value).map(|(status, _)| *status),
                "expiring" => view.expiring_soon = value == "soon",
                "used" => view.never_used = value == "never",
                "sort" => column = Column::ALL.into_iter().find(|column| column.url_name() == value),
                "dir" => direction = DIRECTIONS.iter().find(|(_, name)| *name == value).map(|(way, _)| *way),
                _ => {}
            }
        }
        let usual = Sort::by(column.unwrap_or(Sort::default().column));
        view.sort = Sort { direction: direction.unwrap_or(usual.direction), ..usual };
        view
    }

    /// The query, with its question mark or empty, that says this in place of `address_query`. The search is left out
    /// where it looks like a whole key to somebody who has `list`.
    pub fn write(&self, address_query: &str, list: &KeyList) -> String {
        let mut written = String::new();
        for pair in parameters(address_query) {
            let (name, value) = pair.split_once('=').map_or((pair, None), |(name, value)| (name, Some(value)));
            if !OURS.contains(&name) {
                push(&mut written, name, value);
            }
        }
        if !self.query.trim().is_empty() && !looks_like_key(&self.query, list) {
            push(&mut written, "q", Some(&percent::encode(&self.query)));
        }
        if let Some((_, name)) = STATUSES.iter().find(|(status, _)| Some(*status) == self.status) {
            push(&mut written, "status", Some(name));
        }
        if self.expiring_soon {
            push(&mut written, "expiring", Some("soon"));
        }
        if self.never_used {
            push(&mut written, "used", Some("never"));
        }
        let usual = Sort::by(self.sort.column);
        if usual != Sort::default() {
            push(&mut written, "sort", Some(self.sort.column.url_name()));
        }
        if usual != self.sort {
            let name = DIRECTIONS.iter().find(|(way, _)| *way == self.sort.direction).map(|(_, name)| *name);
            push(&mut written, "dir", name);
        }
        written
    }

    /// Whether a key passes the filters; the search is the index's.
    pub fn matches_filters(&self, key: &Key, now: ServerTime) -> bool {
        self.status.is_none_or(|status| key.status(now) == status)
            && (!self.expiring_soon || expires_soon(key, now))
            && (!self.never_used || key.last_used_at.is_none())
    }

    /// Whether it shows a part of the keys only.
    pub fn is_filtered(&self) -> bool {
        !self.query.trim().is_empty() || self.has_filter()
    }

    /// Whether a filter is set, be something searched for or not.
    pub(super) const fn has_filter(&self) -> bool {
        self.status.is_some() || self.expiring_soon || self.never_used
    }

    /// The same order without search and filters.
    #[must_use]
    pub fn without_filters(&self) -> Self {
        Self { sort: self.sort, ..Self::default() }
    }
}

fn parameters(query: &str) -> impl DoubleEndedIterator<Item = &str> {
    query.strip_prefix('?').unwrap_or(query).split('&').filter(|pair| !pair.is_empty())
}

fn search(value: &str) -> String {
    let text = percent::decode_parameter(value);
    if text.chars().count() > MAX_SEARCH_CHARS { String::new() } else { text.replace(char::is_control, " ") }
}

fn push(query: &mut String, name: &str, value: Option<&str>) {
    query.push(if query.is_empty() { '?' } else { '&' });
    query.push_str(name);
    if let Some(value) = value {
        query.push('=');
        query.push_str(value);
    }
}
