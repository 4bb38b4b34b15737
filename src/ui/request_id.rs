//! A request id, for support to find the request by.

use leptos::prelude::*;
use portal_api::RequestId;

use crate::{browser, text};

/// The id and a button that copies it, and says truly whether it did.
#[component]
pub(crate) fn RequestIdLine(id: RequestId) -> impl IntoView {
    let outcome = RwSignal::new("");
    let shown = id.to_string();
    let copy = move |_| {
        let id = id.to_string();
        browser::spawn(async move {
            outcome.set(if browser::copy(&id).await { text::COPIED } else { text::NOT_COPIED });
        });
    };
    view! {
        <p class="request-id">
            <span>{text::REQUEST_ID}</span>
            <code class="mono">{shown}</code>
            <button class="button button-small" type="button" aria-label=text::COPY_REQUEST_ID on:click=copy>
                {text::COPY}
            </button>
            <span role="status">{outcome}</span>
        </p>
    }
}
