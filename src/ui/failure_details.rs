//! The details of a failure for support.

use super::{TextContent, view};
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
            <code class="mono" translate="no">
                {id.clone()}
            </code>
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
            {request_id} <button class="button button-small" type="button" on:click=move |_| copy(details.clone())>
                {text::COPY_DETAILS}
            </button> <span role="status" prop:textContent=move || TextContent(copy_result.get().to_owned())></span>
        </p>
    }
}

#[cfg(test)]
mod tests {
    use portal_api::{RequestId, no_response};
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;
    use crate::testing::{Mounted, NavigatorStub, mount, settle};

    async fn details() -> Mounted {
        let failure = Failure { status: Some(503), request_id: Some(RequestId::new("req_1a")), ..no_response() };
        mount(|| view! { <FailureDetails failure /> }).await
    }

    #[wasm_bindgen_test]
    async fn the_request_id_is_copied_alone() {
        let clipboard = NavigatorStub::working_clipboard();
        let view = details().await;
        view.press(text::COPY).await;
        assert_eq!(clipboard.copied().as_deref(), Some("req_1a"));
    }

    #[wasm_bindgen_test]
    async fn all_details_are_copied_and_it_is_said() {
        let clipboard = NavigatorStub::working_clipboard();
        let view = details().await;
        assert_eq!(view.text("[role=status]"), "");
        view.press(text::COPY_DETAILS).await;
        settle().await;
        assert!(clipboard.copied().unwrap().contains("Status: 503\nRequest ID: req_1a\n"));
        assert_eq!(view.text("[role=status]"), "Copied");
    }

    #[wasm_bindgen_test]
    async fn a_clipboard_that_refuses_is_said_and_nothing_is_called_copied() {
        let _clipboard = NavigatorStub::refusing_clipboard();
        let view = details().await;
        view.press(text::COPY_DETAILS).await;
        settle().await;
        assert_eq!(view.text("[role=status]"), text::NOT_COPIED);
    }

    #[wasm_bindgen_test]
    async fn a_browser_without_a_clipboard_is_said_and_nothing_is_called_copied() {
        let _clipboard = NavigatorStub::missing("clipboard");
        let view = details().await;
        view.press(text::COPY_DETAILS).await;
        settle().await;
        assert_eq!(view.text("[role=status]"), text::NOT_COPIED);
    }

    #[wasm_bindgen_test]
    async fn without_a_response_there_is_no_request_id() {
        let view = mount(|| view! { <FailureDetails failure=no_response() /> }).await;
        assert!(view.find("code").is_none());
        assert!(!view.whole_text().contains(text::REQUEST_ID));
    }
}
