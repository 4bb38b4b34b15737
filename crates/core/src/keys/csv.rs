//! The list as a CSV file (RFC 4180, UTF-8 with a byte order mark, by which spreadsheets detect UTF-8). It contains no
//! secrets: a list has none.
//!
//! Names come from outside, and a spreadsheet runs a cell that starts like a formula. Such a cell gets an apostrophe in
//! front, as spreadsheets themselves mark text.

use std::sync::Arc;

use portal_api::{Key, KeyStatus, ServerTime};

use super::view::{Column, ColumnValue};
use crate::date::iso_utc;

/// A function that writes a key's value as text.
pub type CellText = fn(&Key) -> String;

/// The words of the file.
#[derive(Debug, Clone, Copy)]
pub struct CsvText {
    /// Heading of the key IDs, which are no column of the table.
    pub key_id_heading: &'static str,
    /// Heading of a column.
    pub heading: fn(Column) -> &'static str,
    /// Name of a status.
    pub status: fn(KeyStatus) -> &'static str,
    /// A key's rate limits.
    pub rate_limits: CellText,
}

/// Writes `keys` in their order, as they are at `now`: the ID after the first of `columns`. Times are ISO 8601 in UTC;
/// a missing value is empty.
///
/// ```
/// use std::sync::Arc;
///
/// use portal_api::{Key, ServerTime};
/// use portal_core::keys::{csv::{CsvText, write_columns}, view::Column};
///
/// let json = r#"{"keyId":"key_1","start":"acme_1","enabled":true,"createdAt":0,"name":"=1+1"}"#;
/// let key: Arc<Key> = Arc::new(serde_json::from_str(json).unwrap());
/// let text = CsvText {
///     key_id_heading: "ID",
///     heading: |column| if column == Column::Name { "Name" } else { "Created" },
///     status: |_| "",
///     rate_limits: |_| String::new(),
/// };
/// let file = write_columns([&key].into_iter(), &[Column::Name, Column::Created], text, ServerTime::from_millis(0));
/// assert_eq!(file, "\u{feff}Name,ID,Created\r\n'=1+1,key_1,1970-01-01T00:00:00Z\r\n");
/// ```
pub fn write_columns<'a>(
    keys: impl Iterator<Item = &'a Arc<Key>>,
    columns: &[Column],
    text: CsvText,
    now: ServerTime,
) -> String {
    const BYTE_ORDER_MARK: char = '\u{feff}';
    let mut file = String::from(BYTE_ORDER_MARK);
    let headings = columns.iter().map(|column| (text.heading)(*column));
    push_row(&mut file, with_key_id(headings, text.key_id_heading));
    for key in keys {
        let cells = columns.iter().map(|column| cell(*column, key, text, now));
        push_row(&mut file, with_key_id(cells, key.key_id.as_str().to_owned()));
    }
    file
}

/// Inserts the key ID after the first cell.
fn with_key_id<T>(mut cells: impl Iterator<Item = T>, key_id: T) -> impl Iterator<Item = T> {
    cells.next().into_iter().chain(std::iter::once(key_id)).chain(cells)
}

fn cell(column: Column, key: &Key, text: CsvText, now: ServerTime) -> String {
    match column.spec().value {
        ColumnValue::Name => key.name.clone().unwrap_or_default(),
        ColumnValue::Start => key.start.clone(),
        ColumnValue::Status => (text.status)(key.status(now)).to_owned(),
        ColumnValue::Time(time) => time(key).map(iso_utc).unwrap_or_default(),
        ColumnValue::Number(number) => number(key).map(|number| number.to_string()).unwrap_or_default(),
        ColumnValue::RateLimits => (text.rate_limits)(key),
    }
}

fn push_row(file: &mut String, cells: impl Iterator<Item = impl AsRef<str>>) {
    for (index, cell) in cells.enumerate() {
        if index > 0 {
            file.push(',');
        }
        push_cell(file, cell.as_ref());
    }
    file.push_str("\r\n");
}

fn push_cell(file: &mut String, cell: &str) {
    let quoted = cell.contains(['"', ',', ';', '\t', '\r', '\n']) || cell.trim().len() != cell.len();
    if quoted {
        file.push('"');
    }
    // Spreadsheets in locales with a decimal comma split at semicolons and ignore these quotes: a cell may also start
    // after a separator within a name.
    let mut at_start = true;
    for letter in cell.chars() {
        if at_start && starts_formula(letter) {
            file.push('\'');
        }
        if letter == '"' {
            file.push('"');
        }
        file.push(letter);
        at_start = matches!(letter, ';' | '\t' | '\r' | '\n');
    }
    if quoted {
        file.push('"');
    }
}

/// Whether a spreadsheet may read a cell that starts with `letter` as a formula. The full-width forms come from East
/// Asian keyboards.
const fn starts_formula(letter: char) -> bool {
    matches!(letter, '=' | '+' | '-' | '@' | '\t' | '\r' | '＝' | '＋' | '－' | '＠')
}

