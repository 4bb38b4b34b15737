//! What of the list the user wants to see, and how the address says it, so that a link, a reload and Back show the same.
//!
//! `?q=import&status=active&expiring=soon&used=never&sort=name&dir=desc`: what is as usual isn't written, and parameters of
//! others stay. A search that looks like a whole key is never written.

use portal_api::{Key, KeyStatus, ServerTime};

use super::{
    expires_soon,
    list::KeyList,
    whose::{LONGEST_SEARCH, looks_like_key},
};
use crate::percent;

/// What the list shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KeysView {
    /// What is searched for, as it was typed.
    pub query: String,
    /// Only keys of this status.
    pub status: Option<KeyStatus>,
    /// Only keys that expire within [`SOON_MS`](super::SOON_MS).
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
        Self { column, direction: column.usual_direction() }
    }

    /// What a click on the heading of `column` makes of it: the other way where it is sorted by that already.
    #[must_use]
    pub fn clicked(self, column: Column) -> Self {
        let direction = match self.direction {
            _ if self.column != column => column.usual_direction(),
            Direction::Ascending => Direction::Descending,
            Direction::Descending => Direction::Ascending,
        };
        Self { column, direction }
    }
}

impl Column {
    /// All of them, in the order of the table.
    pub const ALL: [Self; 7] =
        [Self::Name, Self::Start, Self::Status, Self::Created, Self::Expires, Self::LastUsed, Self::Credits];

    /// The way that people want to see first: the newest, the latest used; but what expires next and what runs out next.
    pub const fn usual_direction(self) -> Direction {
        match self {
            Self::Name | Self::Start | Self::Status | Self::Expires | Self::Credits => Direction::Ascending,
            Self::Created | Self::LastUsed => Direction::Descending,
        }
    }

    /// As the address names it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Start => "key",
            Self::Status => "status",
            Self::Created => "created",
            Self::Expires => "expires",
            Self::LastUsed => "used",
            Self::Credits => "credits",
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
                "sort" => column = Column::ALL.into_iter().find(|column| column.name() == value),
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
            push(&mut written, "sort", Some(self.sort.column.name()));
        }
        if usual != self.sort {
            let name = DIRECTIONS.iter().find(|(way, _)| *way == self.sort.direction).map(|(_, name)| *name);
            push(&mut written, "dir", name);
        }
        written
    }

    /// Whether a key passes the filters; the search is the index's.
    pub fn admits(&self, key: &Key, now: ServerTime) -> bool {
        self.status.is_none_or(|status| key.status(now) == status)
            && (!self.expiring_soon || expires_soon(key, now))
            && (!self.never_used || key.last_used_at.is_none())
    }

    /// Whether it shows a part of the keys only.
    pub fn is_filtered(&self) -> bool {
        !self.query.trim().is_empty() || self.status.is_some() || self.expiring_soon || self.never_used
    }

    /// The same order without search and filters.
    #[must_use]
    pub fn unfiltered(&self) -> Self {
        Self { sort: self.sort, ..Self::default() }
    }
}

fn parameters(query: &str) -> impl DoubleEndedIterator<Item = &str> {
    query.strip_prefix('?').unwrap_or(query).split('&').filter(|pair| !pair.is_empty())
}

fn search(value: &str) -> String {
    let text = percent::decode_parameter(value);
    if text.chars().count() > LONGEST_SEARCH { String::new() } else { text.replace(char::is_control, " ") }
}

