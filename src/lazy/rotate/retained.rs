//! The dialog with a new key that nobody has saved, once its session has ended. It is no part of the pages: everything else of the
//! session is gone.

use std::sync::{Arc, Mutex};

use leptos::{html, prelude::*};
use portal_api::{Key, KeyId};
use portal_core::{
    keys::{
        rotation::{
            machine::{Effect, Event as RotationEvent, Rotation, next},
            message::RotationMessage,
            notice::RotationNotice,
            save_state::SaveState,
        },
        secret::lifecycle::{Event, SecretState, WipeReason},
    },
    session::marker::SessionTag,
};

use crate::{
    browser,
    lazy::{
        rotate::{
            dialog::{DialogFrame, NewKeyScene, warn_on_leaving},
            secret::{Held, SecretKeeper},
        },
        rotations::state::{RotationState, after_end, new_key_lock},
    },
    session::{SessionHandle, use_session},
    text,
    ui::{effect, memo, view},
};

/// All that is left of a session.
struct RetainedKey {
    held: Held,
    /// The old key.
    key: Arc<Key>,
    notice: RotationNotice,
    /// [`Key::start`] of the new key.
    new_start: String,
    /// The session that has ended.
    tag: Option<SessionTag>,
}

/// For the end of the dialog of a rotation: where its session has ended with a secret that nobody has saved, the secret moves to a
/// dialog of its own.
pub(super) fn hand_over(session: SessionHandle, state: RotationState, keeper: SecretKeeper) {
    let tag = session.tag();
    if !session.leaves_new_key(tag) {
        return;
    }
    let current = state.read_current(|rotation| (Arc::clone(&rotation.key), rotation.rotated()));
    let Some((key, Some(rotated))) = current else { return };
    let Some(notice) = untrack(|| state.notice_of(&rotated.new)) else { return };
    let new_start = state.find_key(&rotated.new).map(|key| key.start.clone()).unwrap_or_default();
    if let Some(held) = keeper.take_unsaved() {
        show(session, RetainedKey { held, key, notice, new_start, tag });
    }
}

/// The response to the request of `rotation` has come after the end of its session: shows the new key, if there is one.
pub(super) fn show_late(session: SessionHandle, rotation: Rotation, response: RotationEvent) {
    let (rotation, effects) = next(rotation, response);
    let Some(rotated) = rotation.rotated() else { return };
    let (mut secret, mut new_start) = (None, String::new());
    for effect in effects {
        match effect {
            Effect::ShowSecret(shown) => secret = Some(shown),
            Effect::ClearPending(key) => after_end::clear_pending(&key),
            Effect::UpdateList(keys) => {
                let is_new = |id: &KeyId| *id == rotated.new;
                new_start = keys.into_iter().find(|key| is_new(&key.key_id)).map(|key| key.start).unwrap_or_default();
            }
            _ => {}
        }
    }
    let Some(secret) = secret else { return };
    let held = Held::new(secret, new_key_lock(&rotated.new));
    let notice = RotationNotice {
        rotation: rotated,
        save_state: SaveState::NotSaved,
        dismissed: false,
        findings: Default::default(),
    };
    let message = RotationMessage::new(&notice, &new_start);
    after_end::record(session, &notice, &message);
    show(session, RetainedKey { held, key: rotation.key, notice, new_start, tag: session.tag() });
}

fn show(session: SessionHandle, retained: RetainedKey) {
    // Taken out once, when the dialog is created.
    let retained = Mutex::new(Some(retained));
    let dialog = move || {
        let retained = retained.lock().ok().and_then(|mut retained| retained.take());
        retained.map(|retained| view! { <RetainedKeyDialog retained /> })
    };
    session.unsaved_key().dialog.set(Some(dialog.into()));
}

/// The new key, masked, for at most half an hour, and until another session opens in this browser.
#[component]
fn RetainedKeyDialog(retained: RetainedKey) -> impl IntoView {
    let session = use_session();
    let RetainedKey { held, key, notice, new_start, tag } = retained;
    let (findings, ends) = (notice.findings, notice.rotation.old_ends);
    let record = move |save_state| {
        let notice = RotationNotice { save_state, ..notice.clone() };
        after_end::record(session, &notice, &RotationMessage::new(&notice, &new_start));
    };
    let keeper = SecretKeeper::new(Callback::new(record));
    keeper.hold(held);
    keeper.dispatch(Event::SessionEnded(browser::now()));
    warn_on_leaving(move || keeper.state().is_at_risk());

    let node = NodeRef::<html::Dialog>::new();
    let open = move || {
        if let Some(dialog) = node.get().filter(|dialog| !dialog.open()) {
            // Untracked: opening moves the focus, which runs listeners.
            let _ = untrack(|| dialog.show_modal());
        }
    };
    effect(open);
    let close = move || {
        if let Some(dialog) = node.get_untracked() {
            dialog.close();
        }
        session.unsaved_key().dialog.set(None);
        browser::restore_focus(None);
    };
    // Each second, by a clock that goes on while the device sleeps.
    effect(move || {
        session.clock().track();
        session.state().track();
        let event = if session.leaves_new_key(tag) { Event::TimePassed(browser::now()) } else { Event::Forget };
        keeper.dispatch(event);
    });
    let is_over = memo(move || matches!(keeper.state(), SecretState::Wiped(reason) if reason != WipeReason::Hidden));
    effect(move || {
        if is_over.get() {
            untrack(close);
        }
    });
    let send = Callback::new(move |event| {
        keeper.dispatch(event);
        if matches!(untrack(|| keeper.state()), SecretState::Wiped(_)) {
            close();
        }
    });
    let app = session.config().app_name.clone();
    let found = memo(move || text::rotation::check::found(findings, app.as_deref(), session.now()).unwrap_or_default());
    let old_ends = memo(move || text::rotation::old_ends(ends, session.clock().get()));
    view! {
        <DialogFrame
            node
            on_close_request=move || send.run(Event::Close(browser::now()))
            on_closed=move || {
                if !untrack(|| is_over.get()) {
                    send.run(Event::Close(browser::now()));
                    untrack(open);
                }
            }
        >
            <NewKeyScene keeper key lead=text::rotation::secret::SESSION_ENDED found old_ends send />
        </DialogFrame>
    }
}
