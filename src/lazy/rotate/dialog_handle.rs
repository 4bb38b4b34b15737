//! What the scenes of the rotation dialog share: the handle that closes it, and its layout.

use leptos::{html, prelude::*};
use portal_core::keys::{
    rotation::machine::Stage,
    secret::lifecycle::{Event as LifeEvent, SecretState, WipeReason},
};
use wasm_bindgen::JsCast;

use super::{runner::Runner, secret_keeper::SecretKeeper};
use crate::{browser, keys::rotation::rotations::Rotations};

/// The id of the heading that names the dialog.
pub(crate) const TITLE: &str = "rotation-title";

/// What the dialog's parts can do with it.
#[derive(Clone, Copy)]
pub(crate) struct DialogHandle {
    pub(crate) rotations: Rotations,
    pub(crate) runner: Runner,
    pub(crate) keeper: SecretKeeper,
    pub(crate) node: NodeRef<html::Dialog>,
}

impl DialogHandle {
    /// The user wants it closed: by a button, Esc or a click outside. While a request is under way it stays; while the
    /// list is read that goes on without it; a secret that nobody has yet is asked about.
    pub(crate) fn ask_to_close(self) {
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
    pub(crate) fn close(self) {
        // The browser lets the page go before the dialog is gone.
        self.hide();
        self.rotations.close();
    }

    pub(crate) fn show(self) {
        let closed = self.rotations.current().with_untracked(Option::is_none);
        if let Some(dialog) = self.node.get_untracked().filter(|dialog| !closed && !dialog.open()) {
            // Refused only for one that isn't in the document.
            let _ = dialog.show_modal();
        }
    }

    pub(crate) fn hide(self) {
        if let Some(dialog) = self.node.get_untracked() {
            dialog.close();
        }
    }
}

/// Gives the focus to what the dialog is about, where what had it is gone.
pub(crate) fn focus_title() {
    let title = document().get_element_by_id(TITLE).and_then(|title| title.dyn_into().ok());
    if let Some(title) = title {
        browser::focus_without_scroll(&title);
    }
}

/// One scene. `title` names the dialog, and takes the focus when it appears; `body` is what is said, `foot` the buttons.
pub(crate) fn scene(title: String, body: impl IntoView + 'static, foot: impl IntoView + 'static) -> AnyView {
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
