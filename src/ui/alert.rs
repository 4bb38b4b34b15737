//! An alert within a page.

use leptos::prelude::*;
use portal_api::Failure;

use super::{FailureDetails, TextContent, view};

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
                <p class="alert-title" role="alert" prop:textContent=TextContent(title)></p>
                <p prop:textContent=move || TextContent(message.get())></p>
                {failure.map(|failure| view! { <FailureDetails failure /> })}
            </div>
            {children()}
        </div>
    }
}

#[cfg(test)]
mod tests {
    use portal_api::{RequestId, no_response};
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;
    use crate::{testing::mount, ui::Button};

    #[wasm_bindgen_test]
    async fn a_screen_reader_announces_the_title_and_not_the_countdown() {
        let view = mount(|| {
            view! {
                <Alert title="Loading stopped".to_owned() message=Signal::stored("Trying again in 3 s.".to_owned())>
                    ""
                </Alert>
            }
        })
        .await;
        assert_eq!(view.text("[role=alert]"), "Loading stopped");
        assert!(view.whole_text().contains("Trying again in 3 s."));
        assert!(view.find(".failure-details").is_none());
    }

    #[wasm_bindgen_test]
    async fn an_alert_has_buttons_and_the_details_for_support() {
        let failure = Failure { request_id: Some(RequestId::new("req_1a")), ..no_response() };
        let view = mount(|| {
            view! {
                <Alert title="Loading stopped".to_owned() message=Signal::stored(String::new()) failure>
                    <Button label="Try again" on_click=|| () />
                </Alert>
            }
        })
        .await;
        assert_eq!(view.text("code"), "req_1a");
        view.press("Try again").await;
    }
}
