//! A moment.

use leptos::prelude::*;
use portal_api::ServerTime;

use crate::text::formats;

/// A moment in short, with the whole of it for whoever points at it.
#[component]
pub(crate) fn Moment(
    /// Which.
    at: ServerTime,
    /// How it is written.
    #[prop(into)]
    words: Signal<String>,
) -> impl IntoView {
    view! {
        <time datetime=formats::machine_readable(at) title=formats::moment(at)>
            {words}
        </time>
    }
}
