//! Search results, their order, and the cost of an update.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering::Relaxed},
};

use portal_api::{Credits, DAY, Key, KeyId, MINUTE, RateLimit, SECOND, ServerTime};
use proptest::prelude::*;

use super::{Column, Direction, KeyIndex, KeysView, SearchResults, Sort};
use crate::keys::{
    list::{Coverage, KeyList},
    samples::{complete, ids, key, named, normalize, so_far},
};

const NOW: ServerTime = ServerTime::from_millis(1_700_000_000_000);

fn index(list: &KeyList) -> KeyIndex {
    let mut index = KeyIndex::new(normalize);
    index.update(list);
    index
}

fn shown(found: &SearchResults) -> Vec<Arc<Key>> {
    found.keys().cloned().collect()
}

fn found(list: &KeyList, address: &str) -> Vec<String> {
    let found = index(list).find(&KeysView::read(address), NOW);
    ids(&shown(&found)).into_iter().map(str::to_owned).collect()
}

fn named_keys() -> KeyList {
    complete([
        named("key_1", 1, "Élodie's importer", "acme_AbCd"),
        named("key_2", 2, "Import of ÄPFEL", "acme_XyZ1"),
        named("key_3", 3, "importer", "acme_XyZ2"),
        key("key_4", 4),
    ])
}

#[test]
fn a_view_changes_with_time_only_if_it_depends_on_it() {
    // It is active, then expires soon, then has expired.
    let expiring = Key { expires: Some(NOW), ..key("key_3", 3) };
    let disabled = Key { enabled: false, ..key("key_1", 1) };
    let mut index = index(&complete([disabled, key("key_2", 2), expiring, key("key_4", 4)]));
    let mut changes_with_time = |view: &KeysView| {
        let times = [NOW.plus(-30 * DAY), NOW.plus(-1), NOW.plus(1)];
        let found = times.map(|now| shown(&index.find(view, now)));
        found.iter().any(|keys| *keys != found[0])
    };
    let sorted = Column::ALL.into_iter().flat_map(|column| {
        let [up, down] = [Direction::Ascending, Direction::Descending];
        [up, down].map(|direction| KeysView { sort: Sort { column, direction }, ..KeysView::default() })
    });
    let filtered = ["?q=key", "?status=active", "?status=expired", "?expiring=soon", "?used=never"].map(KeysView::read);
    for view in sorted.chain(filtered) {
        assert_eq!(changes_with_time(&view), view.depends_on_time(), "{view:?}");
    }
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
        assert_eq!(found(&named_keys(), &format!("?q={query}")), expected, "{query}");
    }
}

