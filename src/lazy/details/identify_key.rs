//! "Is this key mine?": a pasted key against the starts of the list, on this page alone.

use std::sync::Arc;

use leptos::{html, prelude::*};
use portal_api::{Key, Secret, ServerTime};
use portal_core::{
    keys::{
        identify::{KeyMatch, identify_key},
        list::LoadTarget,
    },
    page::Page,
};

use crate::{
    browser,
    keys::{key_cells::status_badge, rotation::button::RotateButton, store::KeysStore},
    text::{self, keys as words},
};

/// A field to paste a key into, and what it says.
#[component]
pub(crate) fn WhoseField(store: KeysStore) -> impl IntoView {
    let pasted = RwSignal::new(String::new());
    let field = NodeRef::<html::Input>::new();
    // By hand: when the dialog was opened, the field may still have been on its way.
    Effect::new(move |_| {
        if let Some(field) = field.get() {
            browser::focus_in_place(&field);
        }
    });
    view! {
        <p class="soft">{words::WHOSE_HINT}</p>
        <label class="field">
            <span>{words::WHOSE_FIELD}</span>
            <input
                class="input mono"
                type="text"
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                node_ref=field
                on:input=move |event| pasted.set(event_target_value(&event))
            />
        </label>
        <WhoseResult store pasted/>
    }
}

/// What a pasted key says.
#[component]
pub(crate) fn WhoseResult(
    store: KeysStore,
    /// What was pasted.
    #[prop(into)]
    pasted: Signal<String>,
) -> impl IntoView {
    let result = Memo::new(move |_| {
        let pasted = Secret::new(pasted.get());
        store.list().with(|list| identify_key(&pasted, list))
    });
    // It may be one of those that aren't loaded yet.
    Effect::new(move |_| {
        if result.with(|result| matches!(result, KeyMatch::NotListed { complete: false })) {
            store.want(LoadTarget::All);
        }
    });
    let view = move || match result.get() {
        KeyMatch::Empty => ().into_any(),
        KeyMatch::TooShort => view! { <p>{words::WHOSE_TOO_SHORT}</p> }.into_any(),
        KeyMatch::NotListed { complete } => {
            let words = if complete { words::WHOSE_NONE } else { words::WHOSE_NONE_YET };
            view! { <p>{words}</p> }.into_any()
        }
        KeyMatch::Candidates(keys) => {
            let words = if keys.len() == 1 { words::WHOSE_ONE } else { words::WHOSE_SEVERAL };
            let keys = keys.into_iter().map(|key| view! { <Candidate key now=store.now()/> }).collect_view();
            view! { <p>{words}</p><ul class="whose">{keys}</ul> }.into_any()
        }
    };
    view! { <div role="status">{view}</div> }
}

#[component]
fn Candidate(key: Arc<Key>, now: Memo<ServerTime>) -> impl IntoView {
    let status = {
        let key = Arc::clone(&key);
        status_badge(move || key.status(now.get()))
    };
    view! {
        <li>
            <a href=Page::key_path(&key.key_id) dir="auto">{text::key_name(&key).to_owned()}</a>
            <code class="mono">{text::key_start(&key)}</code>
            {status}
            <RotateButton key/>
        </li>
    }
}
