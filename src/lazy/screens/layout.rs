//! The layout of all screens.

use leptos::prelude::*;
use portal_api::Failure;

use crate::{
    text,
    ui::{FailureDetails, Heading, Show, view},
};

/// What kind of screen it is: each has its sign.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum ScreenKind {
    /// What the user wanted is done.
    Done,
    /// The user has to do or to decide something.
    Ask,
    /// Something doesn't work.
    Broken,
}

impl ScreenKind {
    const fn class(self) -> &'static str {
        match self {
            Self::Done => "screen done",
            Self::Ask => "screen ask",
            Self::Broken => "screen",
        }
    }
}

/// A screen of text: what happened, what to do, and the actions.
#[component]
pub(super) fn ScreenLayout(
    kind: ScreenKind,
    /// The heading, which is also the document's title.
    title: String,
    paragraphs: Vec<String>,
    /// Above them, what must not be overlooked.
    #[prop(into, optional)]
    warning: Signal<Option<&'static str>>,
    /// The last paragraph, where its words change with time.
    #[prop(optional_no_strip)]
    changing: Option<Memo<String>>,
    /// Shown as details for support.
    #[prop(optional_no_strip)]
    failure: Option<Failure>,
    /// Buttons and links: the one that helps most comes first, and is the primary one.
    children: Children,
) -> impl IntoView {
    view! {
        <main class=kind.class() id="main">
            <Heading text=title />
            <Show when=move || warning.get().is_some()>
                <p class="warning" prop:textContent=move || warning.get().unwrap_or_default()></p>
            </Show>
            {paragraphs.into_iter().map(|paragraph| view! { <p>{paragraph}</p> }).collect_view()}
            {changing.map(|words| view! { <p prop:textContent=words></p> })}
            <div class="screen-actions">{children()}</div>
            {failure
                .map(|failure| {
                    view! {
                        <details class="screen-details">
                            <summary>{text::SUPPORT_DETAILS}</summary>
                            <FailureDetails failure />
                        </details>
                    }
                })}
        </main>
    }
}
