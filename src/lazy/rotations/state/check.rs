//! The check after a rotation: a request that something on the way repeats makes more keys than one.

use leptos::prelude::*;
use portal_api::Key;
use portal_core::keys::rotation::check::RotationCheck;

use super::rotation_state::RotationState;

impl RotationState {
    /// Reads both keys again, and where they don't tell enough the list as far as it is loaded. Failures leave unknown what
    /// they would have told.
    pub(crate) async fn check(self, mut check: RotationCheck) {
        let Some(old) = self.store.read_key(&check.old.key_id).await else { return };
        let Some(new) = self.store.read_key(&check.new).await else { return };
        let old_ends = check.old_ends(old.as_ref());
        let loaded = self.store.list().with_untracked(|list| list.keys().len());
        let needs_list = check.needs_list(old.as_ref(), new.as_ref(), loaded);
        self.store.upsert(old.filter(|_| old_ends.is_some()).into_iter().chain(new.clone()).collect());
        self.record_findings(&mut check, new.as_ref(), old_ends);
        if needs_list && self.store.add_new_keys().await.is_some() {
            self.record_findings(&mut check, new.as_ref(), old_ends);
        }
    }

    fn record_findings(
        self,
        check: &mut RotationCheck,
        new: Option<&Key>,
        old_ends: Option<Option<portal_api::ServerTime>>,
    ) {
        // Keys of other rotations, in other tabs too, are no surprise.
        let all =
            self.completed().with_untracked(|all| all.iter().map(|it| it.rotation.new.clone()).collect::<Vec<_>>());
        check.sent.known.extend(all.iter().filter_map(|id| self.find_key(id)));
        let findings = self.store.list().with_untracked(|list| check.findings(new, list));
        self.record_check(&check.new, old_ends, findings);
    }
}
