//! New keys whose response came when nothing waited for it any more: the dialog was closed, or shows another rotation.

use leptos::prelude::*;
use portal_api::Secret;
use portal_core::keys::rotation::{
    machine::{Effect, Event, Rotation, Stage, next},
    notice::RotationNotice,
    save_state::SaveState,
};

use super::{late_key::LateKey, new_key_lock, rotation_state::RotationState, storage};
use crate::browser::{self, locks::HeldLock};

impl RotationState {
    /// The response to the request of `sent` has come late: shows the new key, if there is one.
    pub(crate) fn receive_late(self, sent: Rotation, response: Event) {
        let (rotation, effects) = next(sent, response);
        let Some(rotated) = rotation.rotated() else { return };
        // Nobody needs a key that was rotated itself.
        if untrack(|| self.rotated_from(&rotated.new)).is_some() {
            return;
        }
        let new = rotated.new.clone();
        let mut secret = None;
        for effect in effects {
            match effect {
                Effect::ShowSecret(shown) => secret = Some(shown),
                Effect::ClearPending(key) => storage::clear_pending(&key),
                Effect::UpdateList(keys) => self.store.upsert(keys),
                Effect::CheckKeys(check) => browser::spawn(self.check(check)),
                _ => {}
            }
        }
        let Some(secret) = secret else { return };
        self.record(RotationNotice {
            rotation: rotated,
            save_state: SaveState::NotSaved,
            dismissed: false,
            findings: Default::default(),
        });
        let lock = new_key_lock(&new);
        self.late_keys.update_value(|late| late.push(LateKey { rotation, new, secret, lock }));
        // What a dialog says of the same key is no longer true.
        let is_outdated = self.read_current(|current| {
            let is_same =
                self.late_keys.with_value(|late| late.iter().any(|it| it.rotation.key.key_id == current.key.key_id));
            is_same && !matches!(current.stage, Stage::Sending(_) | Stage::Done(_))
        });
        if is_outdated == Some(true) {
            self.close();
        } else {
            self.show_late_key();
        }
    }

    /// Shows a new key that waits, unless another rotation is current.
    pub(super) fn show_late_key(self) {
        browser::spawn(async move {
            // Until then the dialog before it is removed.
            browser::sleep(0).await;
            let waiting =
                self.late_keys.try_with_value(|late| late.first().map(|late| late.rotation.clone())).flatten();
            if let Some(rotation) = waiting.filter(|_| self.current().with_untracked(Option::is_none)) {
                self.current().set(Some(rotation));
            }
        });
    }

    /// Takes out the new key of the current rotation, if it came late.
    pub(crate) fn take_late_key(self) -> Option<(Secret, HeldLock)> {
        let new = self.read_current(Rotation::rotated).flatten()?.new;
        let take = |late: &mut Vec<LateKey>| {
            let index = late.iter().position(|late| late.new == new)?;
            Some(late.remove(index))
        };
        let late = self.late_keys.try_update_value(take).flatten()?;
        Some((late.secret, late.lock))
    }
}
