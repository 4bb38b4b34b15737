//! Shows the secret, this once. It is text of the document only while it is revealed, and is never announced.

use std::sync::Arc;

use leptos::{html, prelude::*};
use portal_api::{Key, Secret};
use portal_core::keys::secret::lifecycle::{CopyStatus, Event};

use super::{format::SecretFormat, keeper::SecretKeeper, paste_back::PasteBack};
use crate::{
    browser,
    session::use_session,
    text,
    ui::{DocsLink, TextContent, effect, memo, view},
};

/// The secret in the chosen format, and what can be done with it.
#[component]
pub(crate) fn SecretView(
    keeper: SecretKeeper,
    /// The old key: as many characters of the new one are shown.
    key: Arc<Key>,
) -> impl IntoView {
    let config = StoredValue::new(use_session().config());
    let shown_characters = key.start.chars().count();
    let format = RwSignal::new(SecretFormat::Plain);
    let node = NodeRef::<html::Code>::new();
    watch_visibility(keeper);

    // Memos: the text must not be written again when something else changes, which would lose a selection.
    let revealed = memo(move || keeper.held().is_some_and(|held| held.revealed));
    let copy_status = move || keeper.held().map(|held| held.copy).unwrap_or_default();
    let saved = memo(move || keeper.held().is_some_and(|held| held.saved));
    let formatted = move || config.with_value(|config| keeper.formatted(format.get(), config));
    // Written by hand: a view would keep a copy of the text.
    effect(move || {
        let Some(node) = node.get() else { return };
        let secret = revealed.get().then(formatted).flatten();
        match secret {
            Some(secret) => node.set_text_content(Some(secret.expose())),
            None => {
                let masked = config.with_value(|config| keeper.masked(format.get(), shown_characters, config));
                node.set_text_content(Some(&masked));
            }
        }
    });
    on_cleanup(move || {
        if let Some(node) = node.get_untracked() {
            node.set_text_content(None);
        }
    });

    let copy = move || {
        let Some(secret) = untrack(formatted) else { return };
        browser::spawn(async move {
            if browser::copy_text(secret.expose()).await {
                keeper.dispatch(Event::Copied);
            } else {
                keeper.dispatch(Event::CopyRefused);
                keeper.dispatch(Event::Reveal);
                // After the effect above has written the text.
                browser::sleep(0).await;
                if let Some(Some(node)) = node.try_get_untracked() {
                    browser::select(&node);
                }
            }
        });
    };
    // The user copied a selection: counts only where it is the whole text.
    let on_copy = move |_| {
        let is_whole = |secret: Secret| browser::selected_length() >= secret.expose().encode_utf16().count();
        if revealed.get_untracked() && untrack(formatted).is_some_and(is_whole) {
            keeper.dispatch(Event::Copied);
        }
    };
    let toggle = move || keeper.dispatch(if revealed.get_untracked() { Event::Mask } else { Event::Reveal });
    let copy_message = move || match copy_status() {
        CopyStatus::NotYet => "",
        CopyStatus::Copied => text::rotation::secret::COPIED,
        CopyStatus::Refused => text::rotation::secret::copy_refused(browser::copy_gesture()),
    };
    let is_refused = move || copy_status() == CopyStatus::Refused;
    let hidden_note = move || if revealed.get() { "" } else { text::rotation::secret::IS_HIDDEN };
    let toggle_label =
        move || if revealed.get() { text::rotation::secret::HIDE } else { text::rotation::secret::REVEAL };
    let docs = use_session().config().docs_url.as_ref().map(|url| view! { <DocsLink class="secret-docs" url /> });
    view! {
        <FormatChoice format keeper />
        <div class="secret">
            <code
                class="mono secret-text"
                class:secret-masked=move || !revealed.get()
                node_ref=node
                translate="no"
                aria-hidden=move || (!revealed.get()).to_string()
                on:copy=on_copy
            ></code>
            <p class="visually-hidden" prop:textContent=move || TextContent(hidden_note().to_owned())></p>
            <div class="secret-actions">
                <button
                    class="button button-quiet"
                    type="button"
                    on:click=move |_| toggle()
                    prop:textContent=move || TextContent(toggle_label().to_owned())
                ></button>
                <button class="button" class:button-primary=move || !saved.get() type="button" on:click=move |_| copy()>
                    {text::rotation::secret::COPY}
                </button>
            </div>
        </div>
        <p
            class="secret-said"
            class:secret-refused=is_refused
            role="status"
            prop:textContent=move || TextContent(copy_message().to_owned())
        ></p>
        <PasteBack keeper />
        {docs}
    }
}

#[component]
fn FormatChoice(format: RwSignal<SecretFormat>, keeper: SecretKeeper) -> impl IntoView {
    let option = move |each: SecretFormat| {
        let choose = move |_| {
            format.set(each);
            keeper.dispatch(Event::FormatChanged);
        };
        view! {
            <label class="segment">
                <input
                    type="radio"
                    name="secret-form"
                    value=each.id()
                    checked=each == SecretFormat::Plain
                    on:change=choose
                />
                <span>{each.label()}</span>
            </label>
        }
    };
    view! {
        <fieldset class="segments">
            <legend class="visually-hidden">{text::rotation::secret::FORMATS}</legend>
            {SecretFormat::available(&use_session().config()).into_iter().map(option).collect_view()}
        </fieldset>
    }
}

/// Dispatches when the tab is hidden and shown: a saved secret is wiped in hidden tabs.
fn watch_visibility(keeper: SecretKeeper) {
    let listener = window_event_listener_untyped("visibilitychange", move |_| {
        let now = browser::now();
        keeper.dispatch(if browser::is_visible() { Event::TabVisible(now) } else { Event::TabHidden(now) });
    });
    on_cleanup(move || listener.remove());
    if !browser::is_visible() {
        keeper.dispatch(Event::TabHidden(browser::now()));
    }
}
