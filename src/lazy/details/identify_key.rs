//! "Is this key mine?": compares a pasted key with the starts of the user's keys, in this page alone.

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
    keys::{key_cells::StatusBadge, rotation::button::RotateButton, store::KeysStore},
    text,
    ui::{effect, memo, view},
};

/// A field to paste a key into, and the keys that it may be.
#[component]
pub(super) fn IdentifyKeyForm(store: KeysStore) -> impl IntoView {
    let pasted = RwSignal::new(String::new());
    let field = NodeRef::<html::Input>::new();
    // `autofocus` comes too early: the dialog may have opened while this module was being loaded.
    effect(move || {
        if let Some(field) = field.get() {
            untrack(|| browser::focus_without_scroll(&field));
        }
    });
    view! {
        <p class="soft">{text::keys::IDENTIFY_HINT}</p>
        <label class="field">
            <span>{text::keys::IDENTIFY_FIELD}</span>
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
        <KeyMatches store pasted />
    }
}

/// The user's keys that a pasted key may be.
#[component]
fn KeyMatches(store: KeysStore, #[prop(into)] pasted: Signal<String>) -> impl IntoView {
    let result = memo(move || {
        let pasted = Secret::new(pasted.get());
        store.list().with(|list| identify_key(&pasted, list))
    });
    // It may be one of the keys that are not loaded yet.
    effect(move || {
        if result.with(|result| matches!(result, KeyMatch::NotListed { complete: false })) {
            store.load_to(LoadTarget::All);
        }
    });
    view! {
        <div role="status">
            {move || match result.get() {
                KeyMatch::Empty => ().into_any(),
                KeyMatch::TooShort => view! { <p>{text::keys::IDENTIFY_TOO_SHORT}</p> },
                KeyMatch::NotListed { complete } => {
                    let words = if complete { text::keys::IDENTIFY_NONE } else { text::keys::IDENTIFY_NONE_YET };
                    view! { <p>{words}</p> }
                }
                KeyMatch::Candidates(keys) => {
                    let words = if keys.len() == 1 { text::keys::IDENTIFY_ONE } else { text::keys::IDENTIFY_SEVERAL };
                    let keys = keys.into_iter().map(|key| view! { <Candidate key now=store.now() /> }).collect_view();
                    view! {
                        <p>{words}</p>
                        <ul class="whose">{keys}</ul>
                    }
                }
            }}
        </div>
    }
}

#[component]
fn Candidate(key: Arc<Key>, now: Memo<ServerTime>) -> impl IntoView {
    let status = {
        let key = Arc::clone(&key);
        Signal::derive(move || key.status(now.get()))
    };
    view! {
        <li>
            <a href=Page::key_path(&key.key_id) dir="auto">
                {text::key_name(&key).to_owned()}
            </a>
            <code class="mono">{text::key_start(&key)}</code>
            <StatusBadge status />
            <RotateButton key />
        </li>
    }
}
