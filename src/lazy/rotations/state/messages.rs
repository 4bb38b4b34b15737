//! What the tabs of this browser tell each other about completed rotations.

use leptos::prelude::*;
use portal_api::Key;
use portal_core::keys::rotation::{
    check::NewKeyEnd, message::RotationMessage, new_key::new_key, notice::RotationNotice, notices,
};

use super::{rotation_state::RotationState, storage};
use crate::ui::effect;

impl RotationState {
    /// Handles the messages of other tabs, those that came before the module was loaded included.
    pub(crate) fn handle_messages(self) {
        let messages = self.shared.messages();
        effect(move || {
            let texts = messages.get();
            if !texts.is_empty() {
                messages.set(Vec::new());
                let parsed = texts.iter().filter_map(|text| RotationMessage::parse(text));
                untrack(|| parsed.for_each(|message| self.handle(&message)));
            }
        });
    }

    /// Another tab has rotated a key: updates the list and the notices without asking the server.
    fn handle(self, message: &RotationMessage) {
        let rotation = &message.rotation;
        // If this tab didn't know the outcome of the same rotation, it does now.
        storage::settle_pending(rotation);
        if let Some(old) = self.find_key(&rotation.old) {
            let listed = self.find_key(&rotation.new).map(|key| Key::clone(&key));
            let is_listed = listed.is_some();
            let mut new =
                listed.unwrap_or_else(|| new_key(&old, rotation.new.clone(), &message.new_start, rotation.at));
            let found = message.findings.end;
            if let NewKeyEnd::Unexpected(expires) = found {
                new.expires = expires;
            }
            let is_new_changed = !is_listed || found != NewKeyEnd::NotSurprising;
            let is_old_changed = rotation.old_ends != old.expires;
            let old = Key { expires: rotation.old_ends, updated_at: None, ..Key::clone(&old) };
            let changed = [(is_old_changed, old), (is_new_changed, new)];
            self.store.upsert(changed.into_iter().filter(|(changed, _)| *changed).map(|(_, key)| key).collect());
        }
        // Tabs of an older version don't tell whether the new key was saved.
        let known = || self.completed().with_untracked(|all| notices::save_state(all, &rotation.new));
        let save_state = message.save_state.or_else(known).unwrap_or_default();
        self.add_notice(RotationNotice {
            rotation: rotation.clone(),
            save_state,
            dismissed: false,
            findings: message.findings,
        });
    }

    /// Tells the other tabs what is known of a rotation.
    pub(super) fn broadcast(self, notice: &RotationNotice) {
        let new_start = self.find_key(&notice.rotation.new).map(|key| key.start.clone()).unwrap_or_default();
        let message = RotationMessage::new(notice, &new_start);
        self.shared.broadcast(&message.to_string());
    }
}
