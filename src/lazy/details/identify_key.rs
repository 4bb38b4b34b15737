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
    keys::{
        key_cells::StatusBadge,
        rotation::{button::RotateButton, key_tag::KeyTag},
        store::{KeysStore, Progress},
    },
    text,
    ui::{effect, fresh, memo, view},
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
                // Password managers are not to offer to save it, or another one.
                data-1p-ignore
                data-lpignore="true"
                data-bwignore
                data-form-type="other"
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
    let answer = move || match result.get() {
        KeyMatch::Empty => ().into_any(),
        KeyMatch::TooShort => view! { <p>{text::keys::IDENTIFY_TOO_SHORT}</p> },
        KeyMatch::NotListed { complete: true } => view! { <p>{text::keys::IDENTIFY_NONE}</p> },
        KeyMatch::NotListed { complete: false } => {
            let words = memo(move || {
                let is_loading = store.progress().with(|it| matches!(it, Progress::Loading | Progress::Waiting { .. }));
                if is_loading { text::keys::IDENTIFY_NONE_YET } else { text::keys::IDENTIFY_NONE_LOADED }
            });
            view! { <p prop:textContent=words></p> }
        }
        KeyMatch::Candidates(keys) => {
            let words = if keys.len() == 1 { text::keys::IDENTIFY_ONE } else { text::keys::IDENTIFY_SEVERAL };
            let keys = keys.into_iter().map(|key| view! { <Candidate key now=store.now() /> }).collect_view();
            view! {
                <p>{words}</p>
                <ul class="whose">{keys}</ul>
            }
        }
    };
    view! {
        <div class="whose-answer" role="status">
            {move || fresh(answer())}
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
            // With the first characters: after a rotation two keys have one name.
            <a href=Page::key_path(&key.key_id) translate="no">
                <span class="whose-name" dir="auto">
                    {text::key_name(&key).to_owned()}
                </span>
                " "
                <code class="mono">{text::key_start(&key)}</code>
            </a>
            <KeyTag key=Arc::clone(&key) />
            <StatusBadge status />
            <RotateButton key />
        </li>
    }
}
