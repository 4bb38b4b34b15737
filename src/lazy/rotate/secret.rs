//! The new key's secret, shown this once: as text in the document only while it is revealed, and never in an announcement.

use std::sync::Arc;

use leptos::{ev, html, prelude::*};
use portal_api::{Key, Secret};
use portal_core::keys::{
    name,
    secret::{
        formats::PasteCheck,
        lifecycle::{ClosePrompt, CopyStatus, Event, SecretState, WipeReason},
    },
};

use super::{dialog_handle::focus_title, secret_format::Form, secret_keeper::SecretKeeper};
use crate::{browser, text::rotation as text, ui::Button};

/// The secret, and everything that can be done with it.
#[component]
pub(crate) fn SecretView(
    keeper: SecretKeeper,
    /// The old key: the new one has its name, and as much of it is shown in the list.
    key: Arc<Key>,
) -> impl IntoView {
    let label = StoredValue::new(name(&key).unwrap_or_default().to_owned());
    let shown = key.start.chars().count();
    let form = RwSignal::new(Form::Plain);
    let node = NodeRef::<html::Code>::new();
    watch_the_tab(keeper);

    // Not written anew at each change of its life: whoever copies it by hand would lose what they selected.
    let revealed = Memo::new(move |_| keeper.shown().is_some_and(|shown| shown.revealed));
    let copy_state = move || keeper.shown().map(|shown| shown.copy).unwrap_or_default();
    let taken = move || keeper.shown().is_some_and(|shown| shown.taken);
    // By hand: a view would keep a copy of its text.
    let write = move || {
        let Some(node) = node.get() else { return };
        let secret = revealed.get().then(|| label.with_value(|label| keeper.written(form.get(), label))).flatten();
        match secret {
            Some(secret) => node.set_text_content(Some(secret.expose())),
            None => {
                let masked = label.with_value(|label| keeper.masked(form.get(), shown, label));
                node.set_text_content(Some(&masked));
            }
        }
    };
    Effect::new(move |_| write());
    on_cleanup(move || {
        if let Some(node) = node.get_untracked() {
            node.set_text_content(None);
        }
    });

    let copy = move || {
        let Some(secret) = label.with_value(|label| keeper.written(form.get_untracked(), label)) else { return };
        browser::spawn(async move {
            if browser::copy_text(secret.expose()).await {
                keeper.tell(Event::Copied);
            } else {
                keeper.tell(Event::CopyRefused);
                keeper.tell(Event::Reveal);
                // Once it is written.
                browser::sleep(0).await;
                if let Some(Some(node)) = node.try_get_untracked() {
                    browser::select(&node);
                }
            }
        });
    };
    let toggle = move || keeper.tell(if revealed.get_untracked() { Event::Mask } else { Event::Reveal });
    let said = move || match copy_state() {
        CopyStatus::NotYet => "",
        CopyStatus::Copied => text::COPIED_SECRET,
        CopyStatus::Refused => text::COPY_REFUSED,
    };
    view! {
        <fieldset class="segments">
            <legend class="visually-hidden">{text::FORMS}</legend>
            {Form::ALL
                .map(|each| {
                    view! {
                        <label class="segment">
                            <input
                                type="radio"
                                name="secret-form"
                                value=each.id()
                                checked=each == Form::Plain
                                on:change=move |_| {
                                    form.set(each);
                                    keeper.tell(Event::FormatChanged);
                                }
                            />
                            <span>{each.label()}</span>
                        </label>
                    }
                })
                .collect_view()}
        </fieldset>
        <div class="secret">
            <code
                class="mono secret-text"
                class:secret-masked=move || !revealed.get()
                node_ref=node
                translate="no"
                aria-hidden=move || (!revealed.get()).to_string()
                on:copy=move |_| {
                    let whole = label.with_value(|label| keeper.written(form.get_untracked(), label));
                    // A part of it is not the key.
                    let is_whole = |whole: Secret| browser::selected_length() >= whole.expose().encode_utf16().count();
                    if revealed.get_untracked() && whole.is_some_and(is_whole) {
                        keeper.tell(Event::Copied);
                    }
                }
            ></code>
            <p class="visually-hidden">{move || if revealed.get() { "" } else { text::IS_HIDDEN }}</p>
        </div>
        <div class="secret-actions">
            <button
                class="button"
                class:button-primary=move || !taken()
                type="button"
                on:click=move |_| copy()
            >
                {text::COPY_SECRET}
            </button>
            <button class="button" type="button" on:click=move |_| toggle()>
                {move || if revealed.get() { text::HIDE } else { text::REVEAL }}
            </button>
            <p class="secret-said" class:secret-refused=move || copy_state() == CopyStatus::Refused role="status">{said}</p>
        </div>
        <PasteBack keeper/>
    }
}

