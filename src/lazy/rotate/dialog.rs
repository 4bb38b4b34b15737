//! The dialog in which a key is rotated, from the choice to the secret.

use std::sync::Arc;

use leptos::{ev, html, prelude::*};
use portal_api::Key;
use portal_core::keys::rotation::machine::{Rotation, Stage};

use super::{
    choosing::Choosing,
    dialog_handle::{DialogHandle, TITLE},
    outcome::{Done, Failed, Happened, Looking, NothingHappened, Unknown},
    runner::Runner,
    secret_keeper::{SecretKeeper, warn_on_leaving},
};
use crate::{keys::rotation::rotations::Rotations, ui::BackdropClick};

/// What the dialog shows: one at a time, each with a heading that takes the focus.
#[derive(Clone, PartialEq)]
enum Scene {
    Choosing(Arc<Key>, bool),
    Looking(Arc<Key>),
    Done(Arc<Key>),
    Failed(Arc<Key>),
    Happened(Arc<Key>),
    NothingHappened(Arc<Key>),
    Unknown(Arc<Key>),
}

impl Scene {
    fn of(rotation: &Rotation, before: Option<&Self>) -> Self {
        let key = Arc::clone(&rotation.key);
        match (&rotation.stage, before) {
            (Stage::Choosing { changed }, _) => Self::Choosing(key, *changed),
            // Nothing moves for the moment that it takes.
            (Stage::Sending(_), Some(before @ Self::Choosing(..))) => before.clone(),
            (Stage::Sending(_), _) => Self::Choosing(key, false),
            (Stage::Reconciling(_), _) => Self::Looking(key),
            (Stage::Done(_), _) => Self::Done(key),
            (Stage::Failed, _) => Self::Failed(key),
            (Stage::RotatedWithoutSecret { .. }, _) => Self::Happened(key),
            (Stage::NotRotated, _) => Self::NothingHappened(key),
            (Stage::Unknown(_), _) => Self::Unknown(key),
        }
    }
}

/// The dialog of the rotation that is open.
#[component]
pub(crate) fn Dialog(rotations: Rotations) -> impl IntoView {
    let keeper = SecretKeeper::new();
    let runner = Runner::new(rotations, keeper);
    let node = NodeRef::<html::Dialog>::new();
    let handle = DialogHandle { rotations, runner, keeper, node };

    let scene = Memo::new(move |before: Option<&Option<Scene>>| {
        rotations
            .current()
            .with(|current| current.as_ref().map(|rotation| Scene::of(rotation, before.and_then(Option::as_ref))))
    });
    Effect::new(move |_| {
        if node.get().is_some() {
            if rotations.is_aside() { handle.hide() } else { handle.show() }
        }
    });
    warn_on_leaving(move || {
        rotations.current().with(|current| match current.as_ref().map(|rotation| &rotation.stage) {
            Some(Stage::Sending(_)) => true,
            Some(Stage::Done(_)) => keeper.life().warns_on_leaving(),
            _ => false,
        })
    });

    // By its key first: Chromium closes a dialog at the second Esc, whatever is said to its `cancel`.
    let on_keydown = move |event: ev::KeyboardEvent| {
        if event.key() == "Escape" {
            event.prevent_default();
            // Held down it answers nothing that it has just asked.
            if !event.repeat() {
                handle.ask_to_close();
            }
        }
    };
    let on_cancel = move |event: ev::Event| {
        event.prevent_default();
        handle.ask_to_close();
    };
    let on_close = move |_| {
        // Not by this program.
        if rotations.current().with_untracked(Option::is_some) && !untrack(|| rotations.is_aside()) {
            handle.ask_to_close();
            handle.show();
        }
    };
    let backdrop = BackdropClick::new();
    view! {
        <dialog
            class="dialog rotation-dialog"
            node_ref=node
            aria-labelledby=TITLE
            on:keydown=on_keydown
            on:cancel=on_cancel
            on:close=on_close
            on:pointerdown=move |event| backdrop.on_pointer_down(&event)
            on:click=move |event| {
                if backdrop.is_clicked(&event) {
                    handle.ask_to_close();
                }
            }
        >
            {move || scene.get().map(|scene| match scene {
                Scene::Choosing(key, changed) => view! { <Choosing handle key changed/> }.into_any(),
                Scene::Looking(key) => view! { <Looking handle key/> }.into_any(),
                Scene::Done(key) => view! { <Done handle key/> }.into_any(),
                Scene::Failed(key) => view! { <Failed handle key/> }.into_any(),
                Scene::Happened(key) => view! { <Happened handle key/> }.into_any(),
                Scene::NothingHappened(key) => view! { <NothingHappened handle key/> }.into_any(),
                Scene::Unknown(key) => view! { <Unknown handle key/> }.into_any(),
            })}
        </dialog>
    }
}