#[test]
fn every_word_of_a_search_must_occur_somewhere() {
    assert_eq!(found(&named_keys(), "?q=acme import"), ["key_3", "key_2", "key_1"]);
    assert_eq!(found(&named_keys(), "?q=  importer   elodie "), ["key_1"]);
    assert_eq!(found(&named_keys(), "?q=importer xyz1"), [""; 0]);
    // No match spans the end of the name and the start of the ID.
    assert_eq!(found(&named_keys(), "?q=importerkey"), [""; 0]);
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

fn mixed_keys() -> KeyList {
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
fn keys_are_sorted_by_their_strictest_rate_limit() {
    let limit = |limit, duration| RateLimit { id: "rl_1".into(), name: "x".into(), limit, duration, auto_apply: true };
    let list = complete([
        Key { ratelimits: vec![limit(100, MINUTE)], ..key("key_1", 1) },
        Key { ratelimits: vec![limit(1_000, SECOND), limit(50, MINUTE)], ..key("key_2", 2) },
        Key { ratelimits: vec![limit(i64::MAX, 0)], ..key("key_3", 3) },
        key("key_4", 4),
    ]);
    assert_eq!(found(&list, "?sort=limits"), ["key_2", "key_1", "key_3", "key_4"]);
    assert_eq!(found(&list, "?sort=limits&dir=desc"), ["key_3", "key_1", "key_2", "key_4"]);
}

#[test]
fn missing_values_come_last_in_both_directions() {
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
        let found: Vec<String> = found(&mixed_keys(), address).iter().map(|id| id.replace("key_", "")).collect();
        assert_eq!(found.join(" "), expected, "{address}");
    }
}

#[test]
fn a_key_that_expires_moves_in_the_order_by_status() {
    let mut index = index(&mixed_keys());
    let view = KeysView::read("?sort=status");
    assert_eq!(ids(&shown(&index.find(&view, NOW))), ["key_5", "key_4", "key_1", "key_2", "key_3"]);
    let tomorrow = NOW.plus(2 * DAY);
    assert_eq!(ids(&shown(&index.find(&view, tomorrow))), ["key_5", "key_4", "key_2", "key_1", "key_3"]);
}

#[test]
fn a_search_reports_how_much_of_the_list_it_covers() {
    let keys = || [key("key_1", 1), key("key_2", 2)];
    let covers = |list: &KeyList| index(list).find(&KeysView::read("?q=1"), NOW).coverage;
    assert_eq!(covers(&so_far(keys())), Coverage { keys: 2, complete: false });
    assert_eq!(covers(&complete(keys())), Coverage { keys: 2, complete: true });
}

#[test]
fn a_new_page_normalizes_only_its_own_keys() {
    static NORMALIZED: AtomicUsize = AtomicUsize::new(0);
    fn counting(text: &str) -> String {
        NORMALIZED.fetch_add(1, Relaxed);
        normalize(text)
    }
    let mut list = complete([named("key_1", 1, "a", "s"), named("key_3", 3, "c", "s")]);
    let mut index = KeyIndex::new(counting);
    index.update(&list);
    assert_eq!(NORMALIZED.load(Relaxed), 6);
    list.upsert(named("key_2", 2, "b", "s"));
    list.upsert(Key { expires: Some(NOW), ..named("key_3", 3, "c", "s") });
    index.update(&list);
    assert_eq!(NORMALIZED.load(Relaxed), 9);
    // A changed key is shown, and its new name is found.
    list.upsert(named("key_1", 1, "renamed", "s"));
    index.update(&list);
    let found = index.find(&KeysView::read("?q=renamed"), NOW);
    assert_eq!(ids(&shown(&found)), ["key_1"]);
    assert_eq!(index.find(&KeysView::default(), NOW).get(0).unwrap().expires, Some(NOW));
}

#[test]
fn equal_results_are_not_drawn_again() {
    let mut index = index(&named_keys());
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
    fn typing_letter_by_letter_finds_the_same_as_pasting(
        keys in proptest::collection::vec(some_key(), 0..12),
        queries in proptest::collection::vec("[kaeyb_0-3 ä]{0,3}", 1..12),
    ) {
        let list = complete(keys);
        let mut typed = index(&list);
        for query in queries {
            let view = KeysView { query, ..KeysView::default() };
            prop_assert_eq!(shown(&typed.find(&view, NOW)), shown(&index(&list).find(&view, NOW)));
            let has_all = |key: &Arc<Key>| {
                let text = normalize(&[key.name.as_deref().unwrap_or_default(), key.key_id.as_str(), &key.start].join("\n"));
                normalize(&view.query).split_whitespace().all(|word| text.contains(word))
            };
            let expected: Vec<_> = list.keys().iter().filter(|key| has_all(key)).cloned().collect();
            prop_assert_eq!(shown(&typed.find(&view, NOW)), expected);
        }
    }

    #[test]
    fn an_index_updated_page_by_page_finds_the_same(
        pages in proptest::collection::vec(proptest::collection::vec(some_key(), 0..6), 1..5),
        query in "[ aB]{0,3}", column in 0..Column::ALL.len(), down: bool,
    ) {
        let direction = if down { Direction::Descending } else { Direction::Ascending };
        let view = KeysView { query, sort: Sort { column: Column::ALL[column], direction }, ..KeysView::default() };
        let (mut list, mut growing) = (KeyList::default(), KeyIndex::new(normalize));
        for page in pages {
            list.add_page(page, None);
            growing.update(&list);
            let (grown, made) = (growing.find(&view, NOW), index(&list).find(&view, NOW));
            prop_assert_eq!(shown(&grown), shown(&made));
            prop_assert_eq!(grown.coverage, made.coverage);
        }
        let all = growing.find(&KeysView { query: String::new(), ..view }, NOW);
        prop_assert_eq!(all.len(), list.keys().len());
    }
}