/// Compares what is pasted with the secret, here alone; what was pasted doesn't stay.
#[component]
fn PasteBack(keeper: SecretKeeper) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    let result = move || keeper.shown().and_then(|shown| shown.check);
    let check = move || {
        let Some(input) = input.get_untracked() else { return };
        let pasted = Secret::new(input.value());
        input.set_value("");
        if !pasted.expose().is_empty() {
            keeper.tell(Event::PasteChecked(keeper.paste_back(&pasted)));
        }
    };
    let on_input = move |event: ev::Event| {
        // What is typed is checked when it is entered; what is pasted at once.
        let typed = js_sys::Reflect::get(&event, &"inputType".into()).ok().and_then(|kind| kind.as_string());
        if typed.is_some_and(|kind| kind.starts_with("insertFrom") || kind == "insertReplacementText") {
            check();
        }
    };
    view! {
        <div class="field">
            <label for="paste-back">{text::PASTE_BACK}</label>
            <input
                class="input"
                id="paste-back"
                type="password"
                autocomplete="off"
                spellcheck="false"
                aria-describedby="paste-back-hint"
                node_ref=input
                on:input=on_input
                on:change=move |_| check()
            />
            <p class="soft field-hint" id="paste-back-hint">{text::PASTE_BACK_HINT}</p>
            <p
                class="field-result"
                class:field-good=move || result() == Some(PasteCheck::Match)
                class:field-bad=move || result().is_some_and(|result| result != PasteCheck::Match)
                role="status"
            >
                {move || result().map(text::pasted_back)}
            </p>
        </div>
    }
}

/// Whether the user is being asked.
pub(crate) fn is_asking(keeper: SecretKeeper) -> bool {
    keeper.shown().is_some_and(|shown| shown.question == ClosePrompt::Asking)
}

/// Asked once, before a secret is closed that nobody has yet.
#[component]
pub(crate) fn CloseQuestion(keeper: SecretKeeper, close: impl Fn() + Copy + Send + Sync + 'static) -> impl IntoView {
    let stay = move || {
        keeper.tell(Event::Stay);
        focus_title();
    };
    view! {
        <Show when=move || is_asking(keeper)>
            <div class="close-question" role="alertdialog" aria-labelledby="close-question" tabindex="-1">
                <p id="close-question">{text::NOT_TAKEN}</p>
                <div class="close-actions">
                    <FocusedButton label=text::STAY_HERE on_click=stay/>
                    <Button label=text::CLOSE_ANYWAY on_click=close/>
                </div>
            </div>
        </Show>
    }
}

/// Takes the focus when it appears.
#[component]
fn FocusedButton(label: &'static str, on_click: impl Fn() + 'static) -> impl IntoView {
    let node = NodeRef::<html::Button>::new();
    Effect::new(move |_| {
        if let Some(button) = node.get() {
            let _ = button.focus();
        }
    });
    view! {
        <button class="button button-primary" type="button" node_ref=node on:click=move |_| on_click()>
            {label}
        </button>
    }
}

/// Why the secret is gone, where the dialog is still there.
pub(crate) const fn why_gone(life: SecretState) -> Option<&'static str> {
    match life {
        SecretState::Wiped(WipeReason::Hidden) => Some(text::WIPED),
        _ => None,
    }
}

/// Tells of the tab being hidden and seen.
fn watch_the_tab(keeper: SecretKeeper) {
    let handle = window_event_listener_untyped("visibilitychange", move |_| {
        let now = browser::now();
        keeper.tell(if browser::is_visible() { Event::TabVisible(now) } else { Event::TabHidden(now) });
    });
    on_cleanup(move || handle.remove());
    if !browser::is_visible() {
        keeper.tell(Event::TabHidden(browser::now()));
    }
}
