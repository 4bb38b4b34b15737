//! The first scene: what will happen, what depends on the key, and how long the old key goes on.

use std::sync::Arc;

use leptos::{html, prelude::*};
use portal_api::{Key, ServerTime};
use portal_core::keys::rotation::{
    grace::Grace,
    key_use::KeyUse,
    machine::{ChooseAgain, Event, Stage},
    warnings::{Warning, warnings},
};

use super::{
    consequence::{Consequence, Used},
    grace_choice::GraceChoice,
    hints::Hints,
    selection::GraceSelection,
    send_buttons::{ConfirmButton, SendButtons},
    usage_summary::{UsageSummary, first_requests, load_requests},
};
use crate::{
    lazy::rotate::dialog::{DialogHandle, RotationLock, SceneLayout, cross},
    session::use_session,
    text,
    ui::{Button, Show, effect, fresh, memo, view},
};

/// The choice, or for an expired key the reason why there is none.
#[component]
pub(crate) fn ChoosingScene(
    handle: DialogHandle,
    key: Arc<Key>,
    /// Why the user has to choose once more.
    again: Option<ChooseAgain>,
) -> impl IntoView {
    let now = handle.state.clock();
    let is_expired = {
        let key = Arc::clone(&key);
        memo(move || {
            // A request that is under way goes on when the key expires.
            let choosing = handle.state.current().with(|current| {
                current.as_ref().is_some_and(|rotation| matches!(rotation.stage, Stage::Choosing { .. }))
            });
            choosing && warnings(&key, None, now.get()).is_err()
        })
    };
    view! {
        {move || {
            fresh(
                if is_expired.get() {
                    view! { <Expired handle key=Arc::clone(&key) /> }
                } else {
                    view! { <GraceForm handle key=Arc::clone(&key) again /> }
                },
            )
        }}
    }
}

#[component]
fn Expired(handle: DialogHandle, key: Arc<Key>) -> impl IntoView {
    let now = handle.state.clock().get_untracked();
    let foot = view! { <Button label=text::rotation::CLOSE primary=true on_click=move || handle.request_close() /> };
    view! {
        <SceneLayout key=Arc::clone(&key) title=text::rotation::choice::expired_title(&key) foot=foot.into_any()>
            <p>{text::rotation::choice::expired(key.expires.unwrap_or(now), now)}</p>
            <p>{text::rotation::choice::EXPIRED_REASON}</p>
        </SceneLayout>
    }
}

#[component]
fn GraceForm(handle: DialogHandle, key: Arc<Key>, again: Option<ChooseAgain>) -> impl IntoView {
    let now = handle.state.clock();
    let selection = GraceSelection::new(&key, first_requests(), now.get_untracked());
    if again == Some(ChooseAgain::CannotKeep) {
        // The second click of a double click must not stop a key that was to be kept.
        selection.withdraw_suggestion();
    }
    load_requests(handle, expect_context(), &key, selection);
    let grace = memo(move || selection.grace());
    // The state machine sends what is selected on screen.
    let tell = move |grace| {
        if let Ok(grace) = grace {
            handle.runner.dispatch(Event::GraceChosen(grace));
        }
    };
    tell(grace.get_untracked());
    effect(move || {
        let grace = grace.get();
        untrack(|| tell(grace));
    });
    let is_sending = move |stage: &Stage| matches!(stage, Stage::Sending(_));
    let busy = memo(move || {
        handle.runner.lock() == RotationLock::ThisTab
            || handle.state.current().with(|current| current.as_ref().is_some_and(|it| is_sending(&it.stage)))
    });
    let amount = NodeRef::<html::Input>::new();
    let is_refused = RwSignal::new(false);
    let send = move || match grace.get_untracked() {
        Ok(_) => handle.runner.send(),
        Err(_) => {
            is_refused.set(true);
            if let Some(input) = amount.get_untracked() {
                let _ = input.focus();
            }
        }
    };
    let used: Used = {
        let key = Arc::clone(&key);
        Arc::new(move || KeyUse::of(&key, &selection.requests(), now.get()))
    };
    let is_enabled = key.enabled;
    let may_break = Arc::clone(&used);
    let breaks = memo(move || is_enabled && grace.get() == Ok(Some(Grace::NONE)) && may_break().may_break());
    // One a line.
    let new_key_warnings = {
        let key = Arc::clone(&key);
        memo(move || {
            let now = now.get();
            let warnings = warnings(&key, grace.get().unwrap_or_default(), now).unwrap_or_default();
            let of_new = warnings.into_iter().filter(|warning| !matches!(warning, Warning::OldIsProlonged { .. }));
            of_new.map(|warning| text::rotation::choice::warning(warning, now)).collect::<Vec<_>>().join("\n")
        })
    };
    let title = text::rotation::choice::title(&key);
    let expires = key.expires;
    let confirm = ConfirmButton::new();
    let foot = view! {
        <Consequence key=Arc::clone(&key) grace used=Arc::clone(&used) breaks now />
        <SendButtons handle selection confirm busy breaks on_send=send />
    };
    view! {
        <SceneLayout key=Arc::clone(&key) title foot=foot.into_any() cross=cross(handle, busy.into())>
            <WhichKey key=Arc::clone(&key) used=Arc::clone(&used) now />
            <Hints handle again key=Arc::clone(&key) />
            {move || {
                let paragraph = |warning: &str| view! { <p class="warning">{warning.to_owned()}</p> };
                fresh(new_key_warnings.get().lines().map(paragraph).collect_view().into_any())
            }}
            <UsageSummary handle key selection />
            <GraceChoice handle selection confirm expires is_refused amount disabled=busy />
        </SceneLayout>
    }
}

/// Whose and which key it is, when it was last used, and what rotating it does.
#[component]
fn WhichKey(key: Arc<Key>, used: Used, now: RwSignal<ServerTime>) -> impl IntoView {
    let session = use_session();
    let account = memo(move || session.account().unwrap_or_default());
    let start = text::key_start(&key);
    let last_used = memo(move || text::rotation::choice::last_used(&key, used(), now.get()));
    view! {
        <div class="soft rotation-key">
            <Show when=move || !account.with(String::is_empty)>
                <p class="rotation-account">
                    <span>{text::rotation::choice::ACCOUNT}</span>
                    " "
                    <bdi translate="no" prop:textContent=account></bdi>
                </p>
            </Show>
            <p>
                <code class="mono" translate="no">
                    {start}
                </code>
                " "
                <span prop:textContent=last_used></span>
            </p>
            <p>{text::rotation::choice::WHAT_HAPPENS}</p>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use portal_core::{keys::list::Account, session::SessionState};
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;
    use crate::{
        session::SessionHandle,
        testing::{key, mount},
    };

    #[wasm_bindgen_test]
    async fn the_account_is_named_as_text_that_is_not_translated() {
        let view = mount(|| {
            let session = SessionHandle::stub(SessionState::Starting, r#"{"show":{"account":true}}"#);
            session.set_account(&Account::Is("<b>Northwind</b>".to_owned()));
            let now = RwSignal::new(ServerTime::from_millis(0));
            view! { <WhichKey key=Arc::new(key("")) used=Arc::new(|| KeyUse::Never) now /> }
        })
        .await;
        assert_eq!(view.text("bdi[translate=no]"), "<b>Northwind</b>");
        assert_eq!(
            view.text("div"),
            "Account: <b>Northwind</b>acme_1… Never used.You’ll get a new key with the same settings. We show it only once."
        );
    }
}
