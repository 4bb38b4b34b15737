//! Whose keys these are.

use leptos::prelude::Track;

use super::handle::SessionHandle;

impl SessionHandle {
    /// The name of the account whose keys are shown, where the operator lets it be shown and it is known. Reactive.
    pub(crate) fn account(self) -> Option<String> {
        self.state.track();
        None
    }
}
