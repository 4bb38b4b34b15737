//! Search, filters and order of the list, and their form in the URL, so that a link, a reload and the Back button show
//! the same list.
//!
//! `?q=import&status=active&expiring=soon&used=never&sort=name&dir=desc`: defaults are left out, and unknown parameters
//! are kept. A search that looks like a whole key is never written to the URL.

use portal_api::{Key, KeyStatus, ServerTime};

use super::{Column, Direction, Sort};
use crate::{
    invisible::is_blank,
    keys::{
        identify::{MAX_SEARCH_CHARS, looks_like_key},
        key_info::expires_soon,
        list::KeyList,
    },
    percent,
};

/// Search, filters and order of the list.
///
/// ```
/// use portal_core::keys::{list::KeyList, view::KeysView};
///
/// let view = KeysView::read("?q=import&used=never&theme=dark");
/// assert_eq!(view.query, "import");
/// assert!(view.never_used);
///
/// let view = KeysView { never_used: false, ..view };
/// assert_eq!(view.write("?q=import&used=never&theme=dark", &KeyList::default()), "?theme=dark&q=import");
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KeysView {
    /// The search text as typed.
    pub query: String,
    /// Only keys with this status.
    pub status: Option<KeyStatus>,
    /// Only keys that work and expire within [`EXPIRES_SOON_MS`](crate::keys::EXPIRES_SOON_MS).
    pub expiring_soon: bool,
    /// Only keys without a last use.
    pub never_used: bool,
    /// The order of the list.
    pub sort: Sort,
}

const STATUSES: [(KeyStatus, &str); 3] =
    [(KeyStatus::Active, "active"), (KeyStatus::Expired, "expired"), (KeyStatus::Disabled, "disabled")];
const DIRECTIONS: [(Direction, &str); 2] = [(Direction::Ascending, "asc"), (Direction::Descending, "desc")];
/// The parameters that belong to the view.
const PARAMETERS: [&str; 6] = ["q", "status", "expiring", "used", "sort", "dir"];

impl KeysView {
    /// Reads a URL's query, with or without its question mark. What it does not understand keeps its default.
    ///
    /// A search over [`MAX_SEARCH_CHARS`] is dropped. The caller should write the URL again, here and after keys were
    /// loaded: only then can a shorter text be recognised as a key.
    pub fn read(address_query: &str) -> Self {
        let (mut view, mut column, mut direction) = (Self::default(), None, None);
        // Backwards, so that the first of several values counts.
        for pair in parameters(address_query).rev() {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            match name {
                "q" => view.query = search(value),
                "status" => view.status = STATUSES.iter().find(|(_, name)| *name == value).map(|(status, _)| *status),
                "expiring" => view.expiring_soon = value == "soon",
                "used" => view.never_used = value == "never",
                "sort" => column = Column::from_url_name(value),
                "dir" => {
                    direction = DIRECTIONS.iter().find(|(_, name)| *name == value).map(|(direction, _)| *direction)
                }
                _ => {}
            }
        }
        let default = Sort::by(column.unwrap_or(Sort::default().column));
        view.sort = Sort { direction: direction.unwrap_or(default.direction), ..default };
        view
    }

    /// The view as a URL query with its question mark, or empty. Other parameters of `address_query` are kept. The
    /// search is left out if it looks like a whole key: see [`looks_like_key`].
    pub fn write(&self, address_query: &str, list: &KeyList) -> String {
        let mut written = String::new();
        for pair in parameters(address_query) {
            let (name, value) = pair.split_once('=').map_or((pair, None), |(name, value)| (name, Some(value)));
            if !PARAMETERS.contains(&name) {
                push(&mut written, name, value);
            }
        }
        if !is_blank(&self.query) && !looks_like_key(&self.query, list) {
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
        let default = Sort::by(self.sort.column);
        if default != Sort::default() {
            push(&mut written, "sort", Some(self.sort.column.url_name()));
        }
        if default != self.sort {
            let name =
                DIRECTIONS.iter().find(|(direction, _)| *direction == self.sort.direction).map(|(_, name)| *name);
            push(&mut written, "dir", name);
        }
        written
    }

    /// Whether a key passes the filters. The search is up to [`KeyIndex`](super::KeyIndex).
    pub fn matches_filters(&self, key: &Key, now: ServerTime) -> bool {
        self.status.is_none_or(|status| key.status(now) == status)
            && (!self.expiring_soon || key.enabled && expires_soon(key, now))
            && (!self.never_used || key.last_used_at.is_none())
    }

    /// Whether the keys that it shows, or their order, change as time passes.
    pub const fn depends_on_time(&self) -> bool {
        // Without `..`: a new filter has to be considered here.
        let Self { query: _, status, expiring_soon, never_used: _, sort } = self;
        status.is_some() || *expiring_soon || sort.column.spec().value.depends_on_time()
    }

    /// Whether a search or a filter is set.
    pub fn is_filtered(&self) -> bool {
        !is_blank(&self.query) || self.has_filter()
    }

    /// Whether a filter is set, regardless of the search.
    pub const fn has_filter(&self) -> bool {
        self.status.is_some() || self.expiring_soon || self.never_used
    }

    /// Sets or clears the filter for keys that expire soon. With it comes their order, the next to expire first, unless
    /// another one than the default was chosen.
    pub fn toggle_expiring_soon(&mut self) {
        self.expiring_soon = !self.expiring_soon;
        let by_expiry = Sort::by(Column::Expires);
        let (before, after) =
            if self.expiring_soon { (Sort::default(), by_expiry) } else { (by_expiry, Sort::default()) };
        if self.sort == before {
            self.sort = after;
        }
    }

    /// The view without search and filters, and without the order that came with a filter.
    #[must_use]
    pub fn without_filters(&self) -> Self {
        let mut view = Self { expiring_soon: self.expiring_soon, sort: self.sort, ..Self::default() };
        if view.expiring_soon {
            view.toggle_expiring_soon();
        }
        view
    }
}

fn parameters(query: &str) -> impl DoubleEndedIterator<Item = &str> {
    query.strip_prefix('?').unwrap_or(query).split('&').filter(|pair| !pair.is_empty())
}

/// Decodes the search; control characters become spaces.
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
