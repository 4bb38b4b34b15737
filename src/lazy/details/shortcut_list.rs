//! Which keys do something on the page.

use leptos::prelude::*;

use crate::text::keys as words;

/// All of them, and the choice whether the single ones are on.
#[component]
pub(crate) fn ShortcutList(
    /// Whether they are.
    on: RwSignal<bool>,
) -> impl IntoView {
    view! {
        <dl class="facts">
            {words::SHORTCUT_LIST
                .map(|(keys, what)| {
                    let keys = keys.iter().map(|key| view! { <kbd>{*key}</kbd> " " }).collect_view();
                    view! { <div><dt>{keys}</dt><dd>{what}</dd></div> }
                })
                .collect_view()}
        </dl>
        <label class="check">
            <input type="checkbox" prop:checked=move || on.get() on:change=move |event| on.set(event_target_checked(&event))/>
            <span>{words::SHORTCUTS_ON}</span>
        </label>
    }
}
