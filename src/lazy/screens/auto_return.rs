//! Returning to the app automatically, where the operator has enabled it.

use std::time::Duration;

use leptos::prelude::*;
use portal_core::session::auto_return::COUNTDOWN_S;

use crate::{
    browser,
    session::{allows_auto_return, record_auto_return, use_session},
    text,
    ui::{Button, Show, memo, view},
};

/// Counts down the seconds in which the page is visible, and then goes to `address` unless the user stops it.
#[component]
pub(super) fn AutoReturn(
    address: String,
    /// The app's name.
    app: Option<String>,
) -> impl IntoView {
    // None when it is not allowed, was stopped or has ended.
    let seconds_left = RwSignal::new(allows_auto_return().then_some(COUNTDOWN_S));
    let dialog = use_session().unsaved_key().dialog;
    let tick = move || {
        let Some(seconds) = seconds_left.get_untracked() else { return };
        // Nobody is taken away from a page that they can't see, or from a new key that they haven't copied.
        if !browser::is_visible() || dialog.with_untracked(Option::is_some) {
            return;
        }
        seconds_left.set(seconds.checked_sub(1).filter(|left| *left > 0));
        if seconds <= 1 && record_auto_return() {
            browser::navigate_away(&address);
        }
    };
    if let Ok(interval) = set_interval_with_handle(tick, Duration::from_secs(1)) {
        on_cleanup(move || interval.clear());
    }
    // Announced once, and not with each second.
    let announcement = text::returning_in(app.as_deref(), COUNTDOWN_S);
    let countdown = move || seconds_left.get().map(|seconds| text::returning_in(app.as_deref(), seconds));
    let countdown = Signal::derive(countdown);
    view! {
        <Show when=move || seconds_left.get().is_some()>
            <div class="auto-return">
                <p class="visually-hidden" role="status">
                    {announcement.clone()}
                </p>
                <p aria-hidden="true" prop:textContent=memo(move || countdown.get())></p>
                <Button label=text::STAY on_click=move || seconds_left.set(None) />
            </div>
        </Show>
    }
}

#[cfg(test)]
mod tests {
    use portal_core::session::SessionState;
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;
    use crate::{session::SessionHandle, testing::mount};

    #[wasm_bindgen_test]
    async fn the_seconds_are_announced_once_and_the_countdown_can_be_stopped() {
        // Going there would stay on the page of the tests.
        let view = mount(|| {
            SessionHandle::stub(SessionState::Starting, "{}");
            view! { <AutoReturn address="#returned".to_owned() app=Some("Acme".to_owned()) /> }
        })
        .await;
        let announcement = view.element("[role=status]");
        assert_eq!(view.text("[aria-hidden]"), "Taking you back to Acme in 5 s.");
        let counts = browser::wait_until(|| view.text("[aria-hidden]").ends_with(" 4 s."), 20, 4_000).await;
        assert!(counts);
        assert_eq!(announcement.text_content().as_deref(), Some("Taking you back to Acme in 5 s."));
        view.press(text::STAY).await;
        assert_eq!(view.whole_text(), "");
    }
}
