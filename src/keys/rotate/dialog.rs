//! The dialog in which a key is rotated, from the choice to the secret.

use std::sync::Arc;

use leptos::{ev, html, prelude::*};
use portal_api::Key;
use portal_core::keys::{
    rotation::machine::{Rotation, Stage},
    secret::lifecycle::{Event as LifeEvent, SecretState, WipeReason},
};

use wasm_bindgen::JsCast;

use super::{
    choosing::Choosing,
    keeper::{SecretKeeper, warn_on_leaving},
    outcome::{Done, Failed, Happened, Looking, NothingHappened, Unknown},
    rotations::Rotations,
    runner::Runner,
};
use crate::{browser, ui::BackdropClick};

/// The id of the heading that names the dialog.
const TITLE: &str = "rotation-title";

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

/// What the dialog's parts can do with it.
#[derive(Clone, Copy)]
pub(super) struct DialogHandle {
    pub(super) rotations: Rotations,
    pub(super) runner: Runner,
    pub(super) keeper: SecretKeeper,
    node: NodeRef<html::Dialog>,
}

impl DialogHandle {
    /// The user wants it closed: by a button, Esc or a click outside. While a request is under way it stays; while the
    /// list is read that goes on without it; a secret that nobody has yet is asked about.
    pub(super) fn ask_to_close(self) {
        let stage =
            self.rotations.current().with_untracked(|current| current.as_ref().map(|current| current.stage.clone()));
        match stage {
            None | Some(Stage::Sending(_)) => {}
            Some(Stage::Reconciling(_)) => self.rotations.put_aside(true),
            Some(Stage::Done(_)) => {
                self.keeper.tell(LifeEvent::Close);
                if matches!(untrack(|| self.keeper.life()), SecretState::Wiped(WipeReason::Closed | WipeReason::Hidden))
                {
                    self.close();
                }
            }
            Some(_) => self.close(),
        }
    }

    /// Closes it without asking.
    pub(super) fn close(self) {
        // The browser lets the page go before the dialog is gone.
        self.hide();
        self.rotations.close();
    }

    fn show(self) {
        let closed = self.rotations.current().with_untracked(Option::is_none);
        if let Some(dialog) = self.node.get_untracked().filter(|dialog| !closed && !dialog.open()) {
            // Refused only for one that isn't in the document.
            let _ = dialog.show_modal();
        }
    }

    fn hide(self) {
        if let Some(dialog) = self.node.get_untracked() {
            dialog.close();
        }
    }
}

/// The dialog of the rotation that is open.
#[component]
pub(super) fn Dialog(rotations: Rotations) -> impl IntoView {
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

/// Gives the focus to what the dialog is about, where what had it is gone.
pub(super) fn focus_title() {
    let title = document().get_element_by_id(TITLE).and_then(|title| title.dyn_into().ok());
    if let Some(title) = title {
        browser::focus_in_place(&title);
    }
}

/// One scene. `title` names the dialog, and takes the focus when it appears; `body` is what is said, `foot` the buttons.
pub(super) fn scene(title: String, body: impl IntoView + 'static, foot: impl IntoView + 'static) -> AnyView {
    scene_of(title, body.into_any(), foot.into_any())
}

fn scene_of(title: String, body: AnyView, foot: AnyView) -> AnyView {
    let node = NodeRef::<html::H2>::new();
    Effect::new(move |_| {
        if let Some(heading) = node.get() {
            // Once the dialog is open: before, nothing in it can take the focus.
            browser::spawn(async move {
                browser::sleep(0).await;
                let _ = heading.focus();
            });
        }
    });
    view! {
        <div class="dialog-body">
            <h2 class="dialog-title" id=TITLE tabindex="-1" autofocus node_ref=node>{title}</h2>
            {body}
        </div>
        <div class="dialog-foot">{foot}</div>
    }
    .into_any()
}
