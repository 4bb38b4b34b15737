//! The view in the URL, and what must never be in it.

use portal_api::{Key, KeyStatus, ServerTime};
use proptest::prelude::*;

use super::{Column, Direction, KeysView, Sort};
use crate::keys::{
    identify::looks_like_key,
    list::KeyList,
    samples::{key, with_starts},
};
use crate::{invisible::is_blank, percent};

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
fn a_copied_link_shows_the_same_list() {
    let address = "?q=fr%C3%B6hlich%20%26%20co&status=disabled&expiring=soon&used=never&sort=used&dir=asc";
    assert_eq!(written(&everything(), ""), address);
    assert_eq!(KeysView::read(address), everything());
    assert_eq!(KeysView::read(&address[1..]), everything());
}

#[test]
fn the_default_list_has_no_query() {
    assert_eq!(written(&KeysView::default(), ""), "");
    for query in ["  ", "\u{200b}", "\u{feff} \u{301}"] {
        let view = KeysView { query: query.to_owned(), ..KeysView::default() };
        assert_eq!((written(&view, "?q=x").as_str(), view.is_filtered()), ("", false), "{query:?}");
    }
    assert_eq!(KeysView::read("").sort, Sort { column: Column::Created, direction: Direction::Descending });
}

#[test]
fn a_default_direction_is_not_written() {
    let by = |column| written(&KeysView { sort: Sort::by(column), ..KeysView::default() }, "");
    assert_eq!(by(Column::Name), "?sort=name");
    assert_eq!(by(Column::LastUsed), "?sort=used");
    let oldest = Sort { column: Column::Created, direction: Direction::Ascending };
    assert_eq!(written(&KeysView { sort: oldest, ..KeysView::default() }, ""), "?dir=asc");
}

#[test]
fn every_order_is_read_back() {
    for column in Column::ALL {
        for direction in [Direction::Ascending, Direction::Descending] {
            let view = KeysView { sort: Sort { column, direction }, ..KeysView::default() };
            assert_eq!(KeysView::read(&written(&view, "")), view);
        }
    }
}

#[test]
fn unknown_parameters_stay_and_own_ones_are_replaced() {
    let view = KeysView { status: Some(KeyStatus::Active), ..KeysView::default() };
    assert_eq!(
        written(&view, "?lang=de&q=old&sort=name&flag&&empty=&status=x&dir"),
        "?lang=de&flag&empty=&status=active"
    );
}

#[test]
fn invalid_parameters_show_the_default_list() {
    for address in ["?", "?&&=&", "?sort=rate&dir=up&status=gone&expiring=1&used=yes", "?q", "?q=%00", "?%71=x", "?Q=x"]
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
fn a_click_on_a_heading_sorts_by_it_and_another_reverses_it() {
    let sort = Sort::default().toggled(Column::Name);
    assert_eq!(sort, Sort { column: Column::Name, direction: Direction::Ascending });
    assert_eq!(sort.toggled(Column::Name).direction, Direction::Descending);
    assert_eq!(sort.toggled(Column::Name).toggled(Column::Name), sort);
    assert_eq!(sort.toggled(Column::LastUsed).direction, Direction::Descending);
}

#[test]
fn each_filter_shows_the_keys_that_it_names() {
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
        assert_eq!(all.each_ref().map(|key| view(address).matches_filters(key, now)), expected, "{address}");
    }
}

#[test]
fn a_disabled_key_is_not_said_to_expire_soon() {
    let now = ServerTime::from_millis(1_000_000_000_000);
    let ending = Key { expires: Some(now.plus(1)), ..key("key_1", 1) };
    let view = KeysView::read("?expiring=soon");
    assert!(view.matches_filters(&ending, now));
    assert!(!view.matches_filters(&Key { enabled: false, ..ending }, now));
}

#[test]
fn keys_that_expire_soon_come_in_the_order_of_their_expiry_unless_another_was_chosen() {
    let by_expiry = Sort::by(Column::Expires);
    let mut view = KeysView::default();
    view.toggle_expiring_soon();
    assert_eq!((view.expiring_soon, view.sort), (true, by_expiry));
    assert_eq!(view.without_filters(), KeysView::default());
    view.toggle_expiring_soon();
    assert_eq!(view, KeysView::default());

    let by_name = KeysView { sort: Sort::by(Column::Name), ..KeysView::default() };
    view = by_name.clone();
    view.toggle_expiring_soon();
    assert_eq!((view.expiring_soon, view.sort), (true, by_name.sort));
    assert_eq!(view.without_filters(), by_name);
}

#[test]
fn a_whole_key_is_never_written_to_the_url() {
    for query in ["acme_abcdE", " acme_abcdEfgh", "Bearer acme_abcdEfgh", &"x".repeat(41)] {
        let view = KeysView { query: query.to_owned(), ..everything() };
        assert!(!written(&view, "?q=before").contains("q="), "{query}");
    }
    assert_eq!(KeysView::read(&format!("?q={}", "x".repeat(41))).query, "");
}

proptest! {
    #[test]
    fn any_query_is_read_and_written_back(address in "[?&=a-z%+0-9äö]{0,60}") {
        let view = KeysView::read(&address);
        let again = written(&view, &address);
        prop_assert_eq!(&written(&KeysView::read(&again), &again), &again);
    }

    #[test]
    fn any_view_is_read_back(query in "[^\\p{Cc}]{1,40}", soon: bool, never: bool) {
        let view = KeysView { query, expiring_soon: soon, never_used: never, ..KeysView::default() };
        let list = KeyList::default();
        let read = KeysView::read(&view.write("?a=b", &list));
        prop_assume!(!is_blank(&view.query) && !looks_like_key(&view.query, &list));
        prop_assert_eq!(read, view);
    }

    #[test]
    fn no_text_that_looks_like_a_key_appears_in_any_url(
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
