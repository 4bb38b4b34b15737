//! The list as a CSV file (RFC 4180, in UTF-8 with a mark that tells spreadsheets so). It holds no secrets: there are none
//! in a list.
//!
//! Names come from outside, and a spreadsheet runs a cell that begins as a formula does. Such a cell gets an apostrophe in
//! front, as spreadsheets themselves write text.

use std::sync::Arc;

use portal_api::{Key, KeyStatus, ServerTime};

use crate::date::iso_utc;

/// What a cell says of a key.
pub type CellText = fn(&Key) -> String;

/// The words of the file.
#[derive(Debug, Clone, Copy)]
pub struct Labels<'a> {
    /// Headings: name, id, start, status, created, expires, last used.
    pub headings: [&'a str; 7],
    /// The heading of credits left; absent where they are not shown.
    pub credits: Option<&'a str>,
    /// The heading of rate limits, and how those of a key are written; absent where they are not shown.
    pub rate_limits: Option<(&'a str, CellText)>,
    /// What a status is called.
    pub status: fn(KeyStatus) -> &'static str,
}

/// The file: `keys` in their order, as they are at `now`. Times are ISO 8601 in UTC; what a key doesn't have is empty.
pub fn write<'a>(keys: impl Iterator<Item = &'a Arc<Key>>, words: Labels<'_>, now: ServerTime) -> String {
    const BYTE_ORDER_MARK: char = '\u{feff}';
    let mut file = String::new();
    file.push(BYTE_ORDER_MARK);
    push_row(
        &mut file,
        words.headings.into_iter().chain(words.credits).chain(words.rate_limits.map(|(heading, _)| heading)),
    );
    for key in keys {
        let moment = |moment: Option<ServerTime>| moment.map(iso_utc).unwrap_or_default();
        let created = moment(Some(key.created_at));
        let (expires, last_used) = (moment(key.expires), moment(key.last_used_at));
        let left = key.credits.as_ref().and_then(|credits| credits.remaining);
        let left = left.map(|left| left.to_string()).unwrap_or_default();
        let limits = words.rate_limits.map(|(_, limits)| limits(key));
        let cells = [
            key.name.as_deref().unwrap_or_default(),
            key.key_id.as_str(),
            &key.start,
            (words.status)(key.status(now)),
            &created,
            &expires,
            &last_used,
        ];
        push_row(&mut file, cells.into_iter().chain(words.credits.map(|_| left.as_str())).chain(limits.as_deref()));
    }
    file
}

fn push_row<'a>(file: &mut String, cells: impl Iterator<Item = &'a str>) {
    for (index, cell) in cells.enumerate() {
        if index > 0 {
            file.push(',');
        }
        push_cell(file, cell);
    }
    file.push_str("\r\n");
}

fn push_cell(file: &mut String, cell: &str) {
    let quoted = cell.contains(['"', ',', ';', '\t', '\r', '\n']) || cell.trim().len() != cell.len();
    if quoted {
        file.push('"');
    }
    // Where a comma is the decimal mark, spreadsheets split at semicolons and know nothing of these quotes: what follows
    // a separator may begin a cell too.
    let mut begins = true;
    for letter in cell.chars() {
        if begins && is_formula(letter) {
            file.push('\'');
        }
        if letter == '"' {
            file.push('"');
        }
        file.push(letter);
        begins = matches!(letter, ';' | '\t' | '\r' | '\n');
    }
    if quoted {
        file.push('"');
    }
}

/// Whether a spreadsheet may take a cell that begins so for a formula; the wide forms are what Asian keyboards type.
const fn is_formula(letter: char) -> bool {
    matches!(letter, '=' | '+' | '-' | '@' | '\t' | '\r' | '＝' | '＋' | '－' | '＠')
}

#[cfg(test)]
mod tests {
    use portal_api::Credits;
    use proptest::prelude::*;

    use super::{
        super::samples::{key, named},
        *,
    };

    const NOW: ServerTime = ServerTime::from_millis(1_700_000_000_000);

