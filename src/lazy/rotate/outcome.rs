//! What came of a rotation, and the ways on.

use std::sync::Arc;

use leptos::prelude::*;
use portal_api::{Cause, Failure, Key, KeyId, SECOND, ServerTime};
use portal_core::keys::rotation::machine::{Event, Rotation, Stage};

use super::{
    dialog_handle::{DialogHandle, scene},
    secret::{CloseQuestion, SecretView, is_asking, why_gone},
};
use crate::{
    browser,
    keys::store::KeysStore,
    session::{Countdown, use_session},
    text::{self as words, rotation as text},
    ui::{Button, FailureDetails},
};

fn current<T>(handle: DialogHandle, read: impl FnOnce(&Rotation) -> Option<T>) -> Option<T> {
    handle.rotations.current().with_untracked(|current| current.as_ref().and_then(read))
}

/// What support needs, where something was answered.
fn details(handle: DialogHandle) -> Option<AnyView> {
    current(handle, |rotation| rotation.failure.clone()).map(|failure| view! { <FailureDetails failure/> }.into_any())
}

/// The key is rotated, and this is its secret.
#[component]
pub(crate) fn Done(handle: DialogHandle, key: Arc<Key>) -> impl IntoView {
    let keeper = handle.keeper;
    let now = handle.rotations.clock();
    let ends = current(handle, |rotation| rotation.rotated().map(|rotated| rotated.old_ends));
    let gone = Memo::new(move |_| why_gone(keeper.life()));
    let taken = move || !keeper.life().warns_on_leaving();
    let foot = view! {
        <CloseQuestion keeper close=move || handle.ask_to_close()/>
        <Show when=move || !is_asking(keeper)>
            <button
                class="button"
                class:button-primary=taken
                type="button"
                on:click=move |_| handle.ask_to_close()
            >
                {text::DONE}
            </button>
        </Show>
    };
    let title = text::done_title(&key);
    let body = view! {
                {move || match gone.get() {
                    Some(words) => view! { <p role="status">{words}</p> }.into_any(),
                    None => view! {
                        <p>{text::SHOWN_ONCE}</p>
                        <SecretView keeper key=Arc::clone(&key)/>
                    }
                    .into_any(),
                }}
                <p class="soft">{move || ends.map(|ends| text::old_ends(ends, now.get()))}</p>
    };
    scene(title, body, foot)
}

/// The list is being read.
#[component]
pub(crate) fn Looking(handle: DialogHandle, key: Arc<Key>) -> impl IntoView {
    let foot = view! { <Button label=text::CLOSE on_click=move || handle.ask_to_close()/> };
    let body = view! {
                <p>{text::LOOKING}</p>
                <p class="progress" role="status">{text::LOOKING_NOW}</p>
                <p class="soft">{text::LOOKING_CLOSE}</p>
    };
    scene(text::looking_title(&key), body, foot)
}

/// Nothing was done, and the answer says why.
#[component]
pub(crate) fn Failed(handle: DialogHandle, key: Arc<Key>) -> impl IntoView {
    let session = use_session();
    let store = expect_context::<KeysStore>();
    let failure = current(handle, |rotation| rotation.failure.clone());
    let cause = failure.as_ref().map(|failure| failure.cause);
    if cause == Some(Cause::KeyNotFound) {
        browser::spawn(async move {
            // What can't be read stays as it is.
            let _ = store.reload().await;
        });
    }
    let wait = failure.as_ref().and_then(until);
    let wait = Countdown::until(session, wait);
    let again = matches!(cause, Some(Cause::Temporary | Cause::InvalidRequest)).then(|| {
        let waiting = move || wait.seconds() > 0;
        view! {
            <button
                class="button button-primary"
                type="button"
                disabled=waiting
                on:click=move |_| handle.runner.tell(Event::StartOver)
            >
                {move || match wait.seconds() {
                    0 => words::TRY_AGAIN.to_owned(),
                    seconds => words::try_again_in(seconds),
                }}
            </button>
        }
    });
    let app = session.config().app_name.clone();
    let foot = view! {
        <Button label=text::CLOSE primary=again.is_none() on_click=move || handle.ask_to_close()/>
        {again}
    };
    let body = view! {
                {text::failed(cause, app.as_deref()).into_iter().map(|words| view! { <p>{words}</p> }).collect_view()}
                {details(handle)}
    };
    scene(text::failed_title(cause, &key), body, foot)
}

/// Until when the server wants to be left alone.
fn until(failure: &Failure) -> Option<ServerTime> {
    failure.at.zip(failure.wait_s).map(|(at, seconds)| at.plus(i64::from(seconds.max(1)) * SECOND))
}

/// The key is rotated, but nobody has its secret.
#[component]
pub(crate) fn Happened(handle: DialogHandle, key: Arc<Key>) -> impl IntoView {
    let store = expect_context::<KeysStore>();
    let now = handle.rotations.clock();
    let (new, ends) = current(handle, |rotation| match &rotation.stage {
        Stage::RotatedWithoutSecret { new, old_ends, .. } => Some((new.clone(), *old_ends)),
        _ => None,
    })
    .unzip();
    let new = new.flatten();
    let find = move |id: &KeyId| store.list().with_untracked(|list| list.get(id).cloned());
    let rotate_new = new.clone().map(|new| {
        let rotate = move || {
            if let Some(new) = find(&new) {
                handle.rotations.begin(new);
            }
        };
        view! { <Button label=text::ROTATE_NEW primary=true on_click=rotate/> }
    });
    let advice = if new.is_some() { text::HAPPENED_ADVICE } else { text::HAPPENED_NOT_LISTED };
    let foot = view! {
        <Button label=text::CLOSE primary=new.is_none() on_click=move || handle.ask_to_close()/>
        {rotate_new}
    };
    let body = view! {
                <p>{text::HAPPENED}</p>
                <p>{advice}</p>
                <p>{move || ends.map(|ends| text::old_ends(ends, now.get()))}</p>
                {details(handle)}
    };
    scene(text::happened_title(&key), body, foot)
}

/// Nothing was done.
#[component]
pub(crate) fn NothingHappened(handle: DialogHandle, key: Arc<Key>) -> impl IntoView {
    let foot = view! {
        <Button label=text::CLOSE on_click=move || handle.ask_to_close()/>
        <Button label=words::TRY_AGAIN primary=true on_click=move || handle.runner.tell(Event::StartOver)/>
    };
    let body = view! {
                <p>{text::NOTHING_HAPPENED}</p>
                {details(handle)}
    };
    scene(text::nothing_title(&key), body, foot)
}

/// Nobody can say.
#[component]
pub(crate) fn Unknown(handle: DialogHandle, key: Arc<Key>) -> impl IntoView {
    let foot = view! {
        <Button label=text::CLOSE on_click=move || handle.ask_to_close()/>
        <Button label=text::LOOK_AGAIN primary=true on_click=move || handle.runner.look_again()/>
    };
    let body = view! {
                <p>{text::UNKNOWN}</p>
                {details(handle)}
    };
    scene(text::unknown_title(&key), body, foot)
}
