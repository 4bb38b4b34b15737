//! The scenes after the request, other than a success with the secret.

use std::sync::Arc;

use leptos::prelude::*;
use portal_api::{Cause, Key};
use portal_core::{
    keys::rotation::machine::{Event, Stage},
    retry,
};

use super::{handle::DialogHandle, scene::SceneLayout};
use crate::{
    browser,
    keys::store::KeysStore,
    session::{Countdown, use_session},
    text,
    ui::{Button, FailureDetails, memo, view},
};

/// What happened, with details for support where the request has failed. Below it “Close”, and what is recommended instead.
#[component]
fn Outcome(
    handle: DialogHandle,
    key: Arc<Key>,
    title: String,
    /// A button; `None` where there is nothing to do.
    action: Option<AnyView>,
    children: Children,
) -> impl IntoView {
    let failure = handle.state.read_current(|rotation| rotation.failure.clone()).flatten();
    let foot = view! {
        <Button label=text::rotation::CLOSE primary=action.is_none() on_click=move || handle.request_close() />
        {action}
    };
    view! {
        <SceneLayout key title foot=foot.into_any()>
            {children()}
            {failure.map(|failure| view! { <FailureDetails failure /> })}
        </SceneLayout>
    }
}

/// The response was lost, and the list is being read.
#[component]
pub(crate) fn ReconcilingScene(handle: DialogHandle, key: Arc<Key>) -> impl IntoView {
    let keys = expect_context::<KeysStore>().list().with_untracked(|list| list.keys().len());
    let foot = view! { <Button label=text::rotation::CLOSE on_click=move || handle.request_close() /> };
    view! {
        <SceneLayout key=Arc::clone(&key) title=text::rotation::outcome::reconciling_title(&key) foot=foot.into_any()>
            <p>{text::rotation::outcome::RECONCILING}</p>
            <p class="progress" role="status">
                <span class="spinner"></span>
                <span>{text::rotation::outcome::reconciling_progress(keys)}</span>
            </p>
            <p class="soft">{text::rotation::outcome::RECONCILING_CLOSE}</p>
        </SceneLayout>
    }
}

/// The response says that nothing was done, and why.
#[component]
pub(crate) fn FailedScene(handle: DialogHandle, key: Arc<Key>) -> impl IntoView {
    let session = use_session();
    let store = expect_context::<KeysStore>();
    let failure = handle.state.read_current(|rotation| rotation.failure.clone()).flatten();
    let cause = failure.as_ref().map(|failure| failure.cause);
    if cause == Some(Cause::KeyNotFound) {
        browser::spawn(async move {
            // On a failure the list stays as it is.
            let _ = store.reload().await;
        });
    }
    let now = session.now();
    let wait = Countdown::until(session, failure.as_ref().and_then(|failure| retry::waited_for(failure, now)));
    let ask_again = failure.as_ref().and_then(|failure| retry::not_waited_for(failure, now));
    let can_retry = matches!(cause, Some(Cause::Temporary | Cause::InvalidRequest));
    let app = session.config().app_name.clone();
    let label = move || match wait.seconds() {
        0 => text::TRY_AGAIN.to_owned(),
        seconds => text::try_again_in(seconds),
    };
    let disabled = Signal::derive(move || wait.seconds() > 0);
    let start_over = move || handle.runner.dispatch(Event::StartOver);
    let action = can_retry.then(|| {
        view! { <Button label=Signal::derive(label) primary=true disabled on_click=start_over /> }
    });
    let paragraphs = text::rotation::outcome::failed(cause, app.as_deref());
    let ask_again = ask_again.map(|at| {
        let text = memo(move || text::ask_again(Some(at), session.clock().get(), ""));
        view! { <p prop:textContent=text></p> }
    });
    view! {
        <Outcome handle key=Arc::clone(&key) title=text::rotation::outcome::failed_title(cause, &key) action>
            {paragraphs.into_iter().map(|paragraph| view! { <p>{paragraph}</p> }).collect_view()}
            {ask_again}
        </Outcome>
    }
}

/// The key was rotated, but the secret was lost with the response.
#[component]
pub(crate) fn SecretLostScene(handle: DialogHandle, key: Arc<Key>) -> impl IntoView {
    let now = handle.state.clock();
    let outcome = handle.state.read_current(|rotation| match &rotation.stage {
        Stage::RotatedWithoutSecret { new, old_ends, findings, .. } => Some((new.clone(), (*old_ends, *findings))),
        _ => None,
    });
    let (new, rest) = outcome.flatten().unzip();
    let new = new.flatten();
    let app = use_session().config().app_name.clone();
    let found = rest.and_then(|(_, findings)| {
        let found = text::rotation::check::found(findings, app.as_deref(), now.get_untracked())?;
        Some(view! { <p class="warning">{found}</p> })
    });
    let old_ends = memo(move || rest.map(|(ends, _)| text::rotation::old_ends(ends, now.get())).unwrap_or_default());
    let is_listed = new.is_some();
    let action = new.map(|new| {
        let rotate = move || {
            if let Some(new) = handle.state.find_key(&new) {
                handle.state.begin(new);
            }
        };
        view! { <Button label=text::rotation::ROTATE_NEW primary=true on_click=rotate /> }
    });
    let advice = if is_listed {
        text::rotation::outcome::SECRET_LOST_ADVICE
    } else {
        text::rotation::outcome::SECRET_LOST_NOT_LISTED
    };
    view! {
        <Outcome handle key=Arc::clone(&key) title=text::rotation::outcome::secret_lost_title(&key) action>
            <p>{text::rotation::outcome::SECRET_LOST}</p>
            {found}
            <p>{advice}</p>
            <p prop:textContent=old_ends></p>
        </Outcome>
    }
}

/// The list says that nothing was done.
#[component]
pub(crate) fn NotRotatedScene(
    handle: DialogHandle,
    key: Arc<Key>,
    /// The key was changed elsewhere.
    changed: bool,
) -> impl IntoView {
    let now = handle.state.clock().get_untracked();
    let paragraph = if changed {
        text::rotation::outcome::changed_elsewhere(key.expires, now)
    } else {
        text::rotation::outcome::NOT_ROTATED.to_owned()
    };
    let start_over = move || handle.runner.dispatch(Event::StartOver);
    let action = Some(view! { <Button label=text::TRY_AGAIN primary=true on_click=start_over /> });
    view! {
        <Outcome handle key=Arc::clone(&key) title=text::rotation::outcome::not_rotated_title(&key) action>
            <p>{paragraph}</p>
        </Outcome>
    }
}

/// The list could not be read, or doesn't tell.
#[component]
pub(crate) fn UnknownScene(handle: DialogHandle, key: Arc<Key>) -> impl IntoView {
    let recheck = move || handle.runner.recheck();
    let action = Some(view! { <Button label=text::rotation::outcome::LOOK_AGAIN primary=true on_click=recheck /> });
    view! {
        <Outcome handle key=Arc::clone(&key) title=text::rotation::outcome::unknown_title(&key) action>
            <p>{text::rotation::outcome::UNKNOWN}</p>
        </Outcome>
    }
}
