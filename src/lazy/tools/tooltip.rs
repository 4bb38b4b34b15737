//! The full text of a cell that may show only a part of it.

use leptos::{ev, prelude::*};
use portal_api::Key;
use portal_core::keys::{
    name,
    view::{Column, SearchResults},
};
use wasm_bindgen::JsCast;
use web_sys::Element;

use crate::{keys::key_cells, text::formats};

/// Sets the tooltip of the cell under the pointer. Only there: to format the full text of every cell takes a while.
pub(super) fn set_tooltip(event: &ev::PointerEvent, results: Memo<SearchResults>) {
    let tooltip = || {
        let target: Element = event.target()?.dyn_into().ok()?;
        let cell = target.closest("th, td").ok()??;
        let row_index: usize = cell.closest("tr").ok()??.get_attribute("aria-rowindex")?.parse().ok()?;
        let key = results.with_untracked(|results| results.get(row_index.checked_sub(2)?).cloned())?;
        let classes = cell.class_list();
        let is_of = |column: &Column| classes.contains(&["column-", column.url_name()].concat());
        let column = Column::ALL.into_iter().find(is_of)?;
        Some((titled(column, cell)?, full_text(column, &key)?))
    };
    if let Some((element, text)) = tooltip() {
        // Fails only for an invalid attribute name.
        let _ = element.set_attribute("title", &text);
    }
}

/// What has the tooltip: the cell, or the name in it, which is not to be translated, and neither is its tooltip.
fn titled(column: Column, cell: Element) -> Option<Element> {
    if column == Column::Name { cell.query_selector(".key-name").ok()? } else { Some(cell) }
}

fn full_text(column: Column, key: &Key) -> Option<String> {
    match column {
        Column::Name => name(key).map(str::to_owned),
        Column::Start => Some(key.start.clone()),
        Column::Created => Some(formats::moment(key.created_at)),
        Column::Expires => key.expires.map(formats::moment),
        Column::LastUsed => key.last_used_at.map(formats::about_title),
        Column::RateLimits => Some(key_cells::rate_limits(key)),
        Column::Status | Column::Credits => None,
    }
}

#[cfg(test)]
mod tests {
    use portal_api::ServerTime;
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;
    use crate::testing::key;

    #[wasm_bindgen_test]
    fn pointing_at_a_cell_shows_its_full_text() {
        let fields = r#""name":"A name of a key","expires":1,"lastUsedAt":2"#;
        let full_text = |column| full_text(column, &key(fields));
        let moment = |millis| Some(formats::moment(ServerTime::from_millis(millis)));
        assert_eq!(full_text(Column::Name).as_deref(), Some("A name of a key"));
        assert_eq!(full_text(Column::Created), moment(0));
        assert_eq!(full_text(Column::Expires), moment(1));
        assert_eq!(full_text(Column::LastUsed), Some(formats::about_title(ServerTime::from_millis(2))));
        assert_eq!(full_text(Column::Status), None);
        assert_eq!(full_text(Column::Start).as_deref(), Some("acme_1"));
    }
}
