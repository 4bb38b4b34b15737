//! What somebody may have meant who wrote a name that is no setting.

use super::reason::Reason;

/// Every setting by its path. `tests/config_schema/` compares them with the schema.
const SETTINGS: [&str; 26] = [
    "appName",
    "logo",
    "logoDark",
    "logoIsWordmark",
    "favicon",
    "colour",
    "returnUrl",
    "signOutUrl",
    "docsUrl",
    "supportUrl",
    "apiBase",
    "allowBearer",
    "autoReturn",
    "trustSameSite",
    "account",
    "account.label",
    "example",
    "example.variable",
    "example.url",
    "example.header",
    "show",
    "show.account",
    "show.credits",
    "show.rateLimits",
    "show.rotation",
    "show.usage",
];

/// Why `name` is rejected in the object `group` (empty: in the file itself). The end of a sentence that starts with the name.
pub(super) fn unknown_setting(group: &str, name: &str) -> Reason {
    Reason::new(|| match nearest(group, name) {
        // The name as documents write it, taken for one name.
        Some(path) if path == name && group.is_empty() => {
            let (group, name) = path.split_once('.').unwrap_or_default();
            format!("is a setting of the object `{group}`: write \"{group}\": {{ \"{name}\": … }}")
        }
        Some(path) => format!("is not a setting: did you mean `{path}`?"),
        None => "is not a setting: see config.schema.json".to_owned(),
    })
}

/// The setting whose name is most like `name`, if one is like it at all; in doubt one of the same object.
fn nearest(group: &str, name: &str) -> Option<&'static str> {
    let written = plain(name);
    let found = SETTINGS.into_iter().filter_map(|path| {
        let (of, leaf) = path.rsplit_once('.').unwrap_or(("", path));
        let distance = [leaf, path].into_iter().filter_map(|name| unlikeness(&written, &plain(name))).min()?;
        Some(((distance, of != group), path))
    });
    found.min_by_key(|(order, _)| *order).map(|(_, path)| path)
}

/// Without case and what stands between words, in British spelling.
fn plain(name: &str) -> String {
    let letters: String = name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    letters.replace("color", "colour")
}

/// How little two names have in common; `None` where they are not alike.
fn unlikeness(written: &str, name: &str) -> Option<usize> {
    let distance = edits(written, name);
    let shorter = written.chars().count().min(name.len());
    if distance <= (shorter / 3).clamp(1, 3) && distance < shorter {
        return Some(distance);
    }
    // `brandColour`, `logoUrl`, `icon`, `docs`; `darkLogo` is `logoDark` turned round.
    let is_part = shorter >= 4 && (written.contains(name) || name.contains(written));
    let is_turned = (1..written.len()).any(|at| {
        matches!((written.get(..at), written.get(at..)), (Some(first), Some(last)) if [last, first].concat() == name)
    });
    (is_part || is_turned).then(|| if is_turned { 4 } else { 10 + distance })
}

/// The fewest letters to insert, delete, replace or swap with their neighbour to turn one text into the other.
fn edits(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    let mut last = None;
    for (at, letter) in one.chars().enumerate() {
        let mut next = vec![at + 1];
        for (index, wanted) in other.iter().enumerate() {
            let cell = |row: &[usize], index: usize| row.get(index).copied().unwrap_or(usize::MAX - 1);
            let replaced = cell(&row, index) + usize::from(letter != *wanted);
            let mut fewest = replaced.min(cell(&row, index + 1) + 1).min(cell(&next, index) + 1);
            let is_swapped = last == Some(*wanted) && index > 0 && other.get(index - 1) == Some(&letter);
            if is_swapped {
                fewest = fewest.min(cell(&before, index - 1) + 1);
            }
            next.push(fewest);
        }
        before = std::mem::replace(&mut row, next);
        last = Some(letter);
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_setting_is_suggested() {
        for (group, name, meant) in [
            ("", "color", "colour"),
            ("", "Color", "colour"),
            ("", "brandColor", "colour"),
            ("", "brand_colour", "colour"),
            ("", "colur", "colour"),
            ("", "appname", "appName"),
            ("", "app_name", "appName"),
            ("", "app-name", "appName"),
            ("", "name", "appName"),
            ("", "retrunUrl", "returnUrl"),
            ("", "returnURL", "returnUrl"),
            ("", "return_uri", "returnUrl"),
            ("", "logoURL", "logo"),
            ("", "darkLogo", "logoDark"),
            ("", "logo_dark", "logoDark"),
            ("", "wordmark", "logoIsWordmark"),
            ("", "icon", "favicon"),
            ("", "docs", "docsUrl"),
            ("", "docUrl", "docsUrl"),
            ("", "support", "supportUrl"),
            ("", "trustSamesite", "trustSameSite"),
            ("", "examples", "example"),
            ("", "accounts", "account"),
            ("", "credits", "show.credits"),
            ("", "showUsage", "show.usage"),
            ("", "accountLabel", "account.label"),
            ("show", "ratelimit", "show.rateLimits"),
            ("show", "Credits", "show.credits"),
            ("show", "accounts", "show.account"),
            ("account", "lable", "account.label"),
            ("example", "variables", "example.variable"),
            ("example", "Url", "example.url"),
            ("example", "headers", "example.header"),
        ] {
            assert_eq!(nearest(group, name), Some(meant), "{group}.{name}");
        }
        for name in ["", "x", "theme", "_", "—", "z".repeat(10_000).as_str(), "日本語"] {
            assert_eq!(nearest("", name), None, "{name:?}");
        }
    }

    #[test]
    fn a_path_as_one_name_is_an_object() {
        assert!(unknown_setting("", "show.credits").text().contains(r#"write "show": { "credits": … }"#));
        assert!(unknown_setting("", "colour.").text().contains("did you mean `colour`?"));
    }

    #[test]
    fn edits_are_counted() {
        for (one, other, count) in [
            ("", "", 0),
            ("a", "", 1),
            ("", "abc", 3),
            ("abc", "acb", 1),
            ("color", "colour", 1),
            ("kitten", "sitting", 3),
        ] {
            assert_eq!((edits(one, other), edits(other, one)), (count, count), "{one} {other}");
        }
    }
}
