//! "Is this key mine?": a pasted key against the starts in the list. Nothing is sent, nothing is kept.
//!
//! People paste what they have: the key alone, in quotes, as `NAME=key`, as `Authorization: Bearer key`, or a whole curl
//! command. So every word of the text is looked at, and words end at white space, quotes, brackets and at `= : , ;`.

use std::sync::Arc;

use portal_api::{Key, Secret};

use super::list::KeyList;

/// Longer texts are no search, in characters: keys are that long.
pub const MAX_SEARCH_CHARS: usize = 40;

/// Letters and digits that a key has behind its prefix, at least.
const SHORTEST_RANDOM_PART: usize = 12;

/// What a pasted text is.
#[derive(Debug, Clone, PartialEq)]
pub enum KeyMatch {
    /// It is one of these keys, or a key of somebody else's that begins alike: the best fit comes first. More than one
    /// where starts are alike.
    Candidates(Vec<Arc<Key>>),
    /// It is none of the keys in the list.
    NotListed {
        /// Whether the list has all keys: otherwise it may still come.
        complete: bool,
    },
    /// So little of a key that nothing can be said.
    TooShort,
    /// Nothing was pasted.
    Empty,
}

/// Which keys of `list` the pasted text may be.
pub fn identify_key(pasted: &Secret, list: &KeyList) -> KeyMatch {
    let text = pasted.expose();
    if text.trim().is_empty() {
        return KeyMatch::Empty;
    }
    let starts = || list.keys().iter().filter(|key| !key.start.is_empty());
    let mut found: Vec<Arc<Key>> = Vec::new();
    for key in starts().filter(|key| words(text).any(|word| is_more_of(word, key))) {
        // Of equal starts the newest key stays first.
        let index = found.partition_point(|there| there.start.len() >= key.start.len());
        found.insert(index, Arc::clone(key));
    }
    if !found.is_empty() {
        return KeyMatch::Candidates(found);
    }
    let longest = words(text).map(str::len).max().unwrap_or_default();
    let begins_like = |key: &Arc<Key>| words(text).any(|word| key.start.starts_with(word));
    let no_longer_than_any = starts().map(|key| key.start.len()).min().is_some_and(|shortest| longest <= shortest);
    if no_longer_than_any || starts().any(begins_like) {
        KeyMatch::TooShort
    } else {
        KeyMatch::NotListed { complete: list.is_complete() }
    }
}

/// Whether `text` looks like a whole key, so that it must not enter an address and is taken as "is this key mine?" in
/// place of a search. That is: it is over [`MAX_SEARCH_CHARS`] characters; or a word of it begins with a listed start and is
/// longer; or, for keys that are not in the list yet, a word has a listed start's prefix (as far as an underscore) and
/// random letters behind it. A listed key's id is none. Upper and lower case are the same here: keyboards capitalise.
pub fn looks_like_key(text: &str, list: &KeyList) -> bool {
    text.chars().count() > MAX_SEARCH_CHARS
        || words(text).any(|word| {
            let listed = |start: &str| {
                !start.is_empty()
                    && word.len() > start.len()
                    && word
                        .as_bytes()
                        .get(..start.len())
                        .is_some_and(|head| head.eq_ignore_ascii_case(start.as_bytes()))
            };
            // At each letter of a search: ten thousand starts are looked at only if one can be in it.
            let may_be_listed = list.shortest_start().is_some_and(|shortest| word.len() > shortest);
            may_be_listed && list.keys().iter().any(|key| listed(&key.start)) || looks_like_unlisted_key(word, list)
        })
}

fn looks_like_unlisted_key(word: &str, list: &KeyList) -> bool {
    let Some((prefix, random)) = word.rsplit_once('_') else { return false };
    let prefix_length = prefix.len() + 1;
    let (mut upper, mut lower) = (false, false);
    let plain = random.bytes().all(|byte| {
        upper |= byte.is_ascii_uppercase();
        lower |= byte.is_ascii_lowercase();
        byte.is_ascii_alphanumeric()
    });
    let has_prefix = |key: &Arc<Key>| {
        let (start, word) = (key.start.as_bytes(), word.as_bytes());
        match (start.get(..prefix_length), word.get(..prefix_length)) {
            (Some(start), Some(word)) => start.eq_ignore_ascii_case(word),
            _ => false,
        }
    };
    plain
        && upper
        && lower
        && random.len() >= SHORTEST_RANDOM_PART
        && list.keys().iter().any(has_prefix)
        && !list.keys().iter().any(|key| key.key_id.as_str().starts_with(word))
}

/// The words of a pasted text, and the text as a whole: a prefix may hold what else ends a word.
pub(in crate::keys) fn words(text: &str) -> impl Iterator<Item = &str> {
    let ends_word = |letter: char| letter.is_whitespace() || "\"'`“”‘’=:,;()[]{}<>".contains(letter);
    let whole = text.trim();
    let parts = text.split(ends_word).filter(move |part| *part != whole);
    std::iter::once(whole).chain(parts).filter(|word| !word.is_empty())
}

