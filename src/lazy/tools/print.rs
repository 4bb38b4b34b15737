//! Printing the list: the rows that the window doesn't show, and what is missing on paper.

use leptos::prelude::*;

use crate::{
    keys::list_state::ListState,
    text,
    ui::{Show, TextContent, memo, view},
};

/// Follows whether the page is being printed. The browser takes it as it is after the event `beforeprint`.
fn follow_printing(is_printed: RwSignal<bool>) {
    let handles = [("beforeprint", true), ("afterprint", false)].map(|(name, begins)| {
        window_event_listener_untyped(name, move |_| {
            is_printed.try_set(begins);
        })
    });
    on_cleanup(move || handles.into_iter().for_each(WindowListenerHandle::remove));
}

/// Only on paper: that not all keys are there, and how to get them all.
#[component]
pub(super) fn PrintNote(list: ListState) -> impl IntoView {
    let ListState { rows, results, is_printed, .. } = list;
    follow_printing(is_printed);
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
