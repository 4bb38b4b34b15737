//! A point in time.

use super::view;
use leptos::prelude::*;
use portal_api::ServerTime;

use crate::text::formats;

/// A short text for a point in time, with the full date and time as its tooltip.
#[component]
pub(crate) fn Moment(
    at: ServerTime,
    /// The short text.
    #[prop(into)]
    text: Signal<String>,
) -> impl IntoView {
    view! {
        <time datetime=formats::machine_readable(at) title=formats::moment(at)>
            {text}
        </time>
    }
}