    fn words(credits: Option<&str>) -> Labels<'_> {
        let status = |status| match status {
            KeyStatus::Active => "Active",
            KeyStatus::Expired => "Expired",
            KeyStatus::Disabled => "Disabled",
        };
        let limits: CellText = |key| format!("{} limits", key.ratelimits.len());
        let rate_limits = credits.map(|_| ("Rate limits", limits));
        let headings = ["Name", "ID", "Key", "Status", "Created", "Expires", "Last used"];
        Labels { headings, credits, rate_limits, status }
    }

    fn file(keys: impl IntoIterator<Item = Key>, credits: Option<&str>) -> String {
        let keys: Vec<_> = keys.into_iter().map(Arc::new).collect();
        write(keys.iter(), words(credits), NOW)
    }

    /// The name's cell as it is written.
    fn cell(name: &str) -> String {
        let mut written = String::new();
        push_cell(&mut written, name);
        written
    }

    /// The cells of a file, read as RFC 4180 says.
    fn read(file: &str) -> Vec<Vec<String>> {
        let (mut rows, mut row, mut cell, mut quoted) = (vec![], vec![], String::new(), false);
        let mut letters = file.strip_prefix('\u{feff}').unwrap_or_else(|| panic!("no mark")).chars().peekable();
        while let Some(letter) = letters.next() {
            match letter {
                '"' if quoted && letters.next_if_eq(&'"').is_some() => cell.push('"'),
                '"' => quoted = !quoted,
                ',' if !quoted => row.push(std::mem::take(&mut cell)),
                '\r' if !quoted => {
                    assert_eq!(letters.next(), Some('\n'));
                    row.push(std::mem::take(&mut cell));
                    rows.push(std::mem::take(&mut row));
                }
                letter => cell.push(letter),
            }
        }
        assert!(row.is_empty() && cell.is_empty() && !quoted);
        rows
    }

    #[test]
    fn the_file_says_what_the_list_says() {
        let full = Key {
            expires: Some(NOW.plus(-1)),
            last_used_at: Some(ServerTime::from_millis(0)),
            credits: Some(Credits { remaining: Some(42), refill: None }),
            ..named("key_1", 1_600_000_000_000, "Production", "acme_abcd")
        };
        let bare = Key { enabled: false, ..key("key_2", 1) };
        assert_eq!(
            file([full.clone(), bare.clone()], None),
            "\u{feff}Name,ID,Key,Status,Created,Expires,Last used\r\n\
             Production,key_1,acme_abcd,Expired,2020-09-13T12:26:40Z,2023-11-14T22:13:19Z,1970-01-01T00:00:00Z\r\n\
             ,key_2,a,Disabled,1970-01-01T00:00:00Z,,\r\n"
        );
        let rows = read(&file([full, bare], Some("Credits left")));
        assert_eq!(rows.iter().map(|row| row[7].as_str()).collect::<Vec<_>>(), ["Credits left", "42", ""]);
        assert_eq!(rows.iter().map(|row| row[8].as_str()).collect::<Vec<_>>(), ["Rate limits", "0 limits", "0 limits"]);
    }

    #[test]
    fn a_name_is_never_run_as_a_formula() {
        for (name, expected) in [
            ("=1+1", "'=1+1"),
            ("+1", "'+1"),
            ("-1", "'-1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "\"'\t'=1\""),
            ("\r=1", "\"'\r'=1\""),
            ("＝1", "'＝1"),
            ("a;=1", "\"a;'=1\""),
            ("a\n=1", "\"a\n'=1\""),
            ("=HYPERLINK(\"x\",\"y\")", "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\""),
            ("a=1", "a=1"),
            ("a-b", "a-b"),
        ] {
            assert_eq!(cell(name), expected, "{name:?}");
        }
    }

    #[test]
    fn separators_quotes_and_line_ends_stay_in_their_cell() {
        for name in ["a,b", "a\"b", "a\nb", "a\r\nb", " a ", "\"", "", "本番, \"キー\""] {
            assert_eq!(read(&file([named("key_1", 1, name, "s")], None))[1][0], name);
        }
    }

    proptest! {
        #[test]
        fn any_name_stays_in_its_cell_and_is_safe(name in "[=+@\\-\t\r\n\",; aä＝]{0,12}") {
            let rows = read(&file([named("key_1", 1, &name, "s"), key("key_2", 1)], None));
            prop_assert_eq!(rows.iter().map(Vec::len).collect::<Vec<_>>(), [7, 7, 7]);
            prop_assert!(!rows[1][0].starts_with(is_formula));
            prop_assert_eq!(rows[1][0].replace('\'', ""), name);
        }
    }
}
