//! "Is this key mine?": compares a pasted key with the starts in the list. Nothing is sent or stored.
//!
//! Users paste a key alone, in quotes, as `NAME=key`, as `Authorization: Bearer key`, or as a whole curl command. So
//! every word of the text is compared; words end at white space, quotes, brackets and `= : , ;`.

use std::{borrow::Cow, sync::Arc};

use portal_api::{Key, Secret};

use super::list::KeyList;
use crate::invisible::is_invisible;

/// Maximum length of a search, in characters. Longer texts are taken for a key.
pub const MAX_SEARCH_CHARS: usize = 40;

/// Minimum number of letters and digits that a key has after its prefix.
const MIN_RANDOM_CHARS: usize = 12;

/// Which keys a pasted text may be.
#[derive(Debug, Clone, PartialEq)]
pub enum KeyMatch {
    /// One of these keys, the longest matching start first; or somebody else's key with the same first characters.
    Candidates(Vec<Arc<Key>>),
    /// None of the keys in the list.
    NotListed {
        /// Whether the list is complete: otherwise the key may not be loaded yet.
        complete: bool,
    },
    /// Too few characters to tell.
    TooShort,
    /// Nothing but white space.
    Empty,
}

/// Which keys of `list` the pasted text may be.
///
/// ```
/// use portal_api::Secret;
/// use portal_core::keys::{identify::{KeyMatch, identify_key}, list::KeyList};
///
/// let pasted = Secret::new("Bearer acme_7QpVb2xYJ8kLmN4rStUvWx".to_owned());
/// assert_eq!(identify_key(&pasted, &KeyList::default()), KeyMatch::NotListed { complete: false });
/// ```
pub fn identify_key(pasted: &Secret, list: &KeyList) -> KeyMatch {
    let visible = Secret::new(visible(pasted.expose()).into_owned());
    let text = visible.expose();
    if text.trim().is_empty() {
        return KeyMatch::Empty;
    }
    let starts = || list.keys().iter().filter(|key| !key.start.is_empty());
    let mut found: Vec<Arc<Key>> = Vec::new();
    for key in starts().filter(|key| may_be(text, key)) {
        // Keys with equal starts stay in the order of the list, newest first.
        let index = found.partition_point(|candidate| candidate.start.len() >= key.start.len());
        found.insert(index, Arc::clone(key));
    }
    if !found.is_empty() {
        return KeyMatch::Candidates(found);
    }
    let longest = words(text).map(str::len).max().unwrap_or_default();
    let is_beginning_of = |key: &Arc<Key>| words(text).any(|word| key.start.starts_with(word));
    let no_longer_than_any = starts().map(|key| key.start.len()).min().is_some_and(|shortest| longest <= shortest);
    if no_longer_than_any || starts().any(is_beginning_of) {
        KeyMatch::TooShort
    } else {
        KeyMatch::NotListed { complete: list.is_complete() }
    }
}

/// Whether the pasted `text` may be this key: a word of it continues the key's start.
pub fn may_be(text: &str, key: &Key) -> bool {
    !key.start.is_empty() && words(text).any(|word| continues_start_of(word, key))
}

/// Whether `text` looks like a whole key. Such a text must not be written to a URL; the search field then answers "is
/// this key mine?" instead of searching.
///
/// It does if it is longer than [`MAX_SEARCH_CHARS`]; or if a word continues a listed start; or, for keys that are not
/// loaded yet, if a word has a listed start's prefix (up to an underscore) and random characters after it. The ID of a
/// listed key does not. Case is ignored: phone keyboards capitalise.
///
/// ```
/// use portal_core::keys::{identify::looks_like_key, list::KeyList};
///
/// assert!(looks_like_key(&"x".repeat(41), &KeyList::default()));
/// assert!(!looks_like_key("production importer", &KeyList::default()));
/// ```
pub fn looks_like_key(text: &str, list: &KeyList) -> bool {
    let text = &*visible(text);
    text.chars().count() > MAX_SEARCH_CHARS
        || words(text).any(|word| {
            let continues = |start: &str| {
                !start.is_empty()
                    && word.len() > start.len()
                    && word
                        .as_bytes()
                        .get(..start.len())
                        .is_some_and(|head| head.eq_ignore_ascii_case(start.as_bytes()))
            };
            // Runs at every keystroke: 10,000 starts are compared only if the word is long enough.
            let may_be_listed = list.shortest_start().is_some_and(|shortest| word.len() > shortest);
            may_be_listed && list.keys().iter().any(|key| continues(&key.start)) || looks_like_unlisted_key(word, list)
        })
}

