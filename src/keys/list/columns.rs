//! What the list's columns show: one entry for each [`Column`]. How a column is sorted and named in the address is in
//! `portal-core`.

use portal_api::Key;
use portal_core::keys::{
    expires_soon,
    view::{Column, ColumnValue},
};

use super::row_content::RowContent;
use crate::{
    keys::key_cells,
    text::{self, formats},
};

/// How a column looks.
#[derive(Clone, Copy)]
pub(super) struct ColumnView {
    /// Its heading.
    pub(super) label: &'static str,
    /// The text of its cells.
    pub(super) text: fn(&RowContent) -> String,
    /// Whether a cell is highlighted.
    pub(super) is_highlighted: fn(&RowContent) -> bool,
}

impl ColumnView {
    const fn new(label: &'static str, text: fn(&RowContent) -> String) -> Self {
        Self { label, text, is_highlighted: |_| false }
    }
}

/// The entry of a column.
pub(super) const fn view(column: Column) -> ColumnView {
    let label = text::keys::column(column);
    match column {
        Column::Name => ColumnView::new(label, |row| text::key_name(&row.key).to_owned()),
        Column::Start => ColumnView::new(label, |row| text::key_start(&row.key)),
        Column::Status => ColumnView::new(label, |row| text::keys::status(row.key.status(row.now)).to_owned()),
        Column::Created => ColumnView::new(label, |row| formats::day(row.key.created_at)),
        Column::Expires => ColumnView {
            is_highlighted: |row| expires_soon(&row.key, row.now),
            ..ColumnView::new(label, |row| or_never(key_cells::expires(&row.key, row.now)))
        },
        Column::LastUsed => ColumnView::new(label, |row| or_never(key_cells::last_used(&row.key, row.now))),
        Column::Credits => ColumnView::new(label, |row| text::keys::credits(row.key.credits.as_ref())),
        Column::RateLimits => ColumnView::new(label, |row| key_cells::rate_limits(&row.key)),
    }
}

/// Whether the column holds a point in time that the key doesn't have.
pub(super) fn is_never(column: Column, key: &Key) -> bool {
    matches!(column.spec().value, ColumnValue::Time(time) if time(key).is_none())
}

/// The CSS class of a column's heading and cells.
pub(super) fn class(column: Column) -> String {
    ["column-", column.url_name()].concat()
}

fn or_never(text: Option<String>) -> String {
    text.unwrap_or_else(|| text::NEVER.to_owned())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use portal_api::{DAY, ServerTime};
    use portal_core::keys::table::RowSlot;
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;
    use crate::testing::key;

    const NOW: ServerTime = ServerTime::from_millis(1_000 * DAY);

    fn row(fields: &str) -> RowContent {
        RowContent {
            key: Arc::new(key(fields)),
            slot: RowSlot { index: 0, spacer_px: 0.0 },
            now: NOW,
            rotation_blocker: None,
            is_name_shared: false,
            is_tab_stop: false,
        }
    }

    fn cell(column: Column, fields: &str) -> String {
        (view(column).text)(&row(fields))
    }

    #[wasm_bindgen_test]
    fn each_cell_says_what_the_key_has() {
        let fields = r#""name":"Production","credits":{"remaining":42000},"lastUsedAt":86399700000"#;
        let cells = Column::ALL.map(|column| cell(column, fields));
        let created = formats::day(ServerTime::from_millis(0));
        assert_eq!(cells, ["Production", "acme_1…", "Active", &created, "Never", "5 min ago", "42,000", "None"]);
    }

    #[wasm_bindgen_test]
    fn a_key_that_was_never_used_says_so() {
        assert_eq!(cell(Column::LastUsed, ""), "Never");
    }

    #[wasm_bindgen_test]
    fn what_never_was_and_never_will_be_is_told_from_what_was() {
        let never = |fields: &str| Column::ALL.map(|column| is_never(column, &key(fields)));
        assert_eq!(never(""), [false, false, false, false, true, true, false, false]);
        assert_eq!(never(r#""expires":1,"lastUsedAt":2"#), [false; 8]);
    }

    #[wasm_bindgen_test]
    fn a_disabled_key_is_disabled_even_when_it_has_expired() {
        let over = r#""expires":1"#;
        assert_eq!(cell(Column::Status, over), "Expired");
        let json = format!(r#"{{"keyId":"key_1","start":"a","enabled":false,"createdAt":0,{over}}}"#);
        let off_and_over = RowContent { key: serde_json::from_str(&json).unwrap(), ..row("") };
        assert_eq!((view(Column::Status).text)(&off_and_over), "Disabled");
    }

    #[wasm_bindgen_test]
    fn a_key_that_expires_soon_is_highlighted() {
        let is_highlighted = |expires: ServerTime| {
            (view(Column::Expires).is_highlighted)(&row(&format!(r#""expires":{}"#, expires.millis())))
        };
        assert!(is_highlighted(NOW.plus(DAY)));
        assert!(!is_highlighted(NOW.plus(8 * DAY)));
        assert!(!is_highlighted(NOW));
    }
}
