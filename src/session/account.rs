//! What this tab knows of the open session beside its marker: whose keys these are, and whether it may rotate them.

use leptos::prelude::*;
use portal_core::{
    keys::list::Account,
    session::{Phase, link_note::LinkNote, marker::SessionTag},
};

use super::{handle::SessionHandle, storage};

/// Signals that are empty while no session is open.
#[derive(Clone, Copy)]
pub(super) struct SessionNotes {
    /// Of the open session.
    note: RwSignal<LinkNote>,
    /// The account that the keys name.
    account: RwSignal<Option<String>>,
    /// The landing URL's, with the tag of its session.
    link: StoredValue<Option<(SessionTag, LinkNote)>>,
}

impl SessionNotes {
    pub(super) fn new() -> Self {
        Self { note: RwSignal::new(LinkNote::default()), account: RwSignal::new(None), link: StoredValue::new(None) }
    }
}

impl SessionHandle {
    /// The name of the account whose keys are shown, where the operator lets it be shown and it is known: what the app calls it,
    /// else the ID that the keys name. Reactive.
    pub(crate) fn account(self) -> Option<String> {
        let config = self.config();
        let label = self.notes.note.with(|note| note.label.clone()).filter(|_| config.account_label);
        label.or_else(|| self.notes.account.get().filter(|_| config.show.account))
    }

    /// Sets the account that the keys name.
    pub(crate) fn set_account(self, account: &Account) {
        let name = account.name().map(str::to_owned);
        if self.notes.account.with_untracked(|shown| *shown != name) {
            self.notes.account.set(name);
        }
    }

    /// Whether it is known that this session may not rotate keys: the link or the API said so. Reactive.
    pub(crate) fn is_without_rotation(self) -> bool {
        self.notes.note.with(|note| note.no_rotation)
    }

    /// Remembers that the API refused a rotation for lack of permission.
    pub(crate) fn forbid_rotation(self) {
        self.notes.note.update(|note| note.no_rotation = true);
        if let Phase::Open(Some(tag)) = self.state.with_untracked(|state| state.phase()) {
            self.notes.note.with_untracked(|note| storage::store_link_note(tag, note));
        }
    }

    /// Keeps what the landing URL says of its session until that opens.
    pub(super) fn keep_link_note(self, tag: SessionTag, note: LinkNote) {
        self.notes.link.set_value(Some((tag, note)));
    }

    /// Stores it for the case that the page is reloaded while the session is being opened.
    pub(super) fn store_link_note(self) {
        self.notes.link.with_value(|link| link.iter().for_each(|(tag, note)| storage::store_link_note(*tag, note)));
    }

    /// Takes up the notes of a session that is open now, and forgets them when it is over.
    pub(super) fn on_phase(self, phase: Phase) {
        let note = match phase {
            Phase::Before => return,
            Phase::Open(Some(tag)) => {
                let of_link = self.notes.link.with_value(|link| link.clone().filter(|(linked, _)| *linked == tag));
                let note = of_link.map(|(_, note)| note).or_else(|| storage::load_link_note(tag)).unwrap_or_default();
                storage::store_link_note(tag, &note);
                note
            }
            Phase::Open(None) | Phase::Ended => {
                storage::clear_link_note();
                LinkNote::default()
            }
        };
        self.notes.note.set(note);
        self.notes.account.set(None);
    }
}
