//! What this tab knows of the open session beside its marker: whose keys these are, and whether it may rotate them.

use leptos::prelude::*;
use portal_core::{
    keys::list::Account,
    session::{Phase, link_note::LinkNote, marker::SessionTag},
};

use super::{handle::SessionHandle, storage};

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
                self.drop_early();
                LinkNote::default()
            }
        };
        self.notes.note.set(note);
        self.notes.account.set(None);
    }
}

#[cfg(test)]
mod tests {
    use portal_core::session::SessionState;
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;
    use crate::testing::with_owner;

    const BOTH: &str = r#"{"account":{"label":true},"show":{"account":true}}"#;

    fn tag(byte: u8) -> SessionTag {
        SessionTag::from_sha256(&[byte; 32])
    }

    fn labelled(config: &str) -> SessionHandle {
        let session = SessionHandle::stub(SessionState::Starting, config);
        session.keep_link_note(tag(1), LinkNote { label: Some("Northwind".to_owned()), no_rotation: true });
        session
    }

    #[wasm_bindgen_test]
    fn the_apps_name_for_the_account_comes_before_the_keys() {
        let (_owner, _) = with_owner(|| {
            for (config, shown, then) in [
                (BOTH, Some("Northwind"), Some("Northwind")),
                (r#"{"account":{"label":true}}"#, Some("Northwind"), Some("Northwind")),
                (r#"{"show":{"account":true}}"#, None, Some("user_1")),
                ("{}", None, None),
            ] {
                let session = labelled(config);
                assert_eq!(session.account(), None, "{config}");
                session.on_phase(Phase::Open(Some(tag(1))));
                assert_eq!(session.account().as_deref(), shown, "{config}");
                session.set_account(&Account::Is("user_1".to_owned()));
                assert_eq!(session.account().as_deref(), then, "{config}");
            }
        });
    }

    #[wasm_bindgen_test]
    fn an_ending_and_another_session_leave_nothing() {
        let (_owner, _) = with_owner(|| {
            for end in [Phase::Ended, Phase::Open(Some(tag(2))), Phase::Open(None)] {
                let session = labelled(BOTH);
                session.on_phase(Phase::Open(Some(tag(1))));
                session.set_account(&Account::Is("user_1".to_owned()));
                assert!(storage::load_link_note(tag(1)).is_some() && session.is_without_rotation());
                session.on_phase(end);
                assert_eq!((session.account(), session.is_without_rotation()), (None, false), "{end:?}");
                assert_eq!(storage::load_link_note(tag(1)), None, "{end:?}");
            }
        });
    }

    #[wasm_bindgen_test]
    fn after_a_reload_the_tab_still_knows() {
        let (_owner, _) = with_owner(|| {
            labelled(BOTH).store_link_note();
            let session = SessionHandle::stub(SessionState::Starting, BOTH);
            session.on_phase(Phase::Open(Some(tag(1))));
            assert_eq!(session.account().as_deref(), Some("Northwind"));
            assert!(session.is_without_rotation());
            session.on_phase(Phase::Ended);
        });
    }
}
