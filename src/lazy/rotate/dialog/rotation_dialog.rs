//! The `<dialog>` element, and which scene it shows.

use std::sync::Arc;

use leptos::{ev, html, prelude::*};
use portal_api::Key;
use portal_core::keys::rotation::machine::{ChooseAgain, Rotation, Stage};

use super::{
    choosing::ChoosingScene,
    handle::DialogHandle,
    leave_warning::warn_on_leaving,
    minimized::MinimizedRotation,
    new_key::NewKeyScene,
    outcome::{FailedScene, NotRotatedScene, ReconcilingScene, SecretLostScene, UnknownScene},
    runner::RotationRunner,
    scene::TITLE_ID,
};
use crate::{
    lazy::{rotate::secret::SecretKeeper, rotations::state::RotationState},
    ui::{BackdropClick, effect, view},
};

/// The content of the dialog: a heading that takes the focus, text, and buttons. Follows the stage of the rotation.
#[derive(Clone, PartialEq)]
enum Scene {
    Choosing { key: Arc<Key>, again: Option<ChooseAgain> },
    Reconciling(Arc<Key>),
    NewKey(Arc<Key>),
    Failed(Arc<Key>),
    SecretLost(Arc<Key>),
    NotRotated { key: Arc<Key>, changed: bool },
    Unknown(Arc<Key>),
}

impl Scene {
    fn of(rotation: &Rotation, previous: Option<&Self>) -> Self {
        let key = Arc::clone(&rotation.key);
        match (&rotation.stage, previous) {
            (Stage::Choosing { again }, _) => Self::Choosing { key, again: *again },
            // Sending shows the choice, disabled: nothing moves for the short time that it takes.
            (Stage::Sending(_), Some(previous @ Self::Choosing { .. })) => previous.clone(),
            (Stage::Sending(_), _) => Self::Choosing { key, again: None },
            (Stage::Reconciling(_), _) => Self::Reconciling(key),
            (Stage::Done(_), _) => Self::NewKey(key),
            (Stage::Failed, _) => Self::Failed(key),
            (Stage::RotatedWithoutSecret { .. }, _) => Self::SecretLost(key),
            (Stage::NotRotated { changed }, _) => Self::NotRotated { key, changed: *changed },
            (Stage::Unknown(_), _) => Self::Unknown(key),
        }
    }
}

/// The dialog of the current rotation; created when a rotation becomes current, removed when none is.
#[component]
pub(crate) fn RotationDialog(state: RotationState) -> impl IntoView {
    let record = move |save_state| {
        if let Some(Some(rotated)) = state.read_current(Rotation::rotated) {
            state.record_save_state(&rotated.new, save_state);
        }
    };
    let secret = SecretKeeper::new(Callback::new(record));
    let runner = RotationRunner::new(state, secret);
    let node = NodeRef::<html::Dialog>::new();
    let handle = DialogHandle { state, runner, secret, node };

    let scene = Memo::new(move |previous: Option<&Option<Scene>>| {
        let of = |rotation: &Rotation| Scene::of(rotation, previous.and_then(Option::as_ref));
        state.current().with(|current| current.as_ref().map(of))
    });
    effect(move || {
        if node.get().is_some() {
            let minimized = state.shared.is_minimized();
            // Untracked: both move the focus, which runs listeners.
            untrack(|| if minimized { handle.hide() } else { handle.show() });
        }
    });
    warn_on_leaving(move || {
        state.current().with(|current| match current.as_ref().map(|rotation| &rotation.stage) {
            Some(Stage::Sending(_)) => true,
            Some(Stage::Done(_)) => secret.state().warns_on_leaving(),
            _ => false,
        })
    });

    // Not left to `cancel`: Chromium closes a dialog at the second Esc, even where `cancel` is prevented.
    let on_keydown = move |event: ev::KeyboardEvent| {
        if event.key() == "Escape" {
            event.prevent_default();
            // A key that is held down must not answer the prompt that it has just opened.
            if !event.repeat() {
                handle.request_close();
            }
        }
    };
    let on_cancel = move |event: ev::Event| {
        event.prevent_default();
        handle.request_close();
    };
    let on_close = move |_| {
        // Closed by the browser or an extension, not by this program: `close` arrives when the program has done its part.
        if state.stage().is_some() && !untrack(|| state.shared.is_minimized()) {
            handle.request_close();
            handle.show();
        }
    };
    let backdrop = BackdropClick::new();
    view! {
        <dialog
            class="dialog rotation-dialog"
            node_ref=node
            aria-labelledby=TITLE_ID
            on:keydown=on_keydown
            on:cancel=on_cancel
            on:close=on_close
            on:pointerdown=move |event| backdrop.on_pointer_down(&event)
            on:click=move |event| {
                if backdrop.is_clicked(&event) {
                    handle.request_close();
                }
            }
        >
            {move || {
                scene
                    .get()
                    .map(|scene| match scene {
                        Scene::Choosing { key, again } => view! { <ChoosingScene handle key again /> },
                        Scene::Reconciling(key) => view! { <ReconcilingScene handle key /> },
                        Scene::NewKey(key) => view! { <NewKeyScene handle key /> },
                        Scene::Failed(key) => view! { <FailedScene handle key /> },
                        Scene::SecretLost(key) => view! { <SecretLostScene handle key /> },
                        Scene::NotRotated { key, changed } => view! { <NotRotatedScene handle key changed /> },
                        Scene::Unknown(key) => view! { <UnknownScene handle key /> },
                    })
            }}
        </dialog>
        <MinimizedRotation state />
    }
}
