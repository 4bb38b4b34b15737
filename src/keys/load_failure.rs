//! What went wrong with the list, and what happens next.

use leptos::prelude::*;
use portal_api::{Cause, Failure};

use super::store::{KeysStore, Progress};
use crate::{
    text,
    ui::{Alert, Button},
};

/// What went wrong with a page of the list.
#[component]
pub(crate) fn Trouble(
    store: KeysStore,
    /// What went wrong, by how many keys are there.
    title: fn(usize) -> String,
    /// The button's words when only the user's hand goes on.
    go_on: &'static str,
) -> impl IntoView {
    let progress = store.progress();
    // The countdown must not make the alert anew each second: it would be announced each time.
    let failure = Memo::new(move |_| {
        progress.with(|progress| match progress {
            Progress::Waiting { failure, .. } => Some((failure.clone(), true)),
            Progress::Failed(failure) => Some((failure.clone(), false)),
            Progress::Loading | Progress::Resting => None,
        })
    });
    let words = move || {
        progress.with(|progress| match progress {
            Progress::Waiting { seconds, .. } => text::trying_again_in(*seconds),
            Progress::Failed(failure) => reason(failure).to_owned(),
            Progress::Loading | Progress::Resting => String::new(),
        })
    };
    move || {
        failure.get().map(|(failure, waiting)| {
            let title = title(store.list().with_untracked(|list| list.keys().len()));
            let label = if waiting { text::TRY_AGAIN_NOW } else { go_on };
            let on_click = move || if waiting { store.hurry() } else { store.go_on() };
            view! {
                <div class="list-trouble">
                    <Alert title words=Signal::derive(words) failure>
                        <Button label on_click/>
                    </Alert>
                </div>
            }
        })
    }
}

fn reason(failure: &Failure) -> &'static str {
    match failure.cause {
        Cause::NotAllowed => text::NOT_ALLOWED_ANY_MORE,
        Cause::Temporary => text::FAILED_FOR_NOW,
        _ => text::REQUEST_AT_FAULT,
    }
}
