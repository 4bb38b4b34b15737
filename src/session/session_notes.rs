//! The signals of what this tab knows of the open session beside its marker.

use leptos::prelude::*;
use portal_core::session::{link_note::LinkNote, marker::SessionTag};

/// Signals that are empty while no session is open.
#[derive(Clone, Copy)]
pub(super) struct SessionNotes {
    /// Of the open session.
    pub(super) note: RwSignal<LinkNote>,
    /// The account that the keys name.
    pub(super) account: RwSignal<Option<String>>,
    /// The landing URL's, with the tag of its session.
    pub(super) link: StoredValue<Option<(SessionTag, LinkNote)>>,
}

impl SessionNotes {
    pub(super) fn new() -> Self {
        Self { note: RwSignal::new(LinkNote::default()), account: RwSignal::new(None), link: StoredValue::new(None) }
    }
}
