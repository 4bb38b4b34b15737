//! The first scene: what will happen, what depends on the key, and how long the old key goes on.

use std::sync::Arc;

use leptos::{html, prelude::*};
use portal_api::{Key, ServerTime};
use portal_core::keys::{
    rotation::{
        grace::Grace,
        machine::{ChooseAgain, Event, Stage},
        warnings::{Warning, warnings},
    },
    usage::Usage,
};

use super::{
    grace_choice::GraceChoice,
    handle::DialogHandle,
    runner::RotationLock,
    scene::SceneLayout,
    selection::{GraceOption, GraceSelection},
    usage_summary::UsageSummary,
};
use crate::{
    browser,
    keys::usage::UsageAccess,
    session::use_session,
    text,
    ui::{Button, Show, effect, memo, view},
};

/// After how long the request is called slow, in milliseconds.
const SLOW_MS: u32 = 5_000;

/// The choice, or for an expired key the reason why there is none.
#[component]
pub(super) fn ChoosingScene(
    handle: DialogHandle,
    key: Arc<Key>,
    /// Why the user has to choose once more.
    again: Option<ChooseAgain>,
) -> impl IntoView {
    let now = handle.state.clock();
    let expired = {
        let key = Arc::clone(&key);
        memo(move || {
            // A request that is under way goes on when the key expires.
            let choosing = handle.state.current().with(|current| {
                current.as_ref().is_some_and(|rotation| matches!(rotation.stage, Stage::Choosing { .. }))
            });
            warnings(&key, None, now.get()).err().filter(|_| choosing).map(|expired| expired.at)
        })
    };
    move || match expired.get() {
        Some(at) => view! { <Expired handle key=Arc::clone(&key) at /> },
        None => view! { <GraceForm handle key=Arc::clone(&key) again /> },
    }
}

#[component]
fn Expired(handle: DialogHandle, key: Arc<Key>, at: ServerTime) -> impl IntoView {
    let foot = view! { <Button label=text::rotation::CLOSE primary=true on_click=move || handle.request_close() /> };
    view! {
        <SceneLayout title=text::rotation::choice::expired_title(&key) foot=foot.into_any()>
            <p>{text::rotation::choice::expired(at, handle.state.clock().get_untracked())}</p>
            <p>{text::rotation::choice::EXPIRED_REASON}</p>
        </SceneLayout>
    }
}

#[component]
fn GraceForm(handle: DialogHandle, key: Arc<Key>, again: Option<ChooseAgain>) -> impl IntoView {
    let now = handle.state.clock();
    let suggested = Grace::proposed(&key, Usage::default(), now.get_untracked());
    let selection = GraceSelection::new(suggested);
    if again == Some(ChooseAgain::CannotKeep) {
        // No suggestion: the second click of a double click must not stop a key that was to be kept.
        selection.choose(GraceOption::Custom);
    }
    load_usage(handle, &key, selection);
    // The state machine sends what is selected on screen.
    handle.runner.dispatch(Event::GraceChosen(Some(suggested)));
    let grace = memo(move || selection.grace());
    effect(move || {
        if let Ok(grace) = grace.get() {
            untrack(|| handle.runner.dispatch(Event::GraceChosen(grace)));
        }
    });
    let is_sending = move |stage: &Stage| matches!(stage, Stage::Sending(_));
    let busy = memo(move || {
        handle.runner.lock() == RotationLock::ThisTab
            || handle.state.current().with(|current| current.as_ref().is_some_and(|it| is_sending(&it.stage)))
    });
    let amount = NodeRef::<html::Input>::new();
    let error = RwSignal::new(None);
    let send = move || match grace.get_untracked() {
        Ok(_) => handle.runner.send(),
        Err(problem) => {
            error.set(Some(problem));
            if let Some(input) = amount.get_untracked() {
                let _ = input.focus();
            }
        }
    };
    let title = text::rotation::choice::title(&key);
    let start = text::key_start(&key);
    let expires = key.expires;
    let last_used = text::rotation::choice::last_used(&key, now.get_untracked());
    let warnings = {
        let key = Arc::clone(&key);
        memo(move || warnings(&key, grace.get().unwrap_or_default(), now.get()).unwrap_or_default())
    };
    let new_key_warnings = move || {
        let mut warnings = warnings.get();
        warnings.retain(|warning| !matches!(warning, Warning::OldIsProlonged { .. }));
        warnings
    };
    let reason = {
        let key = Arc::clone(&key);
        move || suggestion_reason(&key, selection, now.get_untracked())
    };
    let foot = view! {
        <Outcome grace expires warnings now />
        <SendButtons handle busy on_send=send />
    };
    view! {
        <SceneLayout title foot=foot.into_any()>
            <Hints handle again key />
            <p class="soft rotation-key">
                <code class="mono">{start}</code>
                " "
                {last_used}
            </p>
            <For each=new_key_warnings key=|warning| std::mem::discriminant(warning) let:warning>
                <p class="warning">{move || text::rotation::choice::warning(warning, now.get())}</p>
            </For>
            <p>{text::rotation::choice::WHAT_HAPPENS}</p>
            <UsageSummary selection />
            <GraceChoice handle selection expires now error amount disabled=busy />
            <p class="soft choice-why">{move || reason()}</p>
        </SceneLayout>
    }
}

