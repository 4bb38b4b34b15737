//! What the list's columns show: one entry for each [`Column`]. How a column is sorted and named in the address is in
//! `portal-core`.

use portal_api::Key;
use portal_core::keys::{expires_soon, name, view::Column};

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
    /// The full text of a cell that may show only a part of it, for its tooltip.
    pub(super) full_text: fn(&Key) -> Option<String>,
    /// Whether a cell is highlighted.
    pub(super) is_highlighted: fn(&RowContent) -> bool,
}

impl ColumnView {
    const fn new(label: &'static str, text: fn(&RowContent) -> String) -> Self {
        Self { label, text, full_text: |_| None, is_highlighted: |_| false }
    }

    const fn full_text(self, full_text: fn(&Key) -> Option<String>) -> Self {
        Self { full_text, ..self }
    }
}

/// The entry of a column.
pub(super) const fn view(column: Column) -> ColumnView {
    let label = text::keys::column(column);
    match column {
        Column::Name => ColumnView::new(label, |row| text::key_name(&row.key).to_owned())
            .full_text(|key| name(key).map(str::to_owned)),
        Column::Start => ColumnView::new(label, |row| text::key_start(&row.key)),
        Column::Status => ColumnView::new(label, |row| text::keys::status(row.key.status(row.now)).to_owned()),
        Column::Created => ColumnView::new(label, |row| formats::day(row.key.created_at))
            .full_text(|key| Some(formats::moment(key.created_at))),
        Column::Expires => ColumnView {
            is_highlighted: |row| expires_soon(&row.key, row.now),
            ..ColumnView::new(label, |row| or_never(key_cells::expires(&row.key, row.now)))
                .full_text(|key| key.expires.map(formats::moment))
        },
        Column::LastUsed => ColumnView::new(label, |row| or_never(key_cells::last_used(&row.key, row.now)))
            .full_text(|key| key.last_used_at.map(formats::moment)),
        Column::Credits => ColumnView::new(label, |row| text::keys::credits(row.key.credits.as_ref())),
        Column::RateLimits => ColumnView::new(label, |row| key_cells::rate_limits(&row.key))
            .full_text(|key| Some(key_cells::rate_limits(key))),
    }
}

/// The CSS class of a column's heading and cells.
pub(super) fn class(column: Column) -> String {
    ["column-", column.url_name()].concat()
}

fn or_never(text: Option<String>) -> String {
    text.unwrap_or_else(|| text::NEVER.to_owned())
}
