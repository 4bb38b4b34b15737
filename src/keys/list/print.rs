//! Printing the list: the rows that the window doesn't show, and what is missing on paper.

use leptos::prelude::*;
use portal_core::keys::{table::VisibleRows, view::SearchResults};

use crate::{
    text,
    ui::{Show, TextContent, memo, view},
};

/// Whether the page is being printed. The browser takes it as it is after the event `beforeprint`.
pub(super) fn is_printed() -> RwSignal<bool> {
    let is_printed = RwSignal::new(false);
    let handles = [("beforeprint", true), ("afterprint", false)].map(|(name, begins)| {
        window_event_listener_untyped(name, move |_| {
            is_printed.try_set(begins);
        })
    });
    on_cleanup(move || handles.into_iter().for_each(WindowListenerHandle::remove));
    is_printed
}

/// Only on paper: that not all keys are there, and how to get them all.
#[component]
pub(super) fn PrintNote(rows: Memo<VisibleRows>, results: Memo<SearchResults>) -> impl IntoView {
    let missing = memo(move || {
        let printed = rows.with(|rows| rows.rows.len());
        results.with(|results| text::print::missing(printed, results.len(), results.coverage.complete))
    });
    view! {
        <Show when=move || missing.with(Option::is_some)>
            <p class="print-note" prop:textContent=move || TextContent(missing.get().unwrap_or_default())></p>
        </Show>
    }
}