/// What the selected grace period means for the old key: at the buttons, so that it is in sight on low screens. The elements
/// stay while their text changes with the time.
#[component]
fn Outcome(
    grace: Memo<Result<Option<Grace>, portal_core::keys::rotation::grace::GraceError>>,
    /// The old key's own expiry.
    expires: Option<ServerTime>,
    warnings: Memo<Vec<Warning>>,
    now: RwSignal<ServerTime>,
) -> impl IntoView {
    let is_prolonged = |warning: &&Warning| matches!(warning, Warning::OldIsProlonged { .. });
    let prolonged = memo(move || {
        let warning = warnings.with(|warnings| warnings.iter().find(is_prolonged).copied())?;
        Some(text::rotation::choice::warning(warning, now.get()))
    });
    let outcome = memo(move || {
        let grace = grace.get().ok().filter(|_| prolonged.with(Option::is_none))?;
        Some(text::rotation::choice::outcome(grace, expires, now.get()))
    });
    view! {
        <div class="choice-outcome">
            <Show when=move || prolonged.with(Option::is_some)>
                <p class="warning">{move || prolonged.get()}</p>
            </Show>
            <Show when=move || outcome.with(Option::is_some)>
                <p>{move || outcome.get()}</p>
            </Show>
        </div>
    }
}

#[component]
fn SendButtons(handle: DialogHandle, busy: Memo<bool>, on_send: impl Fn() + Send + 'static) -> impl IntoView {
    let session = use_session();
    let offline = move || !session.online().get();
    let slow = slow_after(busy);
    let status = move || {
        if offline() {
            text::rotation::BLOCKED_OFFLINE
        } else if slow.get() {
            text::rotation::choice::SLOW
        } else {
            ""
        }
    };
    let send = move |_| {
        if !busy.get_untracked() && !untrack(offline) {
            on_send();
        }
    };
    view! {
        <p class="dialog-said soft" role="status">
            {move || status()}
        </p>
        <button
            class="button"
            type="button"
            aria-disabled=move || busy.get().then_some("true")
            on:click=move |_| handle.request_close()
        >
            {text::rotation::CANCEL}
        </button>
        <button
            class="button button-primary"
            type="button"
            aria-disabled=move || (busy.get() || offline()).then_some("true")
            on:click=send
        >
            {move || if busy.get() { text::rotation::choice::ROTATING } else { text::rotation::ROTATE_KEY }}
        </button>
    }
}

/// Rotations and changes of the same key that the user may not know of.
#[component]
fn Hints(handle: DialogHandle, again: Option<ChooseAgain>, key: Arc<Key>) -> impl IntoView {
    let now = handle.state.clock();
    let rotated = untrack(|| handle.state.rotated_from(&key.key_id));
    let rotated = rotated.map(|rotated| text::rotation::choice::rotated_before(rotated.at, now.get_untracked()));
    let in_other_tab = move || handle.runner.lock() == RotationLock::OtherTab;
    view! {
        {again
            .map(|again| {
                view! {
                    <p class="warning" role="alert">
                        {text::rotation::choice::again(again)}
                    </p>
                }
            })}
        <Show when=in_other_tab>
            <p class="warning" role="alert">
                {text::rotation::choice::OTHER_TAB}
            </p>
        </Show>
        {rotated.map(|rotated| view! { <p class="warning">{rotated}</p> })}
    }
}

/// Why this grace period is suggested.
fn suggestion_reason(key: &Key, selection: GraceSelection, now: ServerTime) -> &'static str {
    let usage = selection.usage().unwrap_or_default();
    let without_expiry = Grace::proposed(&Key { expires: None, ..key.clone() }, usage, now);
    if selection.suggested() < without_expiry {
        text::rotation::choice::SHORTENED_BY_EXPIRY
    } else {
        text::rotation::choice::reason(without_expiry)
    }
}

/// Requests the key's usage, and then suggests a grace period by it.
fn load_usage(handle: DialogHandle, key: &Arc<Key>, selection: GraceSelection) {
    let access = expect_context::<UsageAccess>();
    if !untrack(|| access.allowed()) {
        selection.set_usage(Usage::default(), untrack(|| selection.suggested()));
        return;
    }
    let key = Arc::clone(key);
    browser::spawn(async move {
        let usage = access.usage(&key).await;
        // The session may have ended in the meantime.
        let Some(now) = handle.state.clock().try_get_untracked() else { return };
        selection.set_usage(usage, Grace::proposed(&key, usage, now));
    });
}

/// Becomes true [`SLOW_MS`] after `busy` did, and false at each change of `busy`.
fn slow_after(busy: Memo<bool>) -> RwSignal<bool> {
    let slow = RwSignal::new(false);
    effect(move || {
        let is_busy = busy.get();
        slow.set(false);
        if is_busy {
            browser::spawn(async move {
                browser::sleep(SLOW_MS).await;
                if busy.try_get_untracked() == Some(true) {
                    slow.try_set(true);
                }
            });
        }
    });
    slow
}
