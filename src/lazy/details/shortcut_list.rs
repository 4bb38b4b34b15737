//! Which keys do something on the page.

use leptos::prelude::*;

use crate::{text, ui::view};

/// All shortcuts, and whether those of a single key are on.
#[component]
pub(super) fn ShortcutList(are_on: RwSignal<bool>) -> impl IntoView {
    view! {
        <dl class="facts">
            {text::keys::SHORTCUT_LIST
                .map(|(keys, action)| {
                    let keys = keys
                        .iter()
                        .map(|key| {
                            view! {
                                <kbd>{*key}</kbd>
                                " "
                            }
                        })
                        .collect_view();
                    view! {
                        <div>
                            <dt>{keys}</dt>
                            <dd>{action}</dd>
                        </div>
                    }
                })
                .collect_view()}
        </dl>
        <label class="check">
            <input
                type="checkbox"
                prop:checked=move || are_on.get()
                on:change=move |event| are_on.set(event_target_checked(&event))
            />
            <span>{text::keys::SHORTCUTS_ON}</span>
        </label>
    }
}
