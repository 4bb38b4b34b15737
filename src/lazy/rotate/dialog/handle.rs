//! What the scenes can do with the dialog.

use leptos::{html, prelude::*};
use portal_core::keys::{
    rotation::machine::Stage,
    secret::lifecycle::{Event as SecretEvent, SecretState},
};

use super::runner::{RotationLock, RotationRunner};
use crate::{
    browser,
    lazy::{rotate::secret::SecretKeeper, rotations::state::RotationState},
};

/// The dialog, and all that belongs to its rotation.
#[derive(Clone, Copy)]
pub(crate) struct DialogHandle {
    pub(crate) state: RotationState,
    pub(crate) runner: RotationRunner,
    pub(crate) secret: SecretKeeper,
    pub(crate) node: NodeRef<html::Dialog>,
}

impl DialogHandle {
    /// The user wants to close the dialog: by a button, Esc, or a click on the backdrop. Does nothing while the request is under
    /// way, minimizes the dialog while the list is being read, and may first ask about a secret.
    pub(crate) fn request_close(self) {
        match self.state.stage() {
            None | Some(Stage::Sending(_)) => {}
            // Clicked already: the request is sent as soon as no other tab rotates the key.
            Some(Stage::Choosing { .. }) if untrack(|| self.runner.lock()) == RotationLock::ThisTab => {}
            Some(Stage::Reconciling(_)) => self.state.shared.minimize(true),
            Some(Stage::Done(_)) => self.tell_secret(SecretEvent::Close(browser::now())),
            Some(_) => self.close(),
        }
    }

    /// Tells the secret what the user wants, and closes the dialog once it is wiped.
    pub(crate) fn tell_secret(self, event: SecretEvent) {
        self.secret.dispatch(event);
        if matches!(untrack(|| self.secret.state()), SecretState::Wiped(_)) {
            self.close();
        }
    }

    /// Closes the dialog and ends the rotation.
    fn close(self) {
        // First the element: while a modal dialog is open, the focus can't return to the page.
        self.hide();
        self.state.close();
    }

    /// Opens the `<dialog>` element, unless the rotation has ended.
    pub(crate) fn show(self) {
        let ended = self.state.stage().is_none();
        if let Some(dialog) = self.node.get_untracked().filter(|dialog| !ended && !dialog.open()) {
            // Something else has removed it from the document.
            if dialog.show_modal().is_err() {
                browser::report_lost_part();
            }
        }
    }

    /// Closes the `<dialog>` element; the rotation goes on.
    pub(crate) fn hide(self) {
        if let Some(dialog) = self.node.get_untracked() {
            dialog.close();
        }
    }
}
