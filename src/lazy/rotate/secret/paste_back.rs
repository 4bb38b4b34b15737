//! A field that checks a saved copy of the secret.

use leptos::{ev, html, prelude::*};
use portal_api::Secret;
use portal_core::keys::secret::{formats::PasteCheck, lifecycle::Event};

use super::keeper::SecretKeeper;
use crate::{
    text,
    ui::{memo, view},
};

/// Compares what is pasted with the secret, in the browser; the field is emptied at once.
#[component]
pub(super) fn PasteBack(keeper: SecretKeeper) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    let result = move || keeper.held().and_then(|held| held.check);
    let words = memo(move || result().map(text::rotation::secret::paste_result).unwrap_or_default());
    let check = move || {
        // `change` may fire while the field is being removed.
        let Some(input) = input.try_get_untracked().flatten() else { return };
        let pasted = Secret::new(input.value());
        input.set_value("");
        if !pasted.expose().is_empty() {
            keeper.dispatch(Event::PasteChecked(keeper.check_paste(&pasted)));
        }
    };
    let on_input = move |event: ev::Event| {
        // Pasted, dropped or autofilled text is checked at once; typed text on `change`.
        let kind = js_sys::Reflect::get(&event, &"inputType".into()).ok().and_then(|kind| kind.as_string());
        if kind.is_some_and(|kind| kind.starts_with("insertFrom") || kind == "insertReplacementText") {
            check();
        }
    };
    view! {
        <div class="field">
            <label for="paste-back">{text::rotation::secret::PASTE_BACK}</label>
            <input
                class="input"
                id="paste-back"
                type="password"
                // Nothing to fill in or to save: for browsers, 1Password, LastPass, Bitwarden and Dashlane.
                autocomplete="off"
                data-1p-ignore=""
                data-lpignore="true"
                data-bwignore=""
                data-form-type="other"
                spellcheck="false"
                aria-describedby="paste-back-hint"
                node_ref=input
                on:input=on_input
                on:change=move |_| check()
            />
            <p class="soft field-hint" id="paste-back-hint">
                {text::rotation::secret::PASTE_BACK_HINT}
            </p>
            <p
                class="field-result"
                class:field-good=move || result() == Some(PasteCheck::Match)
                class:field-bad=move || result().is_some_and(|result| result != PasteCheck::Match)
                role="status"
                prop:textContent=words
            ></p>
        </div>
    }
}
