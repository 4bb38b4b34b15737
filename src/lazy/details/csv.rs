//! The list as a CSV file.

use leptos::prelude::*;
use portal_core::keys::{csv, view::SearchResults};

use crate::{
    browser,
    keys::key_cells::rate_limits,
    session::SessionHandle,
    text::{self, columns},
};

/// Saves keys as a file.
pub(crate) fn save_as_csv(session: SessionHandle, found: Memo<SearchResults>) {
    // Absent values are empty cells.
    let limits: csv::CellText = |key| if key.ratelimits.is_empty() { String::new() } else { rate_limits(key) };
    let file = csv::Labels {
        headings: [
            columns::NAME,
            text::keys::KEY_ID,
            columns::KEY,
            columns::STATUS,
            columns::CREATED,
            columns::EXPIRES,
            columns::LAST_USED,
        ],
        credits: session.config().show.credits.then_some(text::keys::CREDITS),
        rate_limits: session.config().show.rate_limits.then_some((text::keys::RATE_LIMITS, limits)),
        status: text::keys::status,
    };
    let text = found.with_untracked(|found| csv::write(found.keys(), file, session.now()));
    browser::save(text::keys::EXPORT_NAME, "text/csv", &text);
}
