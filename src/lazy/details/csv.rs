//! The list as a CSV file.

use leptos::prelude::*;
use portal_core::keys::{csv, view::SearchResults};

use crate::{
    browser,
    keys::key_cells::rate_limits,
    session::SessionHandle,
    text::{columns, keys as words},
};

/// Saves these keys. Part of the details: few need it.
pub(crate) fn save_as_csv(session: SessionHandle, found: Memo<SearchResults>) {
    // What isn't there is empty in a file.
    let limits: csv::CellText = |key| if key.ratelimits.is_empty() { String::new() } else { rate_limits(key) };
    let file = csv::Labels {
        headings: [
            columns::NAME,
            words::ID,
            columns::KEY,
            columns::STATUS,
            columns::CREATED,
            columns::EXPIRES,
            columns::LAST_USED,
        ],
        credits: session.config().show.credits.then_some(words::CREDITS),
        rate_limits: session.config().show.rate_limits.then_some((words::RATE_LIMITS, limits)),
        status: words::status,
    };
    let text = found.with_untracked(|found| csv::write(found.keys(), file, session.now()));
    browser::save(words::EXPORT_NAME, "text/csv", &text);
}