fn is_more_of(word: &str, key: &Key) -> bool {
    word.len() > key.start.len() && word.starts_with(&key.start)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{
        super::samples::{ids, named, so_far, with_starts},
        *,
    };

    fn ask(text: &str, list: &KeyList) -> KeyMatch {
        identify_key(&Secret::new(text.to_owned()), list)
    }

    fn candidates(text: &str, list: &KeyList) -> Vec<String> {
        match ask(text, list) {
            KeyMatch::Candidates(keys) => ids(&keys).into_iter().map(str::to_owned).collect(),
            other => panic!("{text}: {other:?}"),
        }
    }

    const KEY: &str = "acme_7QpVb2xYJ8kLmN4rStUvWx";

    #[test]
    fn a_pasted_key_is_recognised_however_it_was_copied() {
        let list = with_starts(&["acme_xxxx", "acme_7QpV"]);
        for text in [
            KEY.to_owned(),
            format!("  {KEY}\r\n"),
            format!("\"{KEY}\","),
            format!("'{KEY}'"),
            format!("`{KEY}`"),
            format!("“{KEY}”"),
            format!("Bearer {KEY}"),
            format!("Authorization: Bearer {KEY}"),
            format!("API_KEY={KEY}"),
            format!("export API_KEY=\"{KEY}\" # mine"),
            format!("{{\"apiKey\":\"{KEY}\"}}"),
            format!("curl -H \"Authorization: Bearer {KEY}\" https://api.example.com"),
        ] {
            assert_eq!(candidates(&text, &list), ["key_2"], "{text}");
        }
    }

    #[test]
    fn keys_that_begin_alike_are_all_named_the_best_fit_first() {
        let list = with_starts(&["acme_", "acme_7QpV", "acme_7QpV", "other"]);
        assert_eq!(candidates(KEY, &list), ["key_3", "key_2", "key_1"]);
    }

    #[test]
    fn a_key_of_somebody_else_is_not_taken_for_ones_own() {
        let list = with_starts(&["acme_abcd"]);
        assert_eq!(ask(KEY, &list), KeyMatch::NotListed { complete: true });
        assert_eq!(ask("ACME_ABCDefgh", &list), KeyMatch::NotListed { complete: true });
        assert_eq!(ask(KEY, &so_far([named("key_1", 1, "", "acme_abcd")])), KeyMatch::NotListed { complete: false });
        assert_eq!(ask(KEY, &KeyList::default()), KeyMatch::NotListed { complete: false });
        assert_eq!(ask(KEY, &with_starts(&[""])), KeyMatch::NotListed { complete: true });
    }

    #[test]
    fn a_beginning_alone_says_nothing() {
        let list = with_starts(&["acme_abcd", "acme_longer_start"]);
        for text in ["acme", "acme_abcd", "acme_longer_s", "x", "acme_zzzz"] {
            assert_eq!(ask(text, &list), KeyMatch::TooShort, "{text}");
        }
        for text in ["", "  \n"] {
            assert_eq!(ask(text, &list), KeyMatch::Empty, "{text:?}");
        }
    }

    #[test]
    fn a_whole_key_is_told_from_a_search() {
        let list = with_starts(&["acme_7QpV", "other"]);
        for text in [
            KEY,
            "acme_7QpVb",
            " acme_7QpVb2x ",
            "\"acme_7QpVb2x\"",
            "my acme_7QpVb2x",
            "KEY=acme_7QpVb2x",
            "Acme_7qpvb2x",
            "acme_AnotherKeyNotListed22",
            "otherwise",
            &"x".repeat(41),
            &"ä".repeat(41),
        ] {
            assert!(looks_like_key(text, &list), "{text}");
        }
        for text in [
            "",
            "acme",
            "acme_7QpV",
            "acme_production_importer",
            "acme_2024",
            "key_1",
            "prod",
            "an other",
            &"ä".repeat(40),
        ] {
            assert!(!looks_like_key(text, &list), "{text}");
        }
    }

    #[test]
    fn an_id_can_be_searched_for_where_keys_begin_like_ids() {
        let id = "key_2cGKbMxRyIzhCxo1Idjz8q";
        let list = super::super::samples::complete([named(id, 1, "", "key_AAAA")]);
        assert!(!looks_like_key(id, &list));
        assert!(looks_like_key("key_BBBBbMxRyIzhCxo1Idjz8q", &list));
    }

    proptest! {
        #[test]
        fn any_text_has_an_answer(text in ".{0,60}", start in ".{0,8}") {
            let list = with_starts(&[&start]);
            let _ = looks_like_key(&text, &list);
            let _ = ask(&text, &list);
        }

        #[test]
        fn a_recognised_key_never_passes_for_a_search(start in "[a-z]{1,5}_[a-zA-Z0-9]{4}", rest in "[a-zA-Z0-9]{1,24}") {
            let list = with_starts(&[&start]);
            let key = start + &rest;
            prop_assert!(matches!(ask(&key, &list), KeyMatch::Candidates(_)));
            prop_assert!(looks_like_key(&key, &list));
        }
    }
}
