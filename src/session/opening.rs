//! The screens while the config is loaded and the session opened.

use leptos::prelude::*;
use portal_api::Failure;
use portal_core::{
    retry,
    session::{Exchange, SessionState},
};

use super::handle::use_session;
use crate::{
    browser, text,
    ui::{Button, FailureDetails, Heading, Show, Skeleton, TextContent, fresh, memo, view},
};

/// A skeleton while requests are under way, or the failure to load the config.
#[component]
pub(crate) fn Opening() -> impl IntoView {
    let session = use_session();
    let is_slow =
        move || session.state().with(|state| matches!(state, SessionState::Exchanging(Exchange { slow: true, .. })));
    view! {
        {move || {
            fresh(
                match session.config_failure.get() {
                    Some(failure) => view! { <ConfigFailed failure /> },
                    None => view! { <Waiting status=text::OPENING is_slow /> },
                },
            )
        }}
    }
}

/// A page that is loading.
#[component]
pub(crate) fn Waiting(
    /// What for; for screen readers.
    status: &'static str,
    /// Whether to say that it takes long.
    #[prop(into)]
    is_slow: Signal<bool>,
) -> impl IntoView {
    view! {
        <main class="page" id="main" aria-busy="true">
            <p class="visually-hidden" role="status">
                {status}
            </p>
            <Show when=is_slow>
                <p class="opening-slow" role="status">
                    {text::TAKES_LONG}
                </p>
            </Show>
            <Skeleton />
        </main>
    }
}

/// `config.json` couldn't be loaded. A login in front may have caused that, which shows itself when the page is loaded anew: where
/// it is on another origin, browsers don't tell it from a lost connection.
#[component]
fn ConfigFailed(failure: Failure) -> impl IntoView {
    let session = use_session();
    let retry_in_s = session.config_retry_in_s;
    let is_counting = memo(move || retry_in_s.get().is_some());
    let label = move || (if is_counting.get() { text::TRY_AGAIN_NOW } else { text::TRY_AGAIN }).to_owned();
    view! {
        <main class="screen" id="main">
            <Heading text=text::CONFIG_FAILED_TITLE.to_owned() />
            <p>{text::CONFIG_FAILED}</p>
            {session.has_unused_link().then(|| view! { <p>{text::LINK_UNUSED}</p> })}
            {retry::not_waited_for(&failure, session.now())
                .map(|at| {
                    let text = memo(move || text::ask_again(Some(at), session.clock().get(), ""));
                    view! { <p prop:textContent=text></p> }
                })}
            <Show when=is_counting>
                <p prop:textContent=move || TextContent(
                    retry_in_s.get().map(text::trying_again_in).unwrap_or_default(),
                )></p>
            </Show>
            <div class="screen-actions">
                <Button label primary=true on_click=move || session.retry_config_now() />
                <Button label=text::RELOAD on_click=browser::reload />
            </div>
            <details class="screen-details">
                <summary>{text::SUPPORT_DETAILS}</summary>
                <FailureDetails failure />
            </details>
        </main>
    }
}
