//! How often the key was used, for the choice of a grace period.

use std::sync::Arc;

use leptos::prelude::*;
use portal_api::Key;
use portal_core::keys::{
    rotation::key_use::{KeyRequests, Requests},
    usage::UsagePeriod,
};

use super::selection::GraceSelection;
use crate::{
    browser,
    keys::usage::UsageAccess,
    lazy::rotate::dialog::{DialogHandle, restore_title_focus},
    text,
    ui::{Show, TextContent, memo, view},
};

/// What is known before anything is asked for.
pub(super) fn first_requests() -> KeyRequests {
    let allowed = untrack(|| expect_context::<UsageAccess>().allowed());
    KeyRequests::all(if allowed { Requests::Awaited } else { Requests::Unavailable })
}

/// Asks for the requests of all periods at once. Each number is shown when it comes.
pub(super) fn load_requests(handle: DialogHandle, access: UsageAccess, key: &Arc<Key>, selection: GraceSelection) {
    if !untrack(|| access.allowed()) {
        return;
    }
    for period in UsagePeriod::ALL {
        let key = Arc::clone(key);
        browser::spawn(async move {
            let requests = access.requests(&key, period).await;
            // The session may have ended in the meantime.
            let Some(now) = handle.state.clock().try_get_untracked() else { return };
            selection.set_requests(&key, period, requests, now);
        });
    }
}

/// The requests of the last hour, day and week; nothing where the session may not know them.
#[component]
pub(super) fn UsageSummary(handle: DialogHandle, key: Arc<Key>, selection: GraceSelection) -> impl IntoView {
    let access = expect_context::<UsageAccess>();
    // Once it is there it stays, so that nothing moves: a refusal is said in its place.
    let is_shown = untrack(|| access.allowed());
    let unavailable = memo(move || selection.requests().are_unavailable());
    let why = move || {
        if !access.allowed() {
            text::rotation::choice::REQUESTS_REFUSED
        } else if selection.requests().are_not_recorded() {
            text::rotation::choice::REQUESTS_NOT_RECORDED
        } else {
            text::rotation::choice::REQUESTS_UNAVAILABLE
        }
    };
    // What is refused or not recorded stays so.
    let may_come = memo(move || access.allowed() && !selection.requests().are_not_recorded());
    let try_again = Callback::new(move |()| {
        access.forget_failures();
        for period in UsagePeriod::ALL {
            selection.set_requests(&key, period, Requests::Awaited, handle.state.clock().get_untracked());
        }
        load_requests(handle, access, &key, selection);
        // The button is gone.
        restore_title_focus();
    });
    is_shown.then(|| {
        view! {
            <div class="requests">
                <h3>{text::rotation::choice::REQUESTS}</h3>
                <Show when=move || !unavailable.get()>
                    <dl>{UsagePeriod::ALL.map(|period| view! { <RequestCount period selection /> }).collect_view()}</dl>
                </Show>
                <Show when=unavailable>
                    <p class="soft">
                        <span prop:textContent=move || TextContent(why().to_owned())></span>
                        " "
                        <Show when=move || may_come.get()>
                            <button class="link" type="button" on:click=move |_| try_again.run(())>
                                {text::TRY_AGAIN}
                            </button>
                        </Show>
                    </p>
                </Show>
            </div>
        }
    })
}

#[component]
fn RequestCount(period: UsagePeriod, selection: GraceSelection) -> impl IntoView {
    let requests = move || selection.requests().of(period);
    let number = memo(move || match requests() {
        Requests::Awaited => String::new(),
        Requests::Counted(number) => text::rotation::handover::number(number),
        Requests::NotRecorded | Requests::Unavailable => text::rotation::choice::NO_NUMBER.to_owned(),
    });
    view! {
        <div>
            <dt>{text::rotation::choice::period(period)}</dt>
            <dd>
                <span class:skeleton=move || requests() == Requests::Awaited prop:textContent=number></span>
            </dd>
        </div>
    }
}
