//! Coming back to where the user was when their session expired.

use leptos::prelude::*;
use portal_core::session::saved_location::SavedLocation;

use super::storage;
use crate::browser;

/// The place that the page goes on at, if one was kept. Any address but the root is a wish of its own, and only the same
/// place fits it.
#[derive(Clone, Copy)]
pub(crate) struct Resumed(StoredValue<Option<SavedLocation>>);

impl Resumed {
    /// Takes what was kept; it is used once.
    pub(crate) fn here() -> Self {
        let here = browser::address();
        Self(StoredValue::new(storage::take_place().filter(|place| here == "/" || here == place.address())))
    }

    /// Where to go from the root.
    pub(crate) fn address(self) -> Option<String> {
        self.0.with_value(|place| place.as_ref().map(|place| place.address().to_owned()))
    }

    /// Scrolls to where the user was, once the page is there in its whole length.
    pub(crate) fn scroll(self) {
        if let Some(place) = self.0.try_update_value(Option::take).flatten() {
            browser::spawn(async move {
                // Once it is drawn.
                browser::sleep(0).await;
                browser::scroll_to(place.scroll_px());
            });
        }
    }
}
