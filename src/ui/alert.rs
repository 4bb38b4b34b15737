//! An alert within a page.

use leptos::prelude::*;
use portal_api::Failure;

use super::{FailureDetails, view};

/// What went wrong, what happens next, and buttons.
#[component]
pub(crate) fn Alert(
    /// What went wrong. Announced by screen readers.
    title: String,
    /// What happens next. Not announced, since it may be a countdown.
    #[prop(into)]
    message: Signal<String>,
    /// Shown as details for support.
    #[prop(optional)]
    failure: Option<Failure>,
    /// Buttons.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="alert">
            <div class="alert-text">
                <p class="alert-title" role="alert">
                    {title}
                </p>
                <p>{message}</p>
                {failure.map(|failure| view! { <FailureDetails failure/> })}
            </div>
            {children()}
        </div>
    }
}
