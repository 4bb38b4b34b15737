//! The radio buttons for the grace period.

use leptos::{ev, html, prelude::*};
use portal_api::ServerTime;
use portal_core::keys::rotation::grace::{Grace, GraceError, GraceUnit};
use wasm_bindgen::JsCast;

use super::{
    selection::{GraceOption, GraceSelection},
    send_buttons::ConfirmButton,
};
use crate::{
    lazy::rotate::dialog::DialogHandle,
    text,
    ui::{Show, memo, view},
};

/// All presets and the custom period, each with the moment at which the old key would stop; and to keep it as it is, unless
/// the server is known to refuse that. Below them one line: why the selected period is suggested, or what is wrong with the
/// entered one.
#[component]
pub(super) fn GraceChoice(
    handle: DialogHandle,
    selection: GraceSelection,
    confirm: ConfirmButton,
    /// The old key's own expiry.
    expires: Option<ServerTime>,
    /// Whether the custom period was wrong when it was to be sent.
    is_refused: RwSignal<bool>,
    /// The field of the custom amount.
    amount: NodeRef<html::Input>,
    disabled: Memo<bool>,
) -> impl IntoView {
    let now = handle.state.clock();
    let shown_error = move || {
        // While it is typed, an empty field is no error.
        let is_shown = |error: &GraceError| *error != GraceError::Empty || is_refused.get();
        selection.custom().err().filter(|error| is_shown(error) && selection.selected() == GraceOption::Custom)
    };
    let is_wrong = memo(move || shown_error().is_some());
    let said = memo(move || match shown_error() {
        Some(error) => text::rotation::choice::grace_error(error),
        None => selection.reason().map(text::rotation::choice::reason).unwrap_or_default().to_owned(),
    });
    // Enter in a form presses its button. What can't be undone takes a second Enter, with the button's words read out.
    let on_keydown = move |event: ev::KeyboardEvent| {
        let is_input = event.target().is_some_and(|target| target.has_type::<web_sys::HtmlInputElement>());
        if is_input && event.key() == "Enter" && !event.is_composing() {
            event.prevent_default();
            confirm.focus();
        }
    };
    view! {
        <fieldset
            class="choices"
            disabled=disabled
            aria-describedby="grace-hint"
            on:pointerover=move |_| selection.touch()
            on:focusin=move |_| selection.touch()
            on:keydown=on_keydown
        >
            <legend>{text::rotation::choice::WHEN_OLD_ENDS}</legend>
            <p class="soft choices-hint" id="grace-hint">
                {text::rotation::choice::HINT}
            </p>
            <div class="choice-list">
                {Grace::PRESETS
                    .map(|grace| {
                        let stops = memo(move || text::rotation::choice::stops(grace, now.get()));
                        let label = text::rotation::choice::grace(grace);
                        view! { <FixedChoice option=GraceOption::Preset(grace) label selection stops /> }
                    })
                    .collect_view()} <CustomGrace selection now is_wrong is_refused node=amount />
                <Show when=move || !handle.state.is_keeping_refused()>
                    <FixedChoice
                        option=GraceOption::Keep
                        label=text::rotation::choice::KEEP.to_owned()
                        selection
                        stops=memo(move || text::rotation::choice::keeps_until(expires, now.get()))
                    />
                </Show>
            </div>
            <p class="soft choice-why" class:field-bad=is_wrong id="grace-said" prop:textContent=said></p>
        </fieldset>
    }
}

/// “Suggested”, beside the choice that is.
#[component]
fn SuggestedTag(option: GraceOption, selection: GraceSelection) -> impl IntoView {
    view! {
        <Show when=move || selection.is_suggested(option)>
            <span class="choice-tag">{text::rotation::choice::SUGGESTED}</span>
        </Show>
    }
}

/// A choice without an entry.
#[component]
fn FixedChoice(
    option: GraceOption,
    label: String,
    selection: GraceSelection,
    /// When the old key would stop.
    stops: Memo<String>,
) -> impl IntoView {
    view! {
        <label class="choice">
            <input
                type="radio"
                name="grace"
                prop:checked=move || selection.selected() == option
                on:change=move |_| selection.choose(option)
            />
            <span>{label}</span>
            " "
            <SuggestedTag option selection />
            " "
            <span class="choice-moment" prop:textContent=stops></span>
        </label>
    }
}

/// An amount and a unit of the user's own.
#[component]
fn CustomGrace(
    selection: GraceSelection,
    now: RwSignal<ServerTime>,
    /// Whether an error is shown.
    is_wrong: Memo<bool>,
    /// No longer, as soon as something is entered.
    is_refused: RwSignal<bool>,
    node: NodeRef<html::Input>,
) -> impl IntoView {
    let selected = memo(move || selection.selected() == GraceOption::Custom);
    let on_amount = move |event: ev::Event| {
        selection.enter_amount(event_target_value(&event));
        is_refused.set(false);
    };
    let on_unit = move |event: ev::Event| {
        let index = event_target_value(&event).parse().unwrap_or(0_usize);
        selection.enter_unit(GraceUnit::ALL.get(index).copied().unwrap_or(GraceUnit::Hours));
        is_refused.set(false);
    };
    let suggested_amount = memo(move || selection.suggested_amount());
    let stops = memo(move || {
        let grace = selection.custom().ok().filter(|_| selected.get());
        grace.map(|grace| text::rotation::choice::stops(grace, now.get())).unwrap_or_default()
    });
    let units = GraceUnit::ALL.into_iter().enumerate().map(|(index, unit)| {
        view! {
            <option value=index.to_string() prop:selected=move || selection.unit() == unit>
                {text::rotation::choice::unit(unit)}
            </option>
        }
    });
    view! {
        <div class="choice choice-own">
            <input
                type="radio"
                name="grace"
                id="grace-own"
                prop:checked=selected
                on:change=move |_| selection.choose(GraceOption::Custom)
            />
            <label for="grace-own">
                <span>{text::rotation::choice::CUSTOM}</span>
                " "
                <SuggestedTag option=GraceOption::Custom selection />
            </label>
            <span class="choice-number">
                <input
                    class="input"
                    type="text"
                    inputmode="numeric"
                    autocomplete="off"
                    aria-label=text::rotation::choice::AMOUNT
                    aria-describedby="grace-at grace-said"
                    aria-invalid=move || is_wrong.get().then_some("true")
                    prop:value=suggested_amount
                    node_ref=node
                    on:input=on_amount
                />
                <select class="input" aria-label=text::rotation::choice::UNIT on:change=on_unit>
                    {units.collect_view()}
                </select>
            </span>
            <span class="choice-moment" id="grace-at" prop:textContent=stops></span>
        </div>
    }
}