/// Whether a word has the prefix of a listed key and random characters after it.
fn looks_like_unlisted_key(word: &str, list: &KeyList) -> bool {
    let Some((prefix, random)) = word.rsplit_once('_') else { return false };
    let prefix_length = prefix.len() + 1;
    let (mut upper, mut lower) = (false, false);
    let is_alphanumeric = random.bytes().all(|byte| {
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
    is_alphanumeric
        && upper
        && lower
        && random.len() >= MIN_RANDOM_CHARS
        && list.keys().iter().any(has_prefix)
        && !list.keys().iter().any(|key| key.key_id.as_str().starts_with(word))
}

/// The text without the invisible characters that web pages and chats add to what is copied from them.
fn visible(text: &str) -> Cow<'_, str> {
    if text.contains(is_invisible) { text.replace(is_invisible, "").into() } else { text.into() }
}

/// The words of a pasted text, after the text as a whole: a key's prefix may contain a character that ends words.
pub(in crate::keys) fn words(text: &str) -> impl Iterator<Item = &str> {
    let ends_word = |letter: char| letter.is_whitespace() || "\"'`“”‘’=:,;()[]{}<>".contains(letter);
    let whole = text.trim();
    let parts = text.split(ends_word).filter(move |part| *part != whole);
    std::iter::once(whole).chain(parts).filter(|word| !word.is_empty())
}

/// Whether `word` starts with the key's start and is longer.
fn continues_start_of(word: &str, key: &Key) -> bool {
    word.len() > key.start.len() && word.starts_with(&key.start)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{
        super::samples::{ids, named, so_far, with_starts},
        *,
    };

    fn identify(text: &str, list: &KeyList) -> KeyMatch {
        identify_key(&Secret::new(text.to_owned()), list)
    }

    fn candidates(text: &str, list: &KeyList) -> Vec<String> {
        match identify(text, list) {
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
            assert_eq!(list.keys().iter().filter(|key| may_be(&text, key)).count(), 1, "{text}");
        }
    }

    #[test]
    fn all_keys_with_a_matching_start_are_listed_longest_start_first() {
        let list = with_starts(&["acme_", "acme_7QpV", "acme_7QpV", "other"]);
        assert_eq!(candidates(KEY, &list), ["key_3", "key_2", "key_1"]);
    }

    #[test]
    fn somebody_elses_key_is_not_taken_for_ones_own() {
        let list = with_starts(&["acme_abcd"]);
        assert_eq!(identify(KEY, &list), KeyMatch::NotListed { complete: true });
        assert_eq!(identify("ACME_ABCDefgh", &list), KeyMatch::NotListed { complete: true });
        assert_eq!(
            identify(KEY, &so_far([named("key_1", 1, "", "acme_abcd")])),
            KeyMatch::NotListed { complete: false }
        );
        assert_eq!(identify(KEY, &KeyList::default()), KeyMatch::NotListed { complete: false });
        assert_eq!(identify(KEY, &with_starts(&[""])), KeyMatch::NotListed { complete: true });
        assert!(!may_be(KEY, &named("key_1", 1, "", "acme_abcd")) && !may_be(KEY, &named("key_1", 1, "", "")));
    }

    #[test]
    fn the_start_of_a_key_alone_is_too_short() {
        let list = with_starts(&["acme_abcd", "acme_longer_start"]);
        for text in ["acme", "acme_abcd", "acme_longer_s", "x", "acme_zzzz"] {
            assert_eq!(identify(text, &list), KeyMatch::TooShort, "{text}");
        }
        for text in ["", "  \n"] {
            assert_eq!(identify(text, &list), KeyMatch::Empty, "{text:?}");
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
    fn an_id_can_be_searched_for_even_if_keys_start_like_ids() {
        let id = "key_2cGKbMxRyIzhCxo1Idjz8q";
        let list = super::super::samples::complete([named(id, 1, "", "key_AAAA")]);
        assert!(!looks_like_key(id, &list));
        assert!(looks_like_key("key_BBBBbMxRyIzhCxo1Idjz8q", &list));
    }

    #[test]
    fn invisible_characters_hide_no_key() {
        let list = with_starts(&["acme_7QpV"]);
        for text in ["\u{feff}acme_7QpVb2xYJ8kL", "acme_\u{200b}7QpVb2\u{ad}xYJ8kL", "acme_7QpVb2xYJ8kL\u{2060}"] {
            assert!(matches!(identify(text, &list), KeyMatch::Candidates(_)), "{text:?}");
            assert!(looks_like_key(text, &list), "{text:?}");
        }
        assert!(looks_like_key("acme_Zz9\u{200b}2xYJ8kLmN4rS", &list));
        assert_eq!(identify("\u{200b}", &list), KeyMatch::Empty);
    }

    proptest! {
        #[test]
        fn any_text_has_a_result(text in ".{0,60}", start in ".{0,8}") {
            let list = with_starts(&[&start]);
            let _ = looks_like_key(&text, &list);
            let _ = identify(&text, &list);
        }

        #[test]
        fn a_recognised_key_never_passes_for_a_search(start in "[a-z]{1,5}_[a-zA-Z0-9]{4}", rest in "[a-zA-Z0-9]{1,24}") {
            let list = with_starts(&[&start]);
            let key = start + &rest;
            prop_assert!(matches!(identify(&key, &list), KeyMatch::Candidates(_)));
            prop_assert!(looks_like_key(&key, &list));
        }
    }
}
