//! What all screens share: the layout and the link back to the app.

use leptos::prelude::*;
use portal_api::Failure;
use portal_core::config::Config;

use crate::{
    session::handle::use_session,
    text,
    ui::{FailureDetails, Heading, view},
};

/// A screen of text: what happened, what to do, and the actions.
#[component]
pub(super) fn ScreenLayout(
    /// The heading, which is also the document's title.
    title: String,
    paragraphs: Vec<String>,
    /// Shown as details for support.
    #[prop(optional_no_strip)]
    failure: Option<Failure>,
    /// Buttons and links.
    children: Children,
) -> impl IntoView {
    view! {
        <main class="screen" id="main">
            <Heading text=title/>
            {paragraphs.into_iter().map(|paragraph| view! { <p>{paragraph}</p> }).collect_view()}
            <div class="screen-actions">{children()}</div>
            {failure
                .map(|failure| {
                    view! {
                        <div class="screen-details">
                            <FailureDetails failure/>
                        </div>
                    }
                })}
        </main>
    }
}

/// The link back to the app; nothing where the config has no `returnUrl`.
#[component]
pub(super) fn ReturnLink(
    /// See [`return_address`].
    is_session_over: bool,
    /// Whether another action is the recommended one.
    #[prop(optional)]
    secondary: bool,
) -> impl IntoView {
    let config = use_session().config();
    let label = text::return_to(config.app_name.as_deref());
    let class = if secondary { "button" } else { "button button-primary" };
    return_address(&config, is_session_over).map(|href| {
        view! {
            <a class=class href=href>
                {label}
            </a>
        }
    })
}

/// The config's `returnUrl`, with a query parameter that tells the app when a session is over.
pub(super) fn return_address(config: &Config, is_session_over: bool) -> Option<String> {
    let url = config.return_url.as_ref()?;
    Some(if is_session_over { url.with_query_parameter("reason", "session_expired") } else { url.to_string() })
}
