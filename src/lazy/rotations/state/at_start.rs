//! What is done once, when the list is there: pending rotations are resumed, and unsaved new keys known.

use leptos::prelude::*;
use portal_api::MINUTE;
use portal_core::keys::{
    list::KeyList,
    rotation::{machine::Rotation, notice::RotationNotice, records::PendingRotation},
};

use super::{rotation_state::RotationState, storage};
use crate::{browser, ui::effect};

/// After this time a tab that has sent a request knows its outcome, or is gone, in milliseconds.
const LEFT_AFTER_MS: i64 = MINUTE;

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

    /// Resumes a pending rotation, such as one that a reload interrupted, as soon as its key is in the list. What a tab that is gone
    /// has left, or a session that was signed out of, is resumed once a tab that is still there would know more.
    pub(crate) fn resume_pending(self) {
        let pending = RwSignal::new(storage::pending(self.session.now()));
        let finished = StoredValue::new(false);
        effect(move || {
            if pending.with(Vec::is_empty) || finished.get_value() {
                return;
            }
            let find = |list: &KeyList| {
                let resumed =
                    |pending: &PendingRotation| list.get(&pending.key_id).map(|key| Rotation::resumed(pending, key));
                (pending.with_untracked(|all| all.iter().find_map(resumed)), list.is_complete())
            };
            let (rotation, complete) = self.store.list().with(find);
            finished.set_value(rotation.is_some() || complete);
            if self.current().with_untracked(Option::is_none) && rotation.is_some() {
                self.current().set(rotation);
            }
        });
        let now = self.session.now();
        let left = storage::pending_of_all_tabs(now);
        if left.is_empty() || pending.with_untracked(|own| !own.is_empty()) {
            return;
        }
        let latest = left.iter().map(|left| left.at).max().unwrap_or(now);
        let wait_ms = LEFT_AFTER_MS.saturating_sub(now.since(latest)).clamp(0, LEFT_AFTER_MS);
        browser::spawn(async move {
            browser::sleep(u32::try_from(wait_ms).unwrap_or_default()).await;
            let is_left = |still: &PendingRotation| left.contains(still);
            let left = storage::pending_of_all_tabs(now).into_iter().filter(is_left).collect();
            pending.try_set(left);
        });
    }
}
