//! Something went wrong, said where it did.

use leptos::prelude::*;
use portal_api::Failure;

use super::FailureDetails;

/// What went wrong, what happens next, and what the user can do.
#[component]
pub(crate) fn Alert(
    /// What went wrong. Announced by screen readers.
    title: String,
    /// What happens next. Changes silently: a countdown that is read out every second helps nobody.
    #[prop(into)]
    words: Signal<String>,
    /// For support; absent where no request failed.
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
                <p>{words}</p>
                {failure.map(|failure| view! { <FailureDetails failure/> })}
            </div>
            {children()}
        </div>
    }
}
