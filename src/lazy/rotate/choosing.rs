//! Before a key is rotated: what will happen, what depends on the key, and until when it goes on.

use std::sync::Arc;

use leptos::{html, prelude::*};
use portal_api::Key;
use portal_core::keys::{
    rotation::{
        grace::Grace,
        machine::{Event, Stage},
        warnings::{Warning, warnings},
    },
    usage::Usage,
};

use super::{
    dialog_handle::{DialogHandle, scene},
    grace_choice::{Choice, GraceChoice},
};
use crate::{
    browser,
    keys::usage::UsageAccess,
    session::use_session,
    text::{self as words, rotation as text},
    ui::Button,
};

/// After how long a request is called slow, in milliseconds.
const SLOW_MS: u32 = 5_000;

/// The key and its choice; for an expired key, why there is none.
#[component]
pub(crate) fn Choosing(
    handle: DialogHandle,
    key: Arc<Key>,
    /// The key was changed elsewhere while the dialog was open.
    changed: bool,
) -> impl IntoView {
    let now = handle.rotations.clock();
    let expired = {
        let key = Arc::clone(&key);
        Memo::new(move |_| {
            // What is under way goes on.
            let choosing = handle.rotations.current().with(|current| {
                current.as_ref().is_some_and(|rotation| matches!(rotation.stage, Stage::Choosing { .. }))
            });
            warnings(&key, Grace::NONE, now.get()).err().filter(|_| choosing)
        })
    };
    move || match expired.get() {
        Some(expired) => {
            let ended = text::expired(expired.at, now.get_untracked());
            let close = view! { <Button label=text::CLOSE primary=true on_click=move || handle.ask_to_close()/> };
            let body = view! {
                                <p>{ended}</p>
                                <p>{text::EXPIRED_WHY}</p>
            };
            scene(text::expired_title(&key), body, close).into_any()
        }
        None => view! { <Choices handle key=Arc::clone(&key) changed/> }.into_any(),
    }
}

#[component]
fn Choices(handle: DialogHandle, key: Arc<Key>, changed: bool) -> impl IntoView {
    let session = use_session();
    let now = handle.rotations.clock();
    let rotation = handle.rotations.current();
    let proposed = Grace::proposed(&key, Usage::default(), now.get_untracked());
    let choice = Choice::new(proposed);
    handle.runner.tell(Event::GraceChosen(proposed));
    ask_for_usage(handle, &key, choice);
    // Whatever is chosen is told to the machine: it sends what is on screen.
    Effect::new(move |_| {
        if let Ok(grace) = choice.grace() {
            handle.runner.tell(Event::GraceChosen(grace));
        }
    });

    let sending = Memo::new(move |_| {
        rotation.with(|rotation| matches!(rotation.as_ref().map(|rotation| &rotation.stage), Some(Stage::Sending(_))))
    });
    let busy = Memo::new(move |_| handle.runner.busy().get() || sending.get());
    let slow = slow_after(busy);
    let offline = move || !session.online().get();
    let own = NodeRef::<html::Input>::new();
    let complaint = RwSignal::new(None);
    let send = move || {
        if busy.get_untracked() || untrack(offline) {
            return;
        }
        match untrack(|| choice.grace()) {
            Ok(_) => handle.runner.send(),
            Err(problem) => {
                complaint.set(Some(problem));
                if let Some(input) = own.get_untracked() {
                    let _ = input.focus();
                }
            }
        }
    };
    let why_not = move || {
        if offline() {
            words::rotation::OFFLINE_CANT
        } else if slow.get() {
            text::SENDING_SLOW
        } else {
            ""
        }
    };
    let key = StoredValue::new(key);
    // Those that depend on the choice, or those that don't.
    let warned = move |on_choice: bool| -> Vec<AnyView> {
        let found =
            key.with_value(|key| warnings(key, choice.grace().unwrap_or_default(), now.get())).unwrap_or_default();
        let mut views = Vec::new();
        for warning in found {
            if matches!(warning, Warning::OldIsProlonged { .. }) == on_choice {
                views.push(view! { <p class="warning">{text::warning(warning, now.get_untracked())}</p> }.into_any());
            }
        }
        views
    };
    let outcome = move || {
        let mut views = warned(true);
        if let (true, Ok(grace)) = (views.is_empty(), choice.grace()) {
            let now = now.get();
            views.push(view! { <p>{text::outcome(grace, grace.end(now), now)}</p> }.into_any());
        }
        views
    };
    // What follows from the choice stands at the button that does it: in sight, however low the screen is.
    let foot = view! {
        <div class="choice-outcome">{outcome}</div>
        <p class="dialog-said soft" role="status">{why_not}</p>
        <button
            class="button"
            type="button"
            aria-disabled=move || busy.get().then_some("true")
            on:click=move |_| handle.ask_to_close()
        >
            {text::CANCEL}
        </button>
        <button
            class="button button-primary"
            type="button"
            aria-disabled=move || (busy.get() || offline()).then_some("true")
            on:click=move |_| send()
        >
            {move || if busy.get() { text::ROTATING } else { text::ROTATE_KEY }}
        </button>
    };
    let body = view! {
                <Told handle changed key=key.get_value()/>
                <p class="soft rotation-key">
                    <code class="mono">{key.with_value(|key| words::key_start(key))}</code>
                    " "
                    {key.with_value(|key| text::last_used(key, now.get_untracked()))}
                </p>
                {move || warned(false)}
                <p>{text::WHAT_HAPPENS}</p>
                <Requests choice/>
                <GraceChoice choice now complaint own disabled=busy/>
                <p class="soft choice-why">{move || key.with_value(|key| why(key, choice, now.get_untracked()))}</p>
    };
    scene(key.with_value(|key| text::rotate_title(key)), body, foot)
}

