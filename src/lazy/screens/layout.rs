//! The layout of all screens.

use leptos::prelude::*;
use portal_api::Failure;

use crate::ui::{FailureDetails, Heading, Show, view};

/// A screen of text: what happened, what to do, and the actions.
#[component]
pub(super) fn ScreenLayout(
    /// The heading, which is also the document's title.
    title: String,
    paragraphs: Vec<String>,
    /// Above them, what must not be overlooked.
    #[prop(into, optional)]
    warning: Signal<Option<&'static str>>,
    /// Shown as details for support.
    #[prop(optional_no_strip)]
    failure: Option<Failure>,
    /// Buttons and links.
    children: Children,
) -> impl IntoView {
    view! {
        <main class="screen" id="main">
            <Heading text=title />
            <Show when=move || warning.get().is_some()>
                <p class="warning" prop:textContent=move || warning.get().unwrap_or_default()></p>
            </Show>
            {paragraphs.into_iter().map(|paragraph| view! { <p>{paragraph}</p> }).collect_view()}
            <div class="screen-actions">{children()}</div>
            {failure
                .map(|failure| {
                    view! {
                        <div class="screen-details">
                            <FailureDetails failure />
                        </div>
                    }
                })}
        </main>
    }
}
