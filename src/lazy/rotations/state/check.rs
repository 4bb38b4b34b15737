//! The check after a rotation: a request that something on the way repeats makes more keys than one.

use leptos::prelude::*;
use portal_api::{Key, KeyId};
use portal_core::keys::rotation::check::RotationCheck;

use super::rotation_state::RotationState;

impl RotationState {
    /// Reads both keys again, and where they don't tell enough the list as far as it is loaded. Failures leave unknown what
    /// they would have told.
    pub(crate) async fn check(self, mut check: RotationCheck) {
        let Some(mut old) = self.store.read_key(&check.old.key_id).await else { return };
        let Some(mut new) = self.store.read_key(&check.new).await else { return };
        let loaded = self.store.list().with_untracked(|list| list.keys().len());
        self.take_over_check(&mut check, old.as_ref(), new.as_ref());
        if check.needs_list(old.as_ref(), new.as_ref(), loaded) {
            let Some(Some(list)) = self.store.add_new_keys().await else { return };
            let find = |id: &KeyId| list.get(id).map(|key| Key::clone(key));
            old = old.or_else(|| find(&check.old.key_id));
            new = new.or_else(|| find(&check.new));
            self.take_over_check(&mut check, old.as_ref(), new.as_ref());
        }
    }

    /// `old`, `new`: the keys as the server has them, if that is known.
    fn take_over_check(self, check: &mut RotationCheck, old: Option<&Key>, new: Option<&Key>) {
        // Read late, a key may have been rotated since: then it is another rotation's.
        let at = check.sent.at;
        let is_unchanged = |key: &&Key| !self.is_rotated_since(&key.key_id, at);
        let (old, new) = (old.filter(is_unchanged), new.filter(is_unchanged));
        let old_ends = check.old_ends(old);
        self.store.upsert(old.filter(|_| old_ends.is_some()).into_iter().chain(new).cloned().collect());
        // Keys of other rotations, in other tabs too, are no surprise.
        check.sent.known.extend(self.new_keys(None));
        let findings = self.store.list().with_untracked(|list| check.findings(new, list));
        self.record_check(&check.new, old_ends, findings);
    }
}
