//! The notice about one completed rotation.

use leptos::prelude::*;
use portal_api::KeyId;
use portal_core::{
    keys::rotation::{notice::RotationNotice, save_state::SaveState},
    page::Page,
};

use super::{hidden_key::HiddenKey, traffic_monitor::TrafficMonitor, unsaved::Unsaved};
use crate::{
    browser,
    keys::store::KeysStore,
    lazy::rotations::state::RotationState,
    session::use_session,
    text,
    ui::{Moment, Show, memo, view},
};

/// Both keys, when the old one ends, whether somebody has the new one, and the requests on both.
#[component]
pub(super) fn Notice(
    notice: RotationNotice,
    state: RotationState,
    /// Whether it has a button that dismisses it.
    dismissible: bool,
) -> impl IntoView {
    let now = state.clock();
    let RotationNotice { rotation, save_state, findings, .. } = notice;
    let ends = rotation.old_ends;
    let key = state.find_key(&rotation.old).or_else(|| state.find_key(&rotation.new));
    let name = key.map(|key| text::rotation::quoted_name(&key)).unwrap_or_default();
    let moment = ends.map(|ends| {
        let verb =
            memo(
                move || {
                    if now.get() < ends { text::rotation::notices::STOPS } else { text::rotation::notices::STOPPED }
                },
            );
        let moment = memo(move || text::formats::at(ends, now.get()));
        view! {
            <span prop:textContent=verb></span>
            " "
            <Moment at=ends text=moment />
        }
    });
    let app = use_session().config().app_name.clone();
    let found = memo(move || text::rotation::check::found(findings, app.as_deref(), now.get()).unwrap_or_default());
    let unsaved = save_state.is_unsaved().then(|| {
        let new = rotation.new.clone();
        view! { <Unsaved new save_state state /> }
    });
    let hidden = dismissible.then(|| view! { <HiddenKey new=rotation.new.clone() state /> });
    let title_rest = match save_state {
        SaveState::NeverArrived => text::rotation::notices::NEVER_ARRIVED,
        SaveState::Saved | SaveState::NotSaved | SaveState::ClosedUnsaved => text::rotation::notices::ROTATED,
    };
    let dismiss = {
        let rotation = rotation.clone();
        move |_| {
            state.dismiss(&rotation);
            // The button is removed; the focus moves to the heading.
            browser::restore_focus(None);
        }
    };
    let dismiss_button = dismissible.then(|| {
        view! {
            <button
                class="button button-small button-quiet"
                type="button"
                aria-label=text::rotation::notices::dismiss(&name)
                title=text::rotation::notices::DISMISS
                on:click=dismiss
            >
                <span aria-hidden="true">"✕"</span>
            </button>
        }
    });
    view! {
        <div class="rotation card" role="group" aria-label=text::rotation::notices::label(&name)>
            <div class="rotation-words">
                <p class="rotation-title">
                    <span class="long-name" translate="no" title=name.clone()>
                        {name.clone()}
                    </span>
                    {title_rest}
                </p>
                {unsaved}
                <p class="rotation-keys">
                    <span>
                        {text::rotation::notices::NEW_KEY_LABEL}
                        <KeyLink id=rotation.new.clone() fallback=text::rotation::notices::NEW_KEY />
                    </span>
                    <span>
                        {text::rotation::notices::OLD_KEY_LABEL}
                        <KeyLink id=rotation.old.clone() fallback=text::rotation::notices::OLD_KEY /> " "
                        {moment.unwrap_or_else(|| text::rotation::notices::GOES_ON.into_any())}
                    </span>
                </p>
                {hidden}
                <Show when=move || !found.with(String::is_empty)>
                    <p class="warning" prop:textContent=found></p>
                </Show>
                <TrafficMonitor rotation state />
            </div>
            {dismiss_button}
        </div>
    }
}

/// A key by its first characters, with a link to its page.
#[component]
fn KeyLink(
    id: KeyId,
    /// Its text while the key isn't in the list.
    fallback: &'static str,
) -> impl IntoView {
    let store = expect_context::<KeysStore>();
    let href = Page::key_path(&id);
    let start = memo(move || {
        let start = store.list().with(|list| list.get(&id).map(|key| text::key_start(key)));
        start.unwrap_or_else(|| fallback.to_owned())
    });
    view! { <a class="mono" href=href translate="no" prop:textContent=start></a> }
}
