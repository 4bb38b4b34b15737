//! What support needs to find a failure.

use leptos::prelude::*;
use portal_api::Failure;
use portal_core::support::SupportDetails;

use crate::{browser, text};

/// The request id where there is one, and buttons that copy it or all details, and say truly whether they did.
#[component]
pub(crate) fn FailureDetails(failure: Failure) -> impl IntoView {
    let outcome = RwSignal::new("");
    let copy = move |text: String| {
        browser::spawn(async move {
            outcome.set(if browser::copy(&text).await { text::COPIED } else { text::NOT_COPIED });
        });
    };
    let id = failure.request_id.as_ref().map(|id| {
        let id = id.to_string();
        let shown = id.clone();
        view! {
            <span>{text::REQUEST_ID}</span>
            <code class="mono">{shown}</code>
            <button
                class="button button-small"
                type="button"
                aria-label=text::COPY_REQUEST_ID
                on:click=move |_| copy(id.clone())
            >
                {text::COPY}
            </button>
        }
    });
    let details = text::details(&SupportDetails::from(&failure));
    view! {
        <p class="failure-details">
            {id}
            <button class="button button-small" type="button" on:click=move |_| copy(details.clone())>
                {text::COPY_DETAILS}
            </button>
            <span role="status">{outcome}</span>
        </p>
    }
}
