//! Returning to where the user was when their session expired.

use leptos::prelude::*;
use portal_core::session::saved_location::SavedLocation;

use super::storage;
use crate::browser;

/// The saved location of this tab, if the page was opened at the root or at that very address. Any other address is what the
/// user asked for.
#[derive(Clone, Copy)]
pub(crate) struct ResumeLocation(StoredValue<Option<SavedLocation>>);

impl ResumeLocation {
    /// Takes the saved location out of the storage.
    pub(crate) fn take() -> Self {
        let address = browser::address();
        let fits = |saved: &SavedLocation| address == "/" || address == saved.address();
        Self(StoredValue::new(storage::take_location().filter(fits)))
    }

    /// The address to go to from the root.
    pub(crate) fn address(self) -> Option<String> {
        self.0.with_value(|saved| saved.as_ref().map(|saved| saved.address().to_owned()))
    }

    /// Restores the scroll position, once. Call it when the page has its full height.
    pub(crate) fn restore_scroll(self) {
        if let Some(saved) = self.0.try_update_value(Option::take).flatten() {
            browser::spawn(async move {
                // After the pending effects have changed the page.
                browser::sleep(0).await;
                browser::scroll_to(saved.scroll_px());
            });
        }
    }
}
