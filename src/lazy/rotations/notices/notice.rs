//! The notice about one completed rotation.

use leptos::prelude::*;
use portal_api::KeyId;
use portal_core::{
    keys::rotation::{notice::RotationNotice, save_state::SaveState},
    page::Page,
};

use super::traffic_monitor::TrafficMonitor;
use crate::{
    browser,
    keys::store::KeysStore,
    lazy::rotations::state::RotationState,
    session::use_session,
    text,
    ui::{Button, Moment, Show, memo, view},
};

/// Both keys, when the old one ends, and the requests on both.
#[component]
pub(super) fn Notice(
    notice: RotationNotice,
    state: RotationState,
    /// Whether it has a button that dismisses it.
    dismissible: bool,
) -> impl IntoView {
    let store = expect_context::<KeysStore>();
    let now = state.clock();
    let RotationNotice { rotation, save_state, findings, .. } = notice;
    let secret_lost = save_state == SaveState::NeverArrived;
    let ends = rotation.old_ends;
    let key_start = move |id: KeyId, fallback: &'static str| {
        move || {
            let start = store.list().with(|list| list.get(&id).map(|key| text::key_start(key)));
            start.unwrap_or_else(|| fallback.to_owned())
        }
    };
    let old_start = key_start(rotation.old.clone(), text::rotation::notices::OLD_KEY);
    let new_start = key_start(rotation.new.clone(), text::rotation::notices::NEW_KEY);
    let key = state.find_key(&rotation.old).or_else(|| state.find_key(&rotation.new));
    let name = key.map(|key| text::rotation::quoted_name(&key)).unwrap_or_default();
    let title =
        if secret_lost { text::rotation::notices::secret_lost(&name) } else { text::rotation::notices::rotated(&name) };
    let moment = ends.map(|ends| {
        let is_running = memo(move || now.get() < ends);
        let moment = memo(move || text::formats::at(ends, now.get()));
        view! {
            {move || if is_running.get() { text::rotation::notices::STOPS } else { text::rotation::notices::STOPPED }}
            <Moment at=ends text=moment />
        }
    });
    let app = use_session().config().app_name.clone();
    let found = memo(move || text::rotation::check::found(findings, app.as_deref(), now.get()));
    let rotate_new = secret_lost.then(|| {
        let new = rotation.new.clone();
        let rotate = move || {
            if let Some(key) = state.find_key(&new) {
                state.shared.open(key);
            }
        };
        view! {
            <div class="rotation-action">
                <Button label=text::rotation::ROTATE_NEW on_click=rotate />
            </div>
        }
    });
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
                <p class="rotation-title">{title}</p>
                <p class="rotation-keys">
                    <span>
                        {text::rotation::notices::NEW_KEY_LABEL} <a class="mono" href=Page::key_path(&rotation.new)>
                            {move || new_start()}
                        </a>
                    </span>
                    <span>
                        {text::rotation::notices::OLD_KEY_LABEL} <a class="mono" href=Page::key_path(&rotation.old)>
                            {move || old_start()}
                        </a> {moment.unwrap_or_else(|| text::rotation::notices::GOES_ON.into_any())}
                    </span>
                </p>
                <Show when=move || found.with(Option::is_some)>
                    <p class="warning">{move || found.get()}</p>
                </Show>
                <TrafficMonitor rotation state />
                {rotate_new}
            </div>
            {dismiss_button}
        </div>
    }
}
