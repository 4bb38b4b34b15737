//! The details of a failure for support.

use super::view;
use leptos::prelude::*;
use portal_api::Failure;
use portal_core::support::SupportDetails;

use crate::{browser, text};

/// The request ID, if there is one, and buttons that copy it or all details.
#[component]
pub(crate) fn FailureDetails(failure: Failure) -> impl IntoView {
    let copy_result = RwSignal::new("");
    let copy = move |text: String| {
        browser::spawn(async move {
            let result = if browser::copy_text(&text).await { text::COPIED } else { text::NOT_COPIED };
            // The view may be gone by now.
            copy_result.try_set(result);
        });
    };
    let request_id = failure.request_id.as_ref().map(|id| {
        let id = id.to_string();
        view! {
            <span>{text::REQUEST_ID}</span>
            <code class="mono">{id.clone()}</code>
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
    let details = text::failure_details(&SupportDetails::from(&failure));
    view! {
        <p class="failure-details">
            {request_id}
            <button class="button button-small" type="button" on:click=move |_| copy(details.clone())>
                {text::COPY_DETAILS}
            </button>
            <span role="status">{copy_result}</span>
        </p>
    }
}
