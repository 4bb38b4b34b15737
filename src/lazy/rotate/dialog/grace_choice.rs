//! The radio buttons for the grace period.

use leptos::{ev, html, prelude::*};
use portal_api::ServerTime;
use portal_core::keys::rotation::grace::{Grace, GraceError, GraceUnit};

use super::{
    handle::DialogHandle,
    selection::{GraceOption, GraceSelection},
};
use crate::{
    text,
    ui::{Show, memo, view},
};

/// All presets and the custom period, each with the moment at which the old key would stop; and to keep it as it is, unless
/// the server is known to refuse that.
#[component]
pub(super) fn GraceChoice(
    handle: DialogHandle,
    selection: GraceSelection,
    /// The old key's own expiry.
    expires: Option<ServerTime>,
    /// The server's time, updated each second.
    now: RwSignal<ServerTime>,
    /// Validation error of the custom period, from an attempt to send.
    error: RwSignal<Option<GraceError>>,
    /// The field of the custom amount.
    amount: NodeRef<html::Input>,
    disabled: Memo<bool>,
) -> impl IntoView {
    view! {
        <fieldset class="choices" disabled=move || disabled.get()>
            <legend>{text::rotation::choice::WHEN_OLD_ENDS}</legend>
            {Grace::PRESETS
                .map(|grace| {
                    let stops = memo(move || text::rotation::choice::stops(grace, now.get()));
                    let suggested = memo(move || selection.suggested() == grace);
                    let label = text::rotation::choice::grace(grace);
                    view! { <FixedChoice option=GraceOption::Preset(grace) label selection suggested stops /> }
                })
                .collect_view()}
            <Show when=move || !handle.state.is_keeping_refused()>
                <FixedChoice
                    option=GraceOption::Keep
                    label=text::rotation::choice::KEEP.to_owned()
                    selection
                    suggested=memo(|| false)
                    stops=memo(move || text::rotation::choice::keeps_until(expires, now.get()))
                />
            </Show>
            <CustomGrace selection now error node=amount />
        </fieldset>
    }
}

/// A choice without an entry.
#[component]
fn FixedChoice(
    option: GraceOption,
    label: String,
    selection: GraceSelection,
    suggested: Memo<bool>,
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
            <span class="choice-label">
                {label} <Show when=move || suggested.get()>
                    <span class="tag">{text::rotation::choice::SUGGESTED}</span>
                </Show>
            </span>
            <span class="choice-moment">{move || stops.get()}</span>
        </label>
    }
}

/// An amount and a unit of the user's own.
#[component]
fn CustomGrace(
    selection: GraceSelection,
    now: RwSignal<ServerTime>,
    error: RwSignal<Option<GraceError>>,
    node: NodeRef<html::Input>,
) -> impl IntoView {
    let selected = memo(move || selection.selected() == GraceOption::Custom);
    let on_amount = move |event: ev::Event| {
        selection.enter_amount(event_target_value(&event));
        error.set(None);
    };
    let on_unit = move |event: ev::Event| {
        let index = event_target_value(&event).parse().unwrap_or(0_usize);
        selection.enter_unit(GraceUnit::ALL.get(index).copied().unwrap_or(GraceUnit::Hours));
        error.set(None);
    };
    let shown_error = memo(move || {
        // While it is typed, an empty field is no error.
        let typed = selection.custom().err().filter(|error| *error != GraceError::Empty);
        typed.or_else(|| error.get()).filter(|_| selected.get())
    });
    let stops = memo(move || {
        let grace = selection.custom().ok().filter(|_| selected.get())?;
        Some(text::rotation::choice::stops(grace, now.get()))
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
                prop:checked=move || selected.get()
                on:change=move |_| selection.choose(GraceOption::Custom)
            />
            <label class="choice-label" for="grace-own">
                {text::rotation::choice::CUSTOM}
            </label>
            <span class="choice-number">
                <input
                    class="input"
                    type="text"
                    inputmode="numeric"
                    autocomplete="off"
                    aria-label=text::rotation::choice::AMOUNT
                    aria-describedby="grace-said"
                    aria-invalid=move || shown_error.get().map(|_| "true")
                    node_ref=node
                    on:input=on_amount
                />
                <select class="input" aria-label=text::rotation::choice::UNIT on:change=on_unit>
                    {units.collect_view()}
                </select>
            </span>
            <span class="choice-moment" id="grace-said">
                {move || stops.get()}
                <Show when=move || shown_error.get().is_some()>
                    <span class="field-bad">{move || shown_error.get().map(text::rotation::choice::grace_error)}</span>
                </Show>
            </span>
        </div>
    }
}
