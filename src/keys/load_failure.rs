//! What is shown while a page of the list could not be loaded.

use leptos::prelude::*;
use portal_api::{Cause, Failure, ServerTime};
use portal_core::retry;

use super::store::{KeysStore, Progress};
use crate::{
    browser, text,
    ui::{Alert, Button, memo, view},
};

/// The failure of the last request, when it is retried, and a button to do so now. Nothing while loading goes well.
#[component]
pub(crate) fn LoadFailure(
    store: KeysStore,
    /// The alert's title, for the number of keys that are loaded.
    title: fn(usize) -> String,
    /// The label of the button where nothing is retried automatically.
    resume_label: &'static str,
) -> impl IntoView {
    let progress = store.progress();
    // Apart from the countdown, which would announce the alert anew each second.
    let failure = memo(move || {
        progress.with(|progress| match progress {
            Progress::Waiting { failure, .. } => Some((failure.clone(), true)),
            Progress::Failed(failure) => Some((failure.clone(), false)),
            Progress::Loading | Progress::Resting => None,
        })
    });
    let explanation = move || {
        progress.with(|progress| match progress {
            Progress::Waiting { seconds, .. } => text::trying_again_in(*seconds),
            Progress::Failed(failure) => {
                let at = retry::not_waited_for(failure, ServerTime::from_millis(0));
                text::ask_again(at, store.clock().get(), reason(failure))
            }
            Progress::Loading | Progress::Resting => String::new(),
        })
    };
    view! {
        {move || {
            failure
                .get()
                .map(|(failure, is_waiting)| {
                    let title = title(store.list().with_untracked(|list| list.keys().len()));
                    let label = if is_waiting { text::TRY_AGAIN_NOW } else { resume_label };
                    let reload = failure
                        .is_foreign()
                        .then(|| view! { <Button label=text::RELOAD on_click=browser::reload /> });
                    let on_click = move || if is_waiting { store.retry_now() } else { store.resume() };
                    view! {
                        <div class="list-trouble">
                            <Alert title message=Signal::derive(explanation) failure>
                                <Button label on_click />
                                {reload}
                            </Alert>
                        </div>
                    }
                })
        }}
    }
}

fn reason(failure: &Failure) -> &'static str {
    match failure.cause {
        Cause::NotAllowed => text::NOT_ALLOWED_ANY_MORE,
        Cause::Temporary if failure.is_foreign() => text::FOREIGN_ANSWER,
        Cause::Temporary => text::TEMPORARY_FAILURE,
        _ => text::REQUEST_INVALID,
    }
}

#[cfg(test)]
mod tests {
    use portal_api::no_response;
    use portal_core::session::SessionState;
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;
    use crate::{
        session::SessionHandle,
        testing::{Mounted, mount_with, settle},
    };

    async fn failed(failure: Failure) -> (KeysStore, Mounted) {
        let (store, view) = mount_with(|| {
            SessionHandle::stub(SessionState::Starting, "{}");
            let store = KeysStore::new();
            let title = |_| text::KEYS_FAILED.to_owned();
            (store, view! { <LoadFailure store title resume_label=text::TRY_AGAIN /> })
        })
        .await;
        store.progress().set(Progress::Failed(failure));
        settle().await;
        (store, view)
    }

    #[wasm_bindgen_test]
    async fn where_something_else_answered_the_page_can_be_reloaded() {
        let (_, view) = failed(Failure { status: Some(401), ..no_response() }).await;
        for part in [text::FOREIGN_ANSWER, text::TRY_AGAIN, text::RELOAD] {
            assert!(view.whole_text().contains(part), "{part}");
        }
        let (_, view) = failed(no_response()).await;
        assert!(!view.whole_text().contains(text::RELOAD));
    }

    #[wasm_bindgen_test]
    async fn a_wait_of_hours_is_counted_down_until_the_server_can_be_asked_again() {
        let failure = Failure { wait_s: Some(3 * 3_600), at: Some(ServerTime::from_millis(0)), ..no_response() };
        let (store, view) = failed(failure).await;
        for (hours, said) in [(0, "again in 3 hours."), (1, "again in 2 hours."), (3, text::TEMPORARY_FAILURE)] {
            store.clock().set(ServerTime::from_millis(hours * 3_600_000));
            settle().await;
            assert!(view.whole_text().contains(said), "{hours}: {}", view.whole_text());
        }
        assert!(view.whole_text().contains(text::TRY_AGAIN));
    }
}