#[cfg(test)]
mod tests {
    use portal_api::Credits;
    use proptest::prelude::*;

    use super::*;
    use crate::{
        config::ShowSettings,
        keys::samples::{key, named},
    };

    const NOW: ServerTime = ServerTime::from_millis(1_700_000_000_000);

    const ALL_COLUMNS: ShowSettings =
        ShowSettings { account: true, credits: true, rate_limits: true, rotation: true, usage: true };

    fn heading(column: Column) -> &'static str {
        match column {
            Column::Name => "Name",
            Column::Start => "Key",
            Column::Status => "Status",
            Column::Created => "Created",
            Column::Expires => "Expires",
            Column::LastUsed => "Last used",
            Column::Credits => "Credits left",
            Column::RateLimits => "Rate limits",
        }
    }

    fn status(status: KeyStatus) -> &'static str {
        match status {
            KeyStatus::Active => "Active",
            KeyStatus::Expired => "Expired",
            KeyStatus::Disabled => "Disabled",
        }
    }

    fn file(keys: impl IntoIterator<Item = Key>, show: ShowSettings) -> String {
        let keys: Vec<_> = keys.into_iter().map(Arc::new).collect();
        let columns: Vec<_> = Column::ALL.into_iter().filter(|column| column.is_shown(show)).collect();
        let rate_limits: CellText = |key| format!("{} limits", key.ratelimits.len());
        write_columns(keys.iter(), &columns, CsvText { key_id_heading: "ID", heading, status, rate_limits }, NOW)
    }

    /// A name as it is written to the file.
    fn cell(name: &str) -> String {
        let mut written = String::new();
        push_cell(&mut written, name);
        written
    }

    /// The cells of a file, read by the rules of RFC 4180.
    fn read(file: &str) -> Vec<Vec<String>> {
        let (mut rows, mut row, mut cell, mut quoted) = (vec![], vec![], String::new(), false);
        let mut letters =
            file.strip_prefix('\u{feff}').unwrap_or_else(|| panic!("no byte order mark")).chars().peekable();
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
    fn the_file_contains_what_the_list_shows() {
        let full = Key {
            expires: Some(NOW.plus(-1)),
            last_used_at: Some(ServerTime::from_millis(0)),
            credits: Some(Credits { remaining: Some(42), refill: None }),
            ..named("key_1", 1_600_000_000_000, "Production", "acme_abcd")
        };
        let bare = Key { enabled: false, ..key("key_2", 1) };
        assert_eq!(
            file([full.clone(), bare.clone()], ShowSettings::default()),
            "\u{feff}Name,ID,Key,Status,Created,Expires,Last used\r\n\
             Production,key_1,acme_abcd,Expired,2020-09-13T12:26:40Z,2023-11-14T22:13:19Z,1970-01-01T00:00:00Z\r\n\
             ,key_2,a,Disabled,1970-01-01T00:00:00Z,,\r\n"
        );
        let rows = read(&file([full, bare], ALL_COLUMNS));
        assert_eq!(rows.iter().map(|row| row[7].as_str()).collect::<Vec<_>>(), ["Credits left", "42", ""]);
        assert_eq!(rows.iter().map(|row| row[8].as_str()).collect::<Vec<_>>(), ["Rate limits", "0 limits", "0 limits"]);
    }

    #[test]
    fn the_table_and_the_file_have_the_same_columns() {
        let text = CsvText {
            key_id_heading: "ID",
            heading: Column::url_name,
            status: |_| "Active",
            rate_limits: |key| format!("{} limits", key.ratelimits.len()),
        };
        let key = Arc::new(Key {
            credits: Some(Credits { remaining: Some(42), refill: None }),
            ..named("key_1", 1_600_000_000_000, "Production", "acme_abcd")
        });
        let rows = read(&write_columns([&key].into_iter(), &Column::ALL, text, NOW));
        assert_eq!(rows[0], ["name", "ID", "key", "status", "created", "expires", "used", "credits", "limits"]);
        assert_eq!(
            rows[1],
            ["Production", "key_1", "acme_abcd", "Active", "2020-09-13T12:26:40Z", "", "", "42", "0 limits"]
        );
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
    fn separators_quotes_and_line_breaks_stay_in_their_cell() {
        for name in ["a,b", "a\"b", "a\nb", "a\r\nb", " a ", "\"", "", "本番, \"キー\""] {
            assert_eq!(read(&file([named("key_1", 1, name, "s")], ShowSettings::default()))[1][0], name);
        }
    }

    proptest! {
        #[test]
        fn any_name_stays_in_its_cell_and_is_safe(name in "[=+@\\-\t\r\n\",; aä＝]{0,12}") {
            let rows = read(&file([named("key_1", 1, &name, "s"), key("key_2", 1)], ShowSettings::default()));
            prop_assert_eq!(rows.iter().map(Vec::len).collect::<Vec<_>>(), [7, 7, 7]);
            prop_assert!(!rows[1][0].starts_with(starts_formula));
            prop_assert_eq!(rows[1][0].replace('\'', ""), name);
        }
    }
}