/// What happened to the key meanwhile, and before.
#[component]
fn Told(handle: DialogHandle, changed: bool, key: Arc<Key>) -> impl IntoView {
    let now = handle.rotations.clock();
    let before = handle.rotations.rotated_for(&key.key_id).filter(|rotated| rotated.old == key.key_id);
    let before = before.map(|rotated| text::rotated_before(rotated.at, now.get_untracked()));
    let elsewhere = handle.runner.elsewhere();
    view! {
        {changed.then(|| view! { <p class="warning" role="alert">{text::CHANGED}</p> })}
        {move || elsewhere.get().then(|| view! { <p class="warning" role="alert">{text::ELSEWHERE}</p> })}
        {before.map(|before| view! { <p class="warning">{before}</p> })}
    }
}

/// Why what is proposed is proposed.
fn why(key: &Key, choice: Choice, now: portal_api::ServerTime) -> &'static str {
    let usage = choice.usage.get().unwrap_or_default();
    let proposed = choice.proposed.get();
    let unbounded = Grace::proposed(&Key { expires: None, ..key.clone() }, usage, now);
    if proposed < unbounded { text::PROPOSED_BY_EXPIRY } else { text::proposed_because(unbounded) }
}

fn ask_for_usage(handle: DialogHandle, key: &Arc<Key>, choice: Choice) {
    let access = expect_context::<UsageAccess>();
    if !untrack(|| access.allowed()) {
        choice.usage.set(Some(Usage::default()));
        return;
    }
    let key = Arc::clone(key);
    browser::spawn(async move {
        let usage = access.usage(&key).await;
        let Some(now) = handle.rotations.clock().try_get_untracked() else { return };
        // The dialog was closed meanwhile.
        if choice.usage.try_set(Some(usage)).is_some() {
            return;
        }
        let proposed = Grace::proposed(&key, usage, now);
        choice.proposed.set(proposed);
        if !choice.touched.get_untracked() {
            choice.offered.set(Some(proposed));
        }
    });
}

/// Becomes true some time after `busy` did.
fn slow_after(busy: Memo<bool>) -> RwSignal<bool> {
    let slow = RwSignal::new(false);
    Effect::new(move |_| {
        slow.set(false);
        if busy.get() {
            browser::spawn(async move {
                browser::sleep(SLOW_MS).await;
                if busy.try_get_untracked() == Some(true) {
                    slow.set(true);
                }
            });
        }
    });
    slow
}

/// What is known of the key's use.
#[component]
fn Requests(choice: Choice) -> impl IntoView {
    let access = expect_context::<UsageAccess>();
    let number = move |label, of: fn(&Usage) -> Option<u64>| {
        let number = move || match choice.usage.get() {
            None => Some(text::ASKING.to_owned()),
            Some(usage) => of(&usage).map(text::number),
        };
        move || number().map(|number| view! { <div><dt>{label}</dt><dd>{number}</dd></div> })
    };
    let known = move || access.allowed() && choice.usage.get().is_none_or(|usage| usage != Usage::default());
    view! {
        <Show when=known>
            <dl class="requests">
                {number(text::HOUR, |usage| usage.hour)} {number(text::DAY, |usage| usage.day)}
                {number(text::WEEK, |usage| usage.week)}
            </dl>
        </Show>
    }
}
