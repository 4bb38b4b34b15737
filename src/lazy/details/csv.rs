//! The list as a CSV file.

use leptos::prelude::*;
use portal_core::keys::{
    csv::{CsvText, write_columns},
    view::{Column, SearchResults},
};

use crate::{browser, keys::key_cells, session::SessionHandle, text};

/// Saves keys as a file, with the columns that the operator shows.
pub(super) fn save_as_csv(session: SessionHandle, results: Memo<SearchResults>) {
    let show = session.config().show;
    let columns: Vec<_> = Column::ALL.into_iter().filter(|column| column.is_shown(show)).collect();
    let words = CsvText {
        key_id_heading: text::keys::KEY_ID,
        heading: text::keys::column,
        status: text::keys::status,
        // Absent values are empty cells.
        rate_limits: |key| if key.ratelimits.is_empty() { String::new() } else { key_cells::rate_limits(key) },
    };
    let file = results.with_untracked(|results| write_columns(results.keys(), &columns, words, session.now()));
    browser::download(text::keys::EXPORT_NAME, "text/csv", &file);
}