fn push(query: &mut String, name: &str, value: Option<&str>) {
    query.push(if query.is_empty() { '?' } else { '&' });
    query.push_str(name);
    if let Some(value) = value {
        query.push('=');
        query.push_str(value);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{
        super::samples::{key, with_starts},
        *,
    };

    fn written(view: &KeysView, address: &str) -> String {
        view.write(address, &with_starts(&["acme_abcd"]))
    }

    fn everything() -> KeysView {
        KeysView {
            query: "fröhlich & co".to_owned(),
            status: Some(KeyStatus::Disabled),
            expiring_soon: true,
            never_used: true,
            sort: Sort { column: Column::LastUsed, direction: Direction::Ascending },
        }
    }

    #[test]
    fn a_link_shows_what_it_was_copied_from() {
        let address = "?q=fr%C3%B6hlich%20%26%20co&status=disabled&expiring=soon&used=never&sort=used&dir=asc";
        assert_eq!(written(&everything(), ""), address);
        assert_eq!(KeysView::read(address), everything());
        assert_eq!(KeysView::read(&address[1..]), everything());
    }

    #[test]
    fn the_usual_list_has_a_bare_address() {
        assert_eq!(written(&KeysView::default(), ""), "");
        assert_eq!(written(&KeysView { query: "  ".to_owned(), ..KeysView::default() }, "?q=x"), "");
        assert_eq!(KeysView::read("").sort, Sort { column: Column::Created, direction: Direction::Descending });
    }

    #[test]
    fn an_order_the_usual_way_says_no_direction() {
        let by = |column| written(&KeysView { sort: Sort::by(column), ..KeysView::default() }, "");
        assert_eq!(by(Column::Name), "?sort=name");
        assert_eq!(by(Column::LastUsed), "?sort=used");
        let oldest = Sort { column: Column::Created, direction: Direction::Ascending };
        assert_eq!(written(&KeysView { sort: oldest, ..KeysView::default() }, ""), "?dir=asc");
    }

    #[test]
    fn every_order_survives_the_address() {
        for column in Column::ALL {
            for (direction, _) in DIRECTIONS {
                let view = KeysView { sort: Sort { column, direction }, ..KeysView::default() };
                assert_eq!(KeysView::read(&written(&view, "")), view);
            }
        }
    }

    #[test]
    fn parameters_of_others_stay_and_ours_are_replaced() {
        let view = KeysView { status: Some(KeyStatus::Active), ..KeysView::default() };
        assert_eq!(
            written(&view, "?lang=de&q=old&sort=name&flag&&empty=&status=x&dir"),
            "?lang=de&flag&empty=&status=active"
        );
    }

    #[test]
    fn nonsense_in_an_address_shows_the_usual_list() {
        for address in
            ["?", "?&&=&", "?sort=rate&dir=up&status=gone&expiring=1&used=yes", "?q", "?q=%00", "?%71=x", "?Q=x"]
        {
            assert!(!KeysView::read(address).is_filtered(), "{address}");
            assert_eq!(KeysView::read(address).sort, Sort::default(), "{address}");
        }
    }

    #[test]
    fn the_first_of_several_values_counts() {
        assert_eq!(KeysView::read("?q=a&q=b&sort=name&sort=used"), KeysView::read("?q=a&sort=name"));
    }

    #[test]
    fn a_click_on_a_heading_sorts_by_it_and_another_turns_the_order_around() {
        let sort = Sort::default().clicked(Column::Name);
        assert_eq!(sort, Sort { column: Column::Name, direction: Direction::Ascending });
        assert_eq!(sort.clicked(Column::Name).direction, Direction::Descending);
        assert_eq!(sort.clicked(Column::Name).clicked(Column::Name), sort);
        assert_eq!(sort.clicked(Column::LastUsed).direction, Direction::Descending);
    }

    #[test]
    fn filters_show_what_they_say() {
        let now = ServerTime::from_millis(1_000_000_000_000);
        let view = |address: &str| KeysView::read(address);
        let used = Key { last_used_at: Some(now), ..key("key_1", 1) };
        let ending = Key { expires: Some(now.plus(1)), ..key("key_2", 1) };
        let disabled = Key { enabled: false, ..key("key_3", 1) };
        let all = [used, ending, disabled];
        for (address, expected) in [
            ("", [true, true, true]),
            ("?status=active", [true, true, false]),
            ("?status=disabled", [false, false, true]),
            ("?status=expired", [false, false, false]),
            ("?expiring=soon", [false, true, false]),
            ("?used=never", [false, true, true]),
            ("?used=never&status=active", [false, true, false]),
        ] {
            assert_eq!(all.each_ref().map(|key| view(address).admits(key, now)), expected, "{address}");
        }
    }

    #[test]
    fn a_whole_key_is_never_written() {
        for query in ["acme_abcdE", " acme_abcdEfgh", "Bearer acme_abcdEfgh", &"x".repeat(41)] {
            let view = KeysView { query: query.to_owned(), ..everything() };
            assert!(!written(&view, "?q=before").contains("q="), "{query}");
        }
        assert_eq!(KeysView::read(&format!("?q={}", "x".repeat(41))).query, "");
    }

    proptest! {
        #[test]
        fn any_address_is_read_and_written_again(address in "[?&=a-z%+0-9äö]{0,60}") {
            let view = KeysView::read(&address);
            let again = written(&view, &address);
            prop_assert_eq!(&written(&KeysView::read(&again), &again), &again);
        }

        #[test]
        fn any_view_survives_the_address(query in "[^\\p{Cc}]{1,40}", soon: bool, never: bool) {
            let view = KeysView { query, expiring_soon: soon, never_used: never, ..KeysView::default() };
            let list = KeyList::default();
            let read = KeysView::read(&view.write("?a=b", &list));
            prop_assume!(!view.query.trim().is_empty() && !looks_like_key(&view.query, &list));
            prop_assert_eq!(read, view);
        }

        #[test]
        fn no_text_that_looks_like_a_key_appears_in_any_address(
            start in "[a-z]{2,6}_[a-zA-Z0-9]{4}",
            around in prop_oneof![Just(("", "")), Just((" ", "\n")), Just(("Bearer ", "")), Just(("KEY=\"", "\""))],
            rest in "[a-zA-Z0-9]{1,40}",
            address in "(\\?[a-p]{1,3}=[0-9]{0,3})?",
        ) {
            let list = with_starts(&["other_abcd", &start]);
            let key = start + &rest;
            let view = KeysView { query: format!("{}{key}{}", around.0, around.1), ..everything() };
            let written = view.write(&format!("{address}&q={key}"), &list);
            prop_assert!(!percent::decode(&written).contains(&key), "{}", written);
            prop_assert!(!written.contains("q="), "{}", written);
        }
    }
}
