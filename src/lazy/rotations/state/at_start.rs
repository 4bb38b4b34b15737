//! What is done once, when the list is there: pending rotations are resumed, and unsaved new keys known.

use leptos::prelude::*;
use portal_core::keys::{
    list::KeyList,
    rotation::{machine::Rotation, notice::RotationNotice, records::PendingRotation},
};

use super::{rotation_state::RotationState, storage};
use crate::ui::effect;

impl RotationState {
    /// Keeps for the end of the session whether there is a new key that nobody has. Only of keys in the list: the browser's
    /// storage may have rotations of another user.
    pub(super) fn watch_unsaved_keys(self) {
        effect(move || {
            let is_listed = |list: &KeyList, notice: &RotationNotice| {
                let is_unsaved = notice.save_state.is_unsaved() && !notice.dismissed;
                is_unsaved && (list.get(&notice.rotation.old).is_some() || list.get(&notice.rotation.new).is_some())
            };
            let known = self.store.list().with(|list| {
                (!list.keys().is_empty()).then(|| self.completed().with(|all| all.iter().any(|it| is_listed(list, it))))
            });
            if let Some(known) = known {
                self.session.know_unsaved_key(known, self.session.tag());
            }
        });
    }

    /// Resumes a pending rotation, such as one that a reload interrupted, as soon as its key is in the list.
    pub(crate) fn resume_pending(self) {
        let pending = storage::pending(self.session.now());
        if pending.is_empty() {
            return;
        }
        let finished = StoredValue::new(false);
        effect(move || {
            if finished.get_value() {
                return;
            }
            let find = |list: &KeyList| {
                let resumed =
                    |pending: &PendingRotation| list.get(&pending.key_id).map(|key| Rotation::resumed(pending, key));
                (pending.iter().find_map(resumed), list.is_complete())
            };
            let (rotation, complete) = self.store.list().with(find);
            finished.set_value(rotation.is_some() || complete);
            if self.current().with_untracked(Option::is_none) && rotation.is_some() {
                self.current().set(rotation);
            }
        });
    }
}
