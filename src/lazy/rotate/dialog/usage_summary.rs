//! How often the key was used, for the choice of a grace period.

use leptos::prelude::*;
use portal_core::keys::usage::Usage;

use super::selection::GraceSelection;
use crate::{
    keys::usage::UsageAccess,
    text,
    ui::{Show, memo, view},
};

/// The requests of the last hour, day and week; nothing where they can't be known.
#[component]
pub(super) fn UsageSummary(selection: GraceSelection) -> impl IntoView {
    let access = expect_context::<UsageAccess>();
    let may_be_known = move || access.allowed() && selection.usage().is_none_or(|usage| usage != Usage::default());
    view! {
        <Show when=may_be_known>
            <dl class="requests">
                <RequestCount label=text::rotation::choice::HOUR selection count=|usage| usage.hour />
                <RequestCount label=text::rotation::choice::DAY selection count=|usage| usage.day />
                <RequestCount label=text::rotation::choice::WEEK selection count=|usage| usage.week />
            </dl>
        </Show>
    }
}

#[component]
fn RequestCount(label: &'static str, selection: GraceSelection, count: fn(&Usage) -> Option<u64>) -> impl IntoView {
    let number = memo(move || match selection.usage() {
        None => Some(text::rotation::choice::LOADING_NUMBER.to_owned()),
        Some(usage) => count(&usage).map(text::rotation::handover::number),
    });
    view! {
        <Show when=move || number.with(Option::is_some)>
            <div>
                <dt>{label}</dt>
                <dd>{move || number.get()}</dd>
            </div>
        </Show>
    }
}
