//! Settings that stand twice in one JSON object. `serde_json` keeps the last one silently, other parsers the first.

use std::{collections::HashSet, fmt};

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// The paths of all duplicates, such as `show.usage`. None where the text isn't JSON, which the parser reports.
pub(super) fn duplicate_settings(json: &[u8]) -> Vec<String> {
    let json = json.strip_prefix(b"\xef\xbb\xbf").unwrap_or(json);
    let mut duplicates = Vec::new();
    let walk = Walk { path: String::new(), duplicates: &mut duplicates };
    let _ = walk.deserialize(&mut serde_json::Deserializer::from_slice(json));
    duplicates
}

/// Reads a value for its duplicates alone.
struct Walk<'a> {
    path: String,
    duplicates: &'a mut Vec<String>,
}

impl<'de> DeserializeSeed<'de> for Walk<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Walk<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut names = HashSet::new();
        while let Some(name) = map.next_key::<String>()? {
            let path = if self.path.is_empty() { name.clone() } else { [&self.path, ".", &name].concat() };
            if !names.insert(name) && !self.duplicates.contains(&path) {
                self.duplicates.push(path.clone());
            }
            map.next_value_seed(Walk { path, duplicates: &mut *self.duplicates })?;
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<(), A::Error> {
        // No setting is a list: the parser rejects one whatever is in it.
        while sequence.next_element::<IgnoredAny>()?.is_some() {}
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn duplicates_are_found_at_every_level_and_in_every_spelling() {
        let json = br#"{"appName":"a","show":{"usage":true,"credits":null,"usage":false},"app\u004eame":"b","show":{"usage":1},
            "show":1.5,"autoReturn":-1,"$schema":["a","a"]}"#;
        assert_eq!(duplicate_settings(json), ["show.usage", "appName", "show"]);
        assert_eq!(duplicate_settings(b"\xef\xbb\xbf{\"a\":1,\"a\":1}"), ["a"]);
        for json in [&br#"{"appName":"a","show":{"appName":1}}"#[..], b"", b"{", b"[]", b"\xff"] {
            assert_eq!(duplicate_settings(json), [""; 0]);
        }
    }
}
