//! The dialog of a rotation: which scene it shows, and what happens when its session ends.

use std::sync::Arc;

use leptos::{html, prelude::*};
use portal_api::Key;
use portal_core::keys::{
    rotation::machine::{ChooseAgain, Rotation, Stage},
    secret::lifecycle::Event as SecretEvent,
};

use super::retained::{hand_over, show_late};
use crate::{
    browser,
    lazy::{
        rotate::{
            choice::ChoosingScene,
            dialog::{
                CurrentNewKeyScene, DialogFrame, DialogHandle, FailedScene, MinimizedRotation, NotRotatedScene,
                ReconcilingScene, RotationRunner, SecretLostScene, UnknownScene, warn_on_leaving,
            },
            secret::{Held, SecretKeeper},
        },
        rotations::state::RotationState,
    },
    session::{SessionHandle, UnsavedKey, use_session},
    ui::{effect, fresh, memo, view},
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
pub(super) fn RotationDialog(state: RotationState) -> impl IntoView {
    let session = use_session();
    let record = move |save_state| {
        if let Some(Some(rotated)) = state.read_current(Rotation::rotated) {
            state.record_save_state(&rotated.new, save_state);
        }
    };
    let secret = SecretKeeper::new(Callback::new(record));
    if let Some((late, lock)) = state.take_late_key() {
        secret.hold(Held::new(late, lock));
    }
    let runner = RotationRunner::new(state, secret, show_late);
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
    let stage_is = move |is: fn(&Stage) -> bool| {
        state.current().with(|current| current.as_ref().is_some_and(|rotation| is(&rotation.stage)))
    };
    let is_secret_at_risk =
        memo(move || stage_is(|stage| matches!(stage, Stage::Done(_))) && secret.state().is_at_risk());
    warn_on_leaving(move || is_secret_at_risk.get() || stage_is(|stage| matches!(stage, Stage::Sending(_))));
    guard_sign_out(session, secret, is_secret_at_risk, node);
    on_cleanup(move || hand_over(session, state, secret));

    view! {
        <DialogFrame
            node
            on_close_request=move || handle.request_close()
            on_closed=move || {
                if state.stage().is_some() && !untrack(|| state.shared.is_minimized()) {
                    handle.request_close();
                    handle.show();
                }
            }
        >
            {move || {
                scene
                    .get()
                    .map(|scene| fresh(
                        match scene {
                            Scene::Choosing { key, again } => view! { <ChoosingScene handle key again /> },
                            Scene::Reconciling(key) => view! { <ReconcilingScene handle key /> },
                            Scene::NewKey(key) => view! { <CurrentNewKeyScene handle key /> },
                            Scene::Failed(key) => view! { <FailedScene handle key /> },
                            Scene::SecretLost(key) => view! { <SecretLostScene handle key /> },
                            Scene::NotRotated { key, changed } => view! { <NotRotatedScene handle key changed /> },
                            Scene::Unknown(key) => view! { <UnknownScene handle key /> },
                        },
                    ))
            }}
        </DialogFrame>
        <MinimizedRotation state />
    }
}

/// Makes signing out ask first while it would lose the secret. `node`: the dialog that asks.
fn guard_sign_out(session: SessionHandle, secret: SecretKeeper, is_at_risk: Memo<bool>, node: NodeRef<html::Dialog>) {
    let UnsavedKey { is_shown, sign_out_requested, .. } = session.unsaved_key();
    effect(move || is_shown.set(is_at_risk.get()));
    effect(move || {
        if sign_out_requested.get() {
            sign_out_requested.set(false);
            secret.dispatch(SecretEvent::SignOut(browser::now()));
            // Something else has removed it from the document, so that nobody is asked.
            if node.get_untracked().is_some_and(|dialog| !dialog.is_connected()) {
                browser::report_lost_part();
            }
        }
    });
    on_cleanup(move || is_shown.set(false));
}
